"""The public pages of columns and articles, and the files of articles."""

import re
from functools import partial

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
WEBP_ENDING = re.compile(r"-\d+\.webp$")
NEIGHBOUR_COUNT = 4  # on either side of an article: the next one, and three related ones


@public_page(reads=LIST_KEYS)
def article_list(request):
    return _list(request, _frame(request), None)


@public_page(reads=LIST_KEYS)
def column(request, slug):
    page_frame = _frame(request)
    column = page_frame.named(slug) or get_object_or_404(Column.objects.public(), slug=slug)
    return _list(request, page_frame, column)


def _list(request, page_frame, column):
    """The list of a column's articles, or of all, newest first, narrowed to a year if one is chosen."""
    columns = [column, *page_frame.below(column)] if column else page_frame.columns
    years = YearForm(request.GET, years=reading.years(page_frame))
    next_few = partial(reading.next_few, columns, year=years.year_chosen)
    page = PlaceForm(request.GET).page_from(next_few)
    context = {
        "column": column,
        "filter": years,
        "siblings": _siblings(page_frame, column),
        "articles": page.rows,
        "newer_url": page.newer_url(request.GET),
        "older_url": page.older_url(request.GET),
        "old_before": page_frame.old_before,
    }
    return render(request, "news/article_list.html", context)


def _siblings(page_frame, column):
    """The columns linked above a list: the second level of its column, or the whole first level."""
    if column is None:
        return page_frame.tops
    return page_frame.below(column) or [
        other for other in page_frame.columns if other.parent_id == column.parent_id
    ]


@public_page
def article(request, pk):
    """An article with its pictures, files and neighbours; 410 with a sentence if it was withdrawn."""
    page_frame = _frame(request)
    found = reading.published(pk, page_frame)
    if found is None:
        return _gone(request, pk)
    context = {
        "article": found,
        "photos": reading.pictures(found),
        "files": list(found.files.all()) if found.has_files else [],
        "old_before": page_frame.old_before,
        "address": request.build_absolute_uri(found.public_url),
        **_links(found, reading.neighbours(found, NEIGHBOUR_COUNT)),
    }
    return render(request, "news/article.html", context)


def _gone(request, pk):
    article = get_object_or_404(Article, pk=pk)
    if not article.is_gone:
        raise Http404
    return render(request, "news/article_gone.html", status=410)


def _links(article, neighbours):
    """The article before, the one after, and a few related ones, newest first: the nearest further ones of its column.

    In a column that has no others these are the two beside it.
    """
    place = (article.published_on, article.pk)
    newer = [other for other in neighbours if (other.published_on, other.pk) > place]
    older = [other for other in neighbours if (other.published_on, other.pk) < place]
    further = [*newer[:-1][-2:], *older[1:]][: NEIGHBOUR_COUNT - 1]
    return {
        "before": older[0] if older else None,
        "after": newer[-1] if newer else None,
        "related": further or neighbours,
    }


def _frame(request):
    return frame(request.site_profile.public_stamp, on=timezone.localdate())


@login_not_required
@require_safe
def photo_file(request, name):
    """A picture, in any of its sizes, of an article the user may read."""
    path = f"news/articlephoto/{name}"
    jpeg = WEBP_ENDING.sub(".jpg", path)
    photos = ArticlePhoto.objects.visible_to(request.user)
    photo = get_object_or_404(photos, Q(file=jpeg) | Q(thumb=path))
    if path not in photo.names:
        raise Http404
    stored = photo.file_named(path)
    return serve(stored, name=name, inline=True, is_public=_is_public(photo))


@login_not_required
@require_safe
def document_file(request, name):
    """A document of an article the user may read, under its original name."""
    files = ArticleFile.objects.visible_to(request.user)
    document = get_object_or_404(files, file=f"news/articlefile/{name}")
    return serve(document.file, name=document.original_name, is_public=_is_public(document))


def _is_public(attachment):
    """Whether its article is published; only then may the file be cached."""
    return Article.objects.published().filter(pk=attachment.article_id).exists()
