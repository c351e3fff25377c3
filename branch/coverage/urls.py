from django.urls import path

from .views.board import Board
from .views.excuses import ExcuseCreate, excuse_end
from .views.notices import NoticeList, notice_open, notices_read
from .views.published import FigureCorrect, PublishedList
from .views.sheet import BoardPrint, BoardXlsx, FullStatement

app_name = "coverage"
urlpatterns = [
    path("", Board.as_view(), name="board"),
    path("print/", BoardPrint.as_view(), name="board-print"),
    path("statement/", FullStatement.as_view(), name="statement"),
    path("xlsx/", BoardXlsx.as_view(), name="board-xlsx"),
    path("published/", PublishedList.as_view(), name="published-list"),
    path("published/<key:pk>/correct/", FigureCorrect.as_view(), name="figure-correct"),
    path("<str:duty_key>/<key:pk>/excuse/", ExcuseCreate.as_view(), name="excuse-create"),
    path("notices/", NoticeList.as_view(), name="notice-list"),
    path("notices/read/", notices_read, name="notices-read"),
    path("notices/<key:pk>/open/", notice_open, name="notice-open"),
    path("excuses/<key:pk>/end/", excuse_end, name="excuse-end"),
]
