from django.urls import path

from .views import books, desk, flags, public, questions, speakers

TALK = "desk/talks/<key:pk>/"
MATERIAL = f"{TALK}materials/<key:material_pk>/"

urlpatterns = [
    path("books/", public.book_page, name="books"),
    path("flag-speeches/", flags.flag_page, name="flags"),
    path("desk/flag-speeches/", flags.FlagWeeks.as_view(), name="flag-weeks"),
    path("desk/flag-speeches/<key:pk>/", flags.FlagWrite.as_view(), name="flag-write"),
    path("desk/flag-speeches/<key:pk>/release/", flags.flag_release, name="flag-release"),
    path("desk/flag-speeches/<key:pk>/back/", flags.flag_take_back, name="flag-back"),
    path("f/<slug:token>/", public.FeedbackPage.as_view(), name="feedback"),
    path(
        "parents/<key:pk>/materials/<key:material_pk>/",
        public.material_public,
        name="material-public",
    ),
    path("desk/talks/", desk.TalkList.as_view(), name="talk-list"),
    path(TALK, desk.TalkDetail.as_view(), name="talk-detail"),
    path(f"{TALK}materials/new/", desk.MaterialCreate.as_view(), name="material-create"),
    path(MATERIAL, desk.material_show, name="material-show"),
    path(f"{MATERIAL}remove/", desk.material_remove, name="material-remove"),
    path(f"{MATERIAL}release/", desk.material_release, name="material-release"),
    path(f"{MATERIAL}back/", desk.material_take_back, name="material-back"),
    path(f"{TALK}feedback/", desk.feedback_open, name="feedback-open"),
    path(f"{TALK}feedback/print/", desk.FeedbackPrint.as_view(), name="feedback-print"),
    path(f"{TALK}lines/<uuid:answer_pk>/drop/", desk.line_drop, name="line-drop"),
    path("desk/books/", books.BookList.as_view(), name="book-list"),
    path("desk/books/new/", books.BookCreate.as_view(), name="book-create"),
    path("desk/books/<key:pk>/", books.BookUpdate.as_view(), name="book-update"),
    path("desk/books/<key:pk>/release/", books.book_release, name="book-release"),
    path("desk/books/<key:pk>/back/", books.book_take_back, name="book-back"),
    path("desk/doors/<key:pk>/questions/", questions.Questions.as_view(), name="questions"),
    path(
        "desk/doors/<key:pk>/questions/print/",
        questions.QuestionsPrint.as_view(),
        name="questions-print",
    ),
    path("desk/speakers/", speakers.SpeakerList.as_view(), name="speaker-list"),
]
for kind in ("outside", "ours"):
    page, invite = speakers.SpeakerDetail, speakers.Invite
    here = f"desk/speakers/{kind}/<key:pk>/"
    urlpatterns += [
        path(here, page.as_view(kind=kind), name=f"speaker-{kind}"),
        path(f"{here}invite/", invite.as_view(kind=kind), name=f"invite-{kind}"),
    ]
