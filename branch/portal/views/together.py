from django.shortcuts import render
from django.utils import timezone

from branch.activities.models import Area
from branch.core.public import public_page
from branch.news.frame import frame
from branch.portal.together import columns_of, newest_in, series_lines, totals_of
from branch.portal.walkins import period_says
from branch.service.parents.calendar import FREE, hold_until_changed


def _area_page(request, area, name, about):
    now = timezone.now()
    today, stamp = timezone.localdate(now), request.site_profile.public_stamp
    lines = series_lines(area, at=now)
    hold_until_changed(request, [line.next for line in lines if line.next])
    columns = columns_of(area, lines, frame(stamp, on=today))
    articles = newest_in(columns)
    context = {
        "name": name,
        "about": about,
        "free": FREE,
        "lines": lines,
        "totals": totals_of(area, stamp, on=today),
        "period": period_says(stamp, on=today),
        "column": columns[0] if area == Area.HOME_SCHOOL and columns else None,
        "articles": articles,
        "rest": articles[1:],
        "is_service": area == Area.SERVICE,
    }
    return render(request, "portal/together.html", context)


@public_page
def service(request):
    """服务社区: the series that go out, 直通车 and 大讲堂."""
    about = "把家庭教育和心理健康服务送到社区、车站和广场。"
    return _area_page(request, Area.SERVICE, "服务社区", about)


@public_page
def home_school(request):
    """家校社共育: what families come to, 家长学校 and the joint programmes."""
    about = "家长学校的讲座和座谈，和社区一起办的亲子阅读和活动。"
    return _area_page(request, Area.HOME_SCHOOL, "家校社共育活动", about)
