from django.urls import path

from .views.board import Board
from .views.excuses import ExcuseCreate, excuse_end
from .views.notices import NoticeList, notice_open, notices_read
from .views.outbox import Outbox, message_again, message_settle
from .views.published import FigureCorrect, PublishedList
from .views.reminders import (
    AddressConfirm,
    MailSwitch,
    ReminderSettings,
    address_again,
    address_drop,
)
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
    path("notices/settings/", ReminderSettings.as_view(), name="reminder-settings"),
    path("notices/settings/mail/", MailSwitch.as_view(), name="mail-switch"),
    path("notices/settings/again/", address_again, name="address-again"),
    path("notices/settings/drop/", address_drop, name="address-drop"),
    path("notices/address/<uuid:token>/", AddressConfirm.as_view(), name="address-confirm"),
    path("notices/outbox/", Outbox.as_view(), name="outbox"),
    path("notices/outbox/<key:pk>/again/", message_again, name="message-again"),
    path("notices/outbox/<key:pk>/settle/", message_settle, name="message-settle"),
    path("excuses/<key:pk>/end/", excuse_end, name="excuse-end"),
]
