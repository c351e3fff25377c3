from django.urls import path

from . import views

app_name = "activities"
urlpatterns = [
    path("", views.ActivityList.as_view(), name="activity-list"),
    path("new/", views.ActivityCreate.as_view(), name="activity-create"),
    path("<int:pk>/", views.ActivityDetail.as_view(), name="activity-detail"),
    path("<int:pk>/edit/", views.ActivityUpdate.as_view(), name="activity-update"),
    path("<int:pk>/cancel/", views.ActivityCancel.as_view(), name="activity-cancel"),
    path("<int:pk>/close/", views.activity_close, name="activity-close"),
    path("<int:pk>/photos/<int:photo_pk>/", views.photo_show, name="photo-full"),
    path(
        "<int:pk>/photos/<int:photo_pk>/small/",
        views.photo_show,
        {"is_small": True},
        name="photo-thumb",
    ),
    path("<int:pk>/files/<int:file_pk>/", views.file_download, name="file-download"),
]
