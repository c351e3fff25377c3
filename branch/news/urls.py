from django.urls import path, re_path

from . import feeds
from .views import desk, gallery, public, steps

app_name = "news"
urlpatterns = [
    path("news/", public.article_list, name="article-list"),
    path("news/<key:pk>/", public.article, name="article"),
    path("news/<slug:slug>/", public.column, name="column"),
    path("feeds/<slug:slug>/", feeds.feed, name="feed"),
    re_path(
        r"^media/news/articlephoto/(?P<name>[0-9a-f]{32}(\.jpg|-[0-9]{1,4}\.webp))$",
        public.photo_file,
        name="photo-file",
    ),
    re_path(
        r"^media/news/articlefile/(?P<name>[0-9a-f]{32}\.[a-z]{3,4})$",
        public.document_file,
        name="document-file",
    ),
    path("desk/news/", desk.ArticleList.as_view(), name="desk"),
    path("desk/news/new/", desk.ArticleCreate.as_view(), name="article-create"),
    path("desk/news/<key:pk>/", desk.ArticleDetail.as_view(), name="article-detail"),
    path("desk/news/<key:pk>/edit/", desk.ArticleUpdate.as_view(), name="article-update"),
    path("desk/news/<key:pk>/sheet/", desk.ArticleSheet.as_view(), name="article-sheet"),
    path("desk/news/<key:pk>/submit/", steps.ArticleSubmit.as_view(), name="article-submit"),
    path("desk/news/<key:pk>/return/", steps.ArticleReturn.as_view(), name="article-return"),
    path("desk/news/<key:pk>/publish/", steps.ArticlePublish.as_view(), name="article-publish"),
    path("desk/news/<key:pk>/withdraw/", steps.ArticleWithdraw.as_view(), name="article-withdraw"),
    path("desk/news/<key:pk>/correct/", steps.ArticleCorrect.as_view(), name="article-correct"),
    path("desk/news/<key:pk>/discard/", steps.ArticleDiscard.as_view(), name="article-discard"),
    path("desk/news/<key:pk>/photos/", gallery.PhotoAdd.as_view(), name="photo-add"),
    path("desk/news/photos/<key:pk>/edit/", gallery.PhotoUpdate.as_view(), name="photo-update"),
    path("desk/news/photos/<key:pk>/remove/", gallery.photo_remove, name="photo-remove"),
    path("desk/news/photos/<key:pk>/check/", gallery.photo_check, name="photo-check"),
    path("desk/news/<key:pk>/files/", gallery.FileAdd.as_view(), name="file-add"),
    path("desk/news/files/<key:pk>/remove/", gallery.file_remove, name="file-remove"),
]
