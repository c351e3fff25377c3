"""The desk's pages for writing articles and checking them before they are published."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Case, IntegerField, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from branch.core.cards import cards
from branch.core.csp import editor_csp
from branch.core.models import SiteProfile
from branch.core.sorting import Sort, SortMixin
from branch.core.views import ActionFormMixin, FilterMixin, VisibleToUserMixin
from branch.news import actions
from branch.news.cards import ArticleCard
from branch.news.forms import ArticleFilter, ArticleForm, CorrectionForm
from branch.news.models import Article
from branch.news.paging import PAGE, PlaceForm
from branch.news.steps import open_steps

# a column of the first level, then those below it
PLACE_OF_COLUMN = (
    Coalesce("column__parent__order", "column__order"),
    Coalesce("column__parent", "column"),
    Case(When(column__parent=None, then=-1), default="column__order", output_field=IntegerField()),
)


class ArticleList(PermissionRequiredMixin, SortMixin, VisibleToUserMixin, FilterMixin, ListView):
    """文章: by the last change, a page found by the row beside it; sorted otherwise, by its number."""

    http_method_names = ["get", "head"]
    permission_required = "news.view_article"
    queryset = Article.objects.defer("body").select_related("column", "written_by")
    filter_class = ArticleFilter
    template_name = "news/desk_list.html"
    sorts = {
        "column": Sort("栏目", *PLACE_OF_COLUMN, "published_on"),
        "published": Sort("发布日期", "published_on"),
        "state": Sort("状态", "state", "published_on", choices=Article.State),
    }

    def get_paginate_by(self, queryset):
        return PAGE if self.sorting.key else None

    def get_context_data(self, **kwargs):
        if self.sorting.key:
            return super().get_context_data(**kwargs)
        place = PlaceForm(self.request.GET, by="updated_at")
        page = place.page_of(self.object_list)
        query = self.request.GET
        return super().get_context_data(
            object_list=page.rows,
            newer_url=page.newer_url(query),
            older_url=page.older_url(query),
            **kwargs,
        )


class ArticleCreate(PermissionRequiredMixin, VisibleToUserMixin, ActionFormMixin, CreateView):
    http_method_names = ["get", "head", "post"]
    permission_required = "news.add_article"
    model = Article
    form_class = ArticleForm
    template_name = "news/article_form.html"
    success_message = "草稿已保存。看过预览后送审。"

    @method_decorator(editor_csp)
    def dispatch(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"source_text": SiteProfile.current().branch_name}

    def perform(self, form):
        return actions.write(by=self.request.user, at=timezone.now(), **form.action_kwargs())


class ArticleUpdate(PermissionRequiredMixin, VisibleToUserMixin, ActionFormMixin, UpdateView):
    http_method_names = ["get", "head", "post"]
    permission_required = "news.change_article"
    model = Article
    form_class = ArticleForm
    template_name = "news/article_form.html"
    conflict_template = "news/article_conflict.html"
    success_message = "草稿已保存。看过预览后送审。"

    @method_decorator(editor_csp)
    def dispatch(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self):
        return CorrectionForm if self.object.corrects_id else self.form_class

    def perform(self, form):
        return actions.revise(
            self.object, by=self.request.user, at=timezone.now(), **form.action_kwargs()
        )


class ArticleDetail(PermissionRequiredMixin, VisibleToUserMixin, DetailView):
    """The preview of an article, its reviews, and the steps the user may take."""

    http_method_names = ["get", "head"]
    permission_required = "news.view_article"
    queryset = Article.objects.select_related(
        "column__parent", "written_by", "published_by"
    ).prefetch_related("photos", "files")
    template_name = "news/desk_detail.html"

    def get_context_data(self, **kwargs):
        article = self.object
        is_read = article.state == Article.State.SUBMITTED
        doubts = actions.doubts_about(article) if is_read else []
        return super().get_context_data(
            photos=list(article.gallery),
            files=list(article.files.all()),
            reviews=list(article.reviews.select_related("by")),
            doubts=doubts,
            steps=open_steps(article, self.request.user, on=self.today, doubts=doubts),
            cards=cards(ArticleCard, article, user=self.request.user),
            **kwargs,
        )


class ArticleSheet(ArticleDetail):
    """The sheet 拟稿—初审—复审—终审 of an article, to be printed and signed."""

    template_name = "news/article_sheet.html"
