from django.urls import path

from .views import signins

app_name = "school"
urlpatterns = [
    path("signins/", signins.SignInList.as_view(), name="signin-list"),
    path("signins/slips/", signins.slips_print, name="slips-print"),
    path("signins/<int:pk>/unlock/", signins.signin_unlock, name="signin-unlock"),
]
