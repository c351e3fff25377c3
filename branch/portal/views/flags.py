from django.shortcuts import render
from django.utils import timezone

from branch.core.public import public_page
from branch.members.models import FlagPage
from branch.news.frame import frame
from branch.news.models import Article
from branch.portal.flags import COLUMN

STORY_COUNT = 6


@public_page
def flag_list(request):
    """党员风采: the members' public pages, and the newest articles of the column."""
    today = timezone.localdate()
    pages = FlagPage.objects.public_on(today).with_name()
    page_frame = frame(request.site_profile.public_stamp, on=today)
    column = page_frame.named(COLUMN)
    context = {
        "pages": pages.in_roster_order(),
        "column": column,
        "stories": _stories(page_frame, column) if column else [],
    }
    return render(request, "portal/flag_list.html", context)


def _stories(page_frame, column):
    columns = [column, *page_frame.below(column)]
    return Article.objects.defer("body").newest_in(columns, STORY_COUNT)
