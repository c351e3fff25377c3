from django.urls import path

from . import views

app_name = "operations"
urlpatterns = [
    path("<int:pk>/", views.JobDetail.as_view(), name="job-detail"),
    path("<int:pk>/file/", views.job_file, name="job-file"),
]
