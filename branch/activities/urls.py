from django.urls import path

from . import views

app_name = "activities"
urlpatterns = [
    path("", views.ActivityList.as_view(), name="activity-list"),
    path("new/", views.ActivityCreate.as_view(), name="activity-create"),
    path("<key:pk>/", views.ActivityDetail.as_view(), name="activity-detail"),
    path("<key:pk>/edit/", views.ActivityUpdate.as_view(), name="activity-update"),
    path("<key:pk>/cancel/", views.ActivityCancel.as_view(), name="activity-cancel"),
    path("<key:pk>/close/", views.activity_close, name="activity-close"),
    path("<key:pk>/photos/", views.photo_add, name="photo-add"),
    path("<key:pk>/photos/<key:photo_pk>/", views.photo_show, name="photo-full"),
    path(
        "<key:pk>/photos/<key:photo_pk>/small/",
        views.photo_show,
        {"is_small": True},
        name="photo-thumb",
    ),
    path("<key:pk>/files/<key:file_pk>/", views.file_download, name="file-download"),
]
