from django.urls import path

from .models import ChecklistItem, Community, ServiceContent
from .registers.views import branch as registers
from .registers.views import own as register
from .registers.views import wordings

app_name = "service"

urlpatterns = [
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
]
