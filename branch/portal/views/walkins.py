from django.shortcuts import render
from django.utils import timezone

from branch.core.public import public_page
from branch.news import reading
from branch.news.frame import frame
from branch.portal.walkins import COLUMN, period_says, walks

REPORTS = 6


@public_page
def walk_ins(request):
    """三走进: what was done in the whole school, by finished month, and the latest reports."""
    today = timezone.localdate()
    stamp = request.site_profile.public_stamp
    column = frame(stamp, on=today).named(COLUMN)
    context = {
        "walks": walks(stamp, on=today),
        "period": period_says(stamp, on=today),
        "column": column,
        "reports": reading.newest_of_each([column], REPORTS) if column else [],
    }
    return render(request, "portal/walkins.html", context)
