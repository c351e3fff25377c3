from django.urls import include, path

from . import views

app_name = "activities"

activity = [
    path("", views.ActivityDetail.as_view(), name="activity-detail"),
    path("edit/", views.ActivityUpdate.as_view(), name="activity-update"),
    path("cancel/", views.ActivityCancel.as_view(), name="activity-cancel"),
    path("close/", views.activity_close, name="activity-close"),
    path("photos/", views.photo_add, name="photo-add"),
    path("photos/<key:photo_pk>/", views.photo_show, name="photo-full"),
    path("photos/<key:photo_pk>/small/", views.photo_show, {"is_small": True}, name="photo-thumb"),
    path("files/<key:file_pk>/", views.file_download, name="file-download"),
]

signup = [
    path("", views.OpeningDetail.as_view(), name="opening-detail"),
    path("event.ics", views.OpeningFile.as_view(), name="opening-file"),
    path("new/", views.OpeningCreate.as_view(), name="opening-create"),
    path("edit/", views.OpeningUpdate.as_view(), name="opening-update"),
    path("roles/<key:slot_pk>/take/", views.registration_create, name="registration-create"),
    path("withdraw/", views.registration_withdraw, name="registration-withdraw"),
    path("colleagues/", views.ColleagueAdd.as_view(), name="colleague-add"),
    path("colleagues/<key:registration_pk>/drop/", views.colleague_drop, name="colleague-drop"),
    path("pupils/", views.PupilEnter.as_view(), name="pupil-enter"),
    path("pupils/<key:registration_pk>/leave/", views.pupil_leave, name="pupil-leave"),
    path("plan/", views.PlanStore.as_view(), name="plan-store"),
    path("plan/file/", views.plan_file, name="plan-file"),
    path("hours/", views.HoursConfirm.as_view(), name="hours-confirm"),
    path("late/", views.LateAdd.as_view(), name="late-add"),
]

service = [
    path("", views.OpeningList.as_view(), name="opening-list"),
    path("mine/", views.ServiceOwn.as_view(), name="service-own"),
    path("hours/", views.ProposalList.as_view(), name="proposal-list"),
    path("hours/<key:pk>/confirm/", views.proposal_confirm, name="proposal-confirm"),
    path("hours/<key:pk>/refuse/", views.proposal_refuse, name="proposal-refuse"),
    path("statements/<key:pk>/", views.StatementDetail.as_view(), name="statement-detail"),
    path("<key:pk>/", include(signup)),
]

desk = [
    path("", views.ActivityList.as_view(), name="activity-list"),
    path("new/", views.ActivityCreate.as_view(), name="activity-create"),
    path("service/", include(service)),
    path("<key:pk>/", include(activity)),
]

urlpatterns = [
    path("statements/", views.StatementCheckPage.as_view(), name="statement-check"),
    path("desk/activities/", include(desk)),
]
