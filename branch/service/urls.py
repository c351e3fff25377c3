from django.urls import path

from .parents.views import calendar, doors, openings, public

app_name = "service"
SIGN_UPS = "desk/parents/<key:pk>/signups/<key:signup_pk>/"
DOOR = "desk/doors/<key:pk>/"

urlpatterns = [
    path("parents/", calendar.calendar, name="calendar"),
    path("parents/calendar.ics", calendar.calendar_term_file, name="calendar-file"),
    path("parents/feed/", calendar.feed, name="calendar-feed"),
    path("parents/<key:pk>/", public.EventPage.as_view(), name="event"),
    path("parents/<key:pk>/event.ics", calendar.event_file, name="event-file"),
    path("parents/<key:pk>/own/", public.OwnPage.as_view(), name="signup-own"),
    path("parents/<key:pk>/find/", public.FindPage.as_view(), name="signup-find"),
    path("desk/parents/", openings.OpeningList.as_view(), name="parentopening-list"),
    path(
        "desk/parents/new/<key:pk>/", openings.OpeningCreate.as_view(), name="parentopening-create"
    ),
    path("desk/doors/", doors.DoorList.as_view(), name="door-list"),
    path("desk/parents/<key:pk>/", openings.OpeningDetail.as_view(), name="parentopening-detail"),
    path(
        "desk/parents/<key:pk>/edit/", openings.OpeningUpdate.as_view(), name="parentopening-update"
    ),
    path(
        "desk/parents/<key:pk>/sources/<key:source_pk>/",
        openings.source_decide,
        name="source-decide",
    ),
    path(f"{SIGN_UPS}cancel/", openings.signup_cancel, name="signup-cancel"),
    path(f"{SIGN_UPS}rung/", openings.signup_ring, name="signup-ring"),
    path(DOOR, doors.Door.as_view(), name="door"),
    path(f"{DOOR}print/", doors.DoorPrint.as_view(), name="door-print"),
    path(f"{DOOR}<key:signup_pk>/here/", doors.arrival_tick, name="arrival-tick"),
    path(f"{DOOR}<key:signup_pk>/undo/", doors.arrival_undo, name="arrival-undo"),
    path(f"{DOOR}others/add/", doors.unannounced_add, name="unannounced-add"),
    path(f"{DOOR}others/undo/", doors.unannounced_undo, name="unannounced-undo"),
]
