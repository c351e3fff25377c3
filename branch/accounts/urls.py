from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.Account.as_view(), name="account"),
    path("me/sessions/end/", views.sessions_end, name="sessions-end"),
]
