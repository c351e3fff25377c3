from django.urls import path

from . import health, views

app_name = "operations"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("desk/jobs/<key:pk>/", views.JobDetail.as_view(), name="job-detail"),
    path("desk/jobs/<key:pk>/file/", views.job_file, name="job-file"),
]
