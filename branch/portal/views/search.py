from django.shortcuts import render
from django.utils import timezone

from branch.core.public import public_page
from branch.news import reading
from branch.news.bigrams import words_of
from branch.news.forms import SearchForm
from branch.news.frame import frame
from branch.news.models import Article, Column
from branch.news.search import CAP, NO_CAP, excerpts, is_capped, matching

LIMIT = 50


@public_page(reads=("q", "column", "year"))
def search(request):
    """站内搜索: the published articles that contain every word of the query."""
    today = timezone.localdate()
    page_frame = frame(request.site_profile.public_stamp, on=today)
    form = SearchForm(
        request.GET,
        years=reading.years(page_frame),
        columns=Column.objects.public().filter(parent=None),
    )
    articles = form.narrow(Article.objects.published())
    words = form.cleaned_data.get("q", "")
    hits = matching(articles, words, cap=NO_CAP if form.has_limits else CAP)
    found = list(hits.select_related("column")[: LIMIT + 1])
    context = {
        "form": form,
        "words": words,
        "articles": list(excerpts(found[:LIMIT], words)),
        "titles_only": any(len(word) == 1 for word in words_of(words)),
        "has_more": len(found) > LIMIT,
        "cap": CAP if len(found) > LIMIT and not form.has_limits and is_capped(words) else None,
        "shown": LIMIT,
        "old_before": page_frame.old_before,
    }
    return render(request, "portal/search.html", context)
