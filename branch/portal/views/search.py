from django.shortcuts import render
from django.utils import timezone

from branch.core.public import public_page
from branch.news.forms import SearchForm
from branch.news.frame import frame
from branch.news.models import Article, Column
from branch.news.search import matching

SHOWN = 50


@public_page
def search(request):
    """站内搜索: the published articles that hold every word asked for."""
    today = timezone.localdate()
    stand = frame(request.site_profile.public_stamp, on=today)
    form = SearchForm(
        request.GET,
        years=Article.objects.published().years(),
        columns=Column.objects.public().filter(parent=None),
    )
    articles = form.narrow(Article.objects.published())
    words = form.cleaned_data.get("q", "")
    found = list(matching(articles, words).with_cover()[: SHOWN + 1])
    context = {
        "form": form,
        "words": words,
        "articles": found[:SHOWN],
        "has_more": len(found) > SHOWN,
        "shown": SHOWN,
        "old_before": stand.old_before,
    }
    return render(request, "portal/search.html", context)
