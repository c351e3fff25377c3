from django.shortcuts import render
from django.utils import timezone

from branch.core.public import public_page
from branch.news.frame import frame
from branch.portal.frontpage import FrontPage


@public_page
def home(request):
    """首页: what is new, whom to call, where to go."""
    stamp = request.site_profile.public_stamp
    front = FrontPage(frame(stamp, on=timezone.localdate()), timezone.now())
    return render(request, "portal/home.html", {"front": front})
