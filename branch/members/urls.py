from django.urls import path

from .views import changes, flags, roll

app_name = "members"
urlpatterns = [
    path("members/<key:pk>/", flags.flag, name="flag"),
    path("members/<key:pk>/portrait/", flags.flag_portrait, name="flag-portrait"),
    path("desk/members/", roll.MemberList.as_view(), name="member-list"),
    path("desk/members/new/", changes.MemberCreate.as_view(), name="member-create"),
    path("desk/members/<key:pk>/", roll.MemberDetail.as_view(), name="member-detail"),
    path("desk/members/<key:pk>/edit/", changes.MemberUpdate.as_view(), name="member-update"),
    path(
        "desk/members/<key:pk>/regularise/",
        changes.MemberRegularise.as_view(),
        name="member-regularise",
    ),
    path("desk/members/<key:pk>/extend/", changes.MemberExtend.as_view(), name="member-extend"),
    path("desk/members/<key:pk>/release/", changes.MemberRelease.as_view(), name="member-release"),
    path("desk/members/<key:pk>/regroup/", changes.MemberRegroup.as_view(), name="member-regroup"),
    path("desk/members/<key:pk>/away/", changes.MemberAway.as_view(), name="member-away"),
    path("desk/members/<key:pk>/back/", changes.member_back, name="member-back"),
    path(
        "desk/members/<key:pk>/offices/new/", changes.OfficeCreate.as_view(), name="office-create"
    ),
    path(
        "desk/members/<key:pk>/honours/new/", changes.HonourCreate.as_view(), name="honour-create"
    ),
    path("desk/members/offices/elect/", changes.CommitteeElect.as_view(), name="committee-elect"),
    path("desk/members/offices/<key:pk>/end/", changes.OfficeEnd.as_view(), name="office-end"),
    path("desk/members/honours/<key:pk>/remove/", changes.honour_remove, name="honour-remove"),
    path("desk/members/mine/", flags.MyPage.as_view(), name="mine"),
    path("desk/members/mine/edit/", flags.MyPageWrite.as_view(), name="mine-edit"),
    path("desk/members/mine/withdraw/", flags.mine_withdraw, name="mine-withdraw"),
    path(
        "desk/members/mine/portrait/remove/",
        flags.mine_portrait_remove,
        name="mine-portrait-remove",
    ),
    path("desk/members/mine/carry/", flags.mine_carry, name="mine-carry"),
    path("desk/members/flags/<key:pk>/", flags.FlagDetail.as_view(), name="flag-detail"),
    path("desk/members/flags/<key:pk>/return/", flags.FlagReturn.as_view(), name="flag-return"),
]
