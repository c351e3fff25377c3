"""What strangers read: columns, articles, feeds and the files that hang on them."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from branch.core.files import serve
from branch.core.public import public_page
from branch.news import reading
from branch.news.forms import YearForm
from branch.news.frame import frame
from branch.news.models import Article, ArticleFile, ArticlePhoto, Column
from branch.news.paging import PlaceForm

LIST_KEYS = ("year", "older", "newer")
BESIDE = 4  # on either side of an article: the neighbour, and three that are offered beside it


@public_page(reads=LIST_KEYS)
def article_list(request):
    return _list(request, _frame(request), None)


@public_page(reads=LIST_KEYS)
def column(request, slug):
    stand = _frame(request)
    column = stand.named(slug) or get_object_or_404(Column.objects.public(), slug=slug)
    return _list(request, stand, column)


def _list(request, stand, column):
    """Articles of a column, or of all, newest first, a year at a time if asked for."""
    published = Article.objects.published()
    parts = [published]
    if column:
        parts = [Article.objects.published_in(one) for one in (column, *stand.below(column))]
    years = YearForm(request.GET, years=published.years())
    parts = [years.narrow(part) for part in parts]
    page = PlaceForm(request.GET).page_of(Article.objects.with_cover(), of=parts)
    context = {
        "column": column,
        "filter": years,
        "siblings": _siblings(stand, column),
        "articles": page.rows,
        "newer_url": page.newer_url(request.GET),
        "older_url": page.older_url(request.GET),
        "old_before": stand.old_before,
    }
    return render(request, "news/article_list.html", context)


def _siblings(stand, column):
    """The links above a list: the second level of the column one is in, or all of the first."""
    if column is None:
        return stand.tops
    return stand.below(column) or [
        one for one in stand.columns if one.parent_id == column.parent_id
    ]


@public_page
def article(request, pk):
    """One article with its furniture; 410 with a sentence where it was withdrawn."""
    stand = _frame(request)
    found = reading.published(pk, stand)
    if found is None:
        return _gone(request, pk)
    context = {
        "article": found,
        "photos": reading.pictures(found),
        "files": list(found.files.all()) if found.has_files else [],
        "old_before": stand.old_before,
        "address": request.build_absolute_uri(found.public_url),
        **_neighbours(found, reading.beside(found, BESIDE)),
    }
    return render(request, "news/article.html", context)


def _gone(request, pk):
    article = get_object_or_404(Article, pk=pk)
    if not article.is_gone:
        raise Http404
    return render(request, "news/article_gone.html", status=410)


def _neighbours(article, near):
    """The one before, the one after, and the few others nearest to it, newest first."""
    place = (article.published_on, article.pk)
    newer = [one for one in near if (one.published_on, one.pk) > place]
    older = [one for one in near if (one.published_on, one.pk) < place]
    return {
        "before": older[0] if older else None,
        "after": newer[-1] if newer else None,
        "related": [*newer[:-1][-2:], *older[1:]][: BESIDE - 1],
    }


def _frame(request):
    return frame(request.site_profile.public_stamp, on=timezone.localdate())


@login_not_required
@require_safe
def photo_file(request, name):
    """A picture of an article one may read, in either size; its name is ours and tells nothing."""
    path = f"news/articlephoto/{name}"
    photos = ArticlePhoto.objects.visible_to(request.user)
    photo = get_object_or_404(photos, Q(file=path) | Q(thumb=path))
    stored = photo.file if photo.file.name == path else photo.thumb
    return serve(stored, name=name, inline=True, is_public=_is_public(photo))


@login_not_required
@require_safe
def document_file(request, name):
    """A document of an article one may read, under the name it came with."""
    files = ArticleFile.objects.visible_to(request.user)
    document = get_object_or_404(files, file=f"news/articlefile/{name}")
    return serve(document.file, name=document.original_name, is_public=_is_public(document))


def _is_public(hanging):
    """Whether strangers read what it hangs on; the bytes of anything else are kept by nobody."""
    return Article.objects.published().filter(pk=hanging.article_id).exists()
