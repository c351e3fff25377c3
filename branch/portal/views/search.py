from django.shortcuts import render
from django.utils import timezone

from branch.core.public import public_page
from branch.core.typed import words_of
from branch.news import reading
from branch.news.forms import SearchForm
from branch.news.frame import frame
from branch.news.models import Article, Column
from branch.news.search import (
    ANY,
    CAP,
    NO_CAP,
    excerpts,
    first_matching,
    has_short_word,
    is_capped,
)

LIMIT = 50


@public_page(reads=("q", "column", "year"))
def search(request):
    """站内搜索: the published articles that contain every word of the query; where none does, any of them."""
    today = timezone.localdate()
    page_frame = frame(request.site_profile.public_stamp, on=today)
    form = SearchForm(
        request.GET,
        years=reading.years(page_frame),
        columns=Column.objects.public().filter(parent=None),
    )
    articles = form.narrow(Article.objects.published())
    words = form.cleaned_data.get("q", "")
    cap = NO_CAP if form.has_limits else CAP
    rows = articles.select_related("column")
    joined, found = first_matching(rows, words, LIMIT + 1, cap=cap)
    has_more = len(found) > LIMIT
    context = {
        "form": form,
        "words": " ".join(words_of(words)),
        "articles": list(excerpts(found[:LIMIT], words)),
        "titles_only": has_short_word(words),
        "any_word": joined == ANY and found,
        "has_more": has_more,
        "cap": cap if has_more and cap == CAP and is_capped(words, joined=joined) else None,
        "shown": LIMIT,
        "old_before": page_frame.old_before,
    }
    return render(request, "portal/search.html", context)
