from django.urls import path

from .giving import views as giving
from .models import ChecklistItem, Community, ServiceContent
from .outings.views import desk, tallies
from .outings.views.public import series_page
from .parents.views import calendar, doors, openings, public
from .partners.urls import patterns as partners
from .registers.views import branch as registers
from .registers.views import own as register
from .registers.views import wordings
from .talks.urls import urlpatterns as talks
from .teams.urls import patterns as teams

app_name = "service"
SIGN_UPS = "desk/parents/<key:pk>/signups/<key:signup_pk>/"
DOOR = "desk/doors/<key:pk>/"

urlpatterns = [
    *partners,
    *teams,
    *talks,
    path("parents/", calendar.calendar, name="calendar"),
    path("parents/calendar.ics", calendar.calendar_term_file, name="calendar-file"),
    path("parents/feed/", calendar.feed, name="calendar-feed"),
    path("parents/<key:pk>/", public.EventPage.as_view(), name="event"),
    path("parents/<key:pk>/event.ics", calendar.event_file, name="event-file"),
    path("parents/<key:pk>/own/", public.OwnPage.as_view(), name="signup-own"),
    path("parents/<key:pk>/find/", public.FindPage.as_view(), name="signup-find"),
    path("service/<key:pk>/", series_page, name="series"),
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
    path("desk/series/totals/", giving.SeriesTotals.as_view(), name="series-totals"),
    path("desk/register/", register.Register.as_view(), name="register"),
    path("desk/register/items/", register.item_ticks, name="register-items"),
    path("desk/residence/", registers.RegisterList.as_view(), name="register-list"),
    path("desk/residence/remind/", registers.register_remind, name="register-remind"),
    path(
        "desk/residence/members/<key:pk>/",
        register.RegisterOfMember.as_view(),
        name="register-member",
    ),
    path(
        "desk/residence/members/<key:pk>/edit/",
        register.RegistrationWrite.as_view(),
        name="registration-write",
    ),
    path(
        "desk/register/registrations/<key:pk>/withdraw/",
        register.registration_withdraw,
        name="registration-withdraw",
    ),
    path("desk/register/registrations/<key:pk>/receipt/", registers.receipt, name="receipt"),
    path("desk/residence/papers/<key:pk>/", registers.community_paper, name="community-paper"),
    path("desk/residence/deeds/<key:pk>/", registers.DeedDetail.as_view(), name="deed-detail"),
    path("desk/register/deeds/<key:pk>/edit/", register.DeedUpdate.as_view(), name="deed-update"),
    path("desk/register/deeds/<key:pk>/withdraw/", register.deed_withdraw, name="deed-withdraw"),
    path("desk/residence/lists/", wordings.WordingList.as_view(), name="wording-list"),
    path("desk/residence/items/new/", wordings.ItemCreate.as_view(), name="item-create"),
    path("desk/residence/items/<key:pk>/", wordings.ItemUpdate.as_view(), name="item-update"),
    path(
        "desk/residence/items/<key:pk>/end/",
        wordings.wording_end,
        {"model": ChecklistItem},
        name="item-end",
    ),
    path("desk/residence/contents/new/", wordings.ContentCreate.as_view(), name="content-create"),
    path(
        "desk/residence/contents/<key:pk>/", wordings.ContentUpdate.as_view(), name="content-update"
    ),
    path(
        "desk/residence/contents/<key:pk>/end/",
        wordings.wording_end,
        {"model": ServiceContent},
        name="content-end",
    ),
    path(
        "desk/residence/communities/new/",
        wordings.CommunityCreate.as_view(),
        name="community-create",
    ),
    path(
        "desk/residence/communities/<key:pk>/",
        wordings.CommunityUpdate.as_view(),
        name="community-update",
    ),
    path(
        "desk/residence/communities/<key:pk>/end/",
        wordings.wording_end,
        {"model": Community},
        name="community-end",
    ),
    path("desk/series/", desk.SeriesList.as_view(), name="series-list"),
    path("desk/series/new/<key:pk>/", desk.SeriesCreate.as_view(), name="series-create"),
    path("desk/series/<key:pk>/", desk.SeriesDetail.as_view(), name="series-detail"),
    path("desk/series/<key:pk>/edit/", desk.SeriesUpdate.as_view(), name="series-update"),
    path("desk/series/trips/<key:pk>/", desk.StopsWrite.as_view(), name="stops-write"),
    path("desk/topics/", desk.TopicList.as_view(), name="topic-list"),
    path("desk/topics/new/", desk.TopicCreate.as_view(), name="topic-create"),
    path("desk/topics/<key:pk>/", desk.TopicUpdate.as_view(), name="topic-update"),
    path("desk/topics/<key:pk>/end/", desk.topic_end, name="topic-end"),
    path("desk/tally/", tallies.TallyList.as_view(), name="tally-list"),
    path("desk/tally/<key:pk>/", tallies.Tally.as_view(), name="tally"),
    path("desk/tally/<key:pk>/taps/", tallies.taps_join, name="taps-join"),
]
