"""The addresses of teams of volunteers, which `branch.service.urls` includes."""

from django.urls import path

from . import views

DESK = "desk/teams/"

patterns = [
    path(DESK, views.TeamList.as_view(), name="team-list"),
    path(f"{DESK}new/", views.TeamCreate.as_view(), name="team-create"),
    path(f"{DESK}<key:pk>/", views.TeamDetail.as_view(), name="team-detail"),
    path(f"{DESK}<key:pk>/edit/", views.TeamUpdate.as_view(), name="team-update"),
    path(f"{DESK}<key:pk>/people/add/", views.PeopleAdd.as_view(), name="person-add"),
    path(f"{DESK}<key:pk>/signup/", views.TeamSignUp.as_view(), name="team-signup"),
    path(f"{DESK}<key:pk>/end/", views.team_end, name="team-end"),
    path(f"{DESK}people/<key:pk>/drop/", views.person_drop, name="person-drop"),
]
