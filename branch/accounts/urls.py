from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("accounts/me/", views.Account.as_view(), name="account"),
    path("accounts/me/sessions/end/", views.sessions_end, name="sessions-end"),
    path("accounts/first/<uuid:token>/", views.FirstSignIn.as_view(), name="first"),
    path("desk/roles/", views.RoleList.as_view(), name="role-list"),
    path("desk/roles/new/", views.RoleCreate.as_view(), name="role-create"),
    path("desk/roles/<key:pk>/confirm/", views.role_confirm, name="role-confirm"),
    path("desk/roles/<key:pk>/drop/", views.role_drop, name="role-drop"),
    path("desk/roles/<key:pk>/end/", views.RoleEnd.as_view(), name="role-end"),
]
