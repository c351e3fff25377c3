"""Pictures and documents of an article."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import UpdateView

from branch.core.views import ActionFormMixin, VisibleToUserMixin, act
from branch.news import actions
from branch.news.forms import FileForm, PhotoForm, PhotoTextForm
from branch.news.models import Article, ArticleFile, ArticlePhoto


class HangingAdd(PermissionRequiredMixin, VisibleToUserMixin, ActionFormMixin, UpdateView):
    """Hang something on an article; the page shows what hangs there already."""

    http_method_names = ["get", "head", "post"]
    permission_required = "news.change_article"
    queryset = Article.objects.select_related("column")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"current": None}

    def get_success_url(self):
        return self.request.path


class PhotoAdd(HangingAdd):
    form_class = PhotoForm
    template_name = "news/photos.html"
    success_message = "图片已加入图集。"

    def perform(self, form):
        said = form.action_kwargs()
        return actions.add_photo(self.object, by=self.request.user, at=timezone.now(), **said)


class FileAdd(HangingAdd):
    form_class = FileForm
    template_name = "news/files.html"
    success_message = "附件已加上。"

    def perform(self, form):
        said = form.action_kwargs()
        return actions.add_file(self.object, by=self.request.user, at=timezone.now(), **said)


class PhotoUpdate(PermissionRequiredMixin, VisibleToUserMixin, ActionFormMixin, UpdateView):
    http_method_names = ["get", "head", "post"]
    permission_required = "news.change_article"
    queryset = ArticlePhoto.objects.select_related("article")
    form_class = PhotoTextForm
    template_name = "news/photo_form.html"
    success_message = "图片说明已保存。"

    def perform(self, form):
        said = form.action_kwargs()
        return actions.describe_photo(self.object, by=self.request.user, at=timezone.now(), **said)

    def get_success_url(self):
        return reverse("news:photo-add", args=[self.object.article_id])


@require_POST
@permission_required("news.change_article", raise_exception=True)
def photo_remove(request, pk):
    photos = ArticlePhoto.objects.visible_to(request.user).select_related("article")
    photo = get_object_or_404(photos, pk=pk)
    return act(
        request,
        lambda: actions.remove_photo(photo, by=request.user, at=timezone.now()),
        back=reverse("news:photo-add", args=[photo.article_id]),
        said="图片已删除。",
    )


@require_POST
@permission_required("news.change_article", raise_exception=True)
def file_remove(request, pk):
    files = ArticleFile.objects.visible_to(request.user).select_related("article")
    file = get_object_or_404(files, pk=pk)
    return act(
        request,
        lambda: actions.remove_file(file, by=request.user, at=timezone.now()),
        back=reverse("news:file-add", args=[file.article_id]),
        said="附件已删除。",
    )
