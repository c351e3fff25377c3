from django.shortcuts import render
from django.utils import timezone

from branch.core.public import public_page
from branch.news.frame import frame
from branch.portal.flags import first_pages
from branch.portal.frontpage import FrontPage
from branch.service.parents.calendar import hold_until_changed


@public_page
def home(request):
    """首页: the public home page."""
    stamp = request.site_profile.public_stamp
    today = timezone.localdate()
    front = FrontPage(stamp, frame(stamp, on=today), first_pages(stamp, on=today), timezone.now())
    hold_until_changed(request, front.upcoming)
    return render(request, "portal/home.html", {"front": front})
