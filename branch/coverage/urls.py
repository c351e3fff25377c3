from django.urls import path

from .views.board import Board
from .views.excuses import ExcuseCreate, excuse_end

app_name = "coverage"
urlpatterns = [
    path("", Board.as_view(), name="board"),
    path("<str:duty_key>/<key:pk>/excuse/", ExcuseCreate.as_view(), name="excuse-create"),
    path("excuses/<key:pk>/end/", excuse_end, name="excuse-end"),
]
