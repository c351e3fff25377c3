from django.http import HttpResponse
from django.urls import path

app_name = "garden"
urlpatterns = [path("", lambda request: HttpResponse("花圃"), name="plant-list")]
