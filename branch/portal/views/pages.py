"""Static public pages (about, privacy, accessibility), robots.txt and the sitemap."""

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_of
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from branch.core.public import public_page
from branch.members.models import FlagPage
from branch.news.sitemaps import ArticleSitemap, ColumnSitemap


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


class PageSitemap(Sitemap):
    """The public pages without a list of their own."""

    def items(self):
        return ["home", "flag-list", "about", "privacy", "accessibility"]

    def location(self, name):
        return reverse(f"portal:{name}")


class FlagSitemap(Sitemap):
    """The members' pages that are public today."""

    def items(self):
        return FlagPage.objects.public_on(timezone.localdate()).order_by("pk")

    def location(self, page):
        return page.public_url


@public_page
def sitemap(request):
    maps = {
        "pages": PageSitemap,
        "columns": ColumnSitemap,
        "articles": ArticleSitemap,
        "members": FlagSitemap,
    }
    return sitemap_of(request, maps)
