"""Pages that stand still: who we are, what we keep about readers, how everyone can read us."""

from django.shortcuts import render

from branch.core.public import public_page


@public_page
def about(request):
    return render(request, "portal/about.html")


@public_page
def privacy(request):
    return render(request, "portal/privacy.html")


@public_page
def accessibility(request):
    return render(request, "portal/accessibility.html")


@public_page
def robots(request):
    return render(request, "portal/robots.txt", content_type="text/plain; charset=utf-8")
