"""Static public pages (about, privacy, accessibility), robots.txt and the sitemap."""

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.contrib.sitemaps.views import sitemap as sitemap_of
from django.http import Http404
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
        portal = [
            "home",
            "walk-ins",
            "service",
            "home-school",
            "flag-list",
            "about",
            "privacy",
            "accessibility",
        ]
        return [*(f"portal:{name}" for name in portal), "service:calendar"]

    def location(self, name):
        return reverse(name)


class FlagSitemap(Sitemap):
    """The members' pages that are public today."""

    def items(self):
        return FlagPage.objects.public_on(timezone.localdate()).order_by("pk")

    def location(self, page):
        return page.public_url


PARTS = {"pages": PageSitemap, "columns": ColumnSitemap, "members": FlagSitemap}


@public_page
def sitemap(request):
    """The index of the parts, which are as small as any page."""
    addresses = [reverse("portal:sitemap-part", args=[part]) for part in PARTS]
    addresses += [
        reverse("portal:sitemap-articles", args=[number]) for number in ArticleSitemap.parts()
    ]
    items = [SitemapIndexItem(request.build_absolute_uri(address)) for address in addresses]
    return render(request, "sitemap_index.xml", {"sitemaps": items}, content_type="application/xml")


@public_page
def sitemap_part(request, part):
    return sitemap_of(request, PARTS, section=part)


@public_page
def sitemap_articles(request, pk):
    if pk not in ArticleSitemap.parts():
        raise Http404
    return sitemap_of(request, {"articles": ArticleSitemap(pk)})
