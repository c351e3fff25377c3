"""The desk's pages for the pictures and documents of an article."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import UpdateView

from branch.core.views import ActionFormMixin, Done, VisibleToUserMixin, act
from branch.news import actions
from branch.news.forms import FileForm, PhotoForm, PhotoTextForm
from branch.news.models import Article, ArticleFile, ArticlePhoto


class AttachmentAdd(PermissionRequiredMixin, VisibleToUserMixin, ActionFormMixin, UpdateView):
    """Add a picture or document to an article; the page also lists those it has."""

    http_method_names = ["get", "head", "post"]
    permission_required = "news.change_article"
    queryset = Article.objects.select_related("column")
    # the action, called with the article and the form's values
    add = None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"current": None}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            may_remove=self.object.lets_remove(self.request.user), **kwargs
        )

    def perform(self, form):
        kwargs = form.action_kwargs()
        return type(self).add(self.object, by=self.request.user, at=timezone.now(), **kwargs)

    def get_success_url(self):
        return self.request.path


class PhotoAdd(AttachmentAdd):
    form_class, add = PhotoForm, actions.add_photos
    template_name = "news/photos.html"

    def get_context_data(self, **kwargs):
        photos = list(self.object.photos.all())
        unchecked = [photo.pk for photo in photos if photo.is_unchecked_on(self.today)]
        return super().get_context_data(photos=photos, unchecked=unchecked, **kwargs)

    def perform(self, form):
        photos = super().perform(form)
        return Done(photos[0], message=f"{len(photos)} 张图片已加入图集。")


class FileAdd(AttachmentAdd):
    form_class, add = FileForm, actions.add_file
    template_name = "news/files.html"
    success_message = "附件已加上。"


class PhotoUpdate(PermissionRequiredMixin, VisibleToUserMixin, ActionFormMixin, UpdateView):
    http_method_names = ["get", "head", "post"]
    permission_required = "news.change_article"
    queryset = ArticlePhoto.objects.select_related("article")
    form_class = PhotoTextForm
    template_name = "news/photo_form.html"
    success_message = "图片说明已保存。"

    def perform(self, form):
        return actions.describe_photo(
            self.object, by=self.request.user, at=timezone.now(), **form.action_kwargs()
        )

    def get_success_url(self):
        return reverse("news:photo-add", args=[self.object.article_id])


def _remove(request, model, pk, *, action, page, message):
    """Remove a picture or a document and return to the page that lists them."""
    rows = model.objects.visible_to(request.user).select_related("article")
    stored = get_object_or_404(rows, pk=pk)
    return act(
        request,
        lambda: action(stored, by=request.user, at=timezone.now()),
        back=reverse(page, args=[stored.article_id]),
        message=message,
    )


@require_POST
@permission_required("news.change_article", raise_exception=True)
def photo_remove(request, pk):
    how = {"action": actions.remove_photo, "page": "news:photo-add", "message": "图片已删除。"}
    return _remove(request, ArticlePhoto, pk, **how)


@require_POST
@permission_required("news.check_pupils", raise_exception=True)
def photo_check(request, pk):
    """Record that the user compared the picture with the lists of 肖像同意, and return to the gallery."""
    photos = ArticlePhoto.objects.visible_to(request.user)
    photo = get_object_or_404(photos, pk=pk)
    return act(
        request,
        lambda: actions.check_pupils(photo, by=request.user, at=timezone.now()),
        back=reverse("news:photo-add", args=[photo.article_id]),
        message="已记下：这张图片照肖像同意名单核对过。",
    )


@require_POST
@permission_required("news.change_article", raise_exception=True)
def file_remove(request, pk):
    how = {"action": actions.remove_file, "page": "news:file-add", "message": "附件已删除。"}
    return _remove(request, ArticleFile, pk, **how)
