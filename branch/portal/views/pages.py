"""Pages that stand still: who we are, what we keep about readers, how everyone can read us."""

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_of
from django.shortcuts import render
from django.urls import reverse

from branch.core.public import public_page
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
    """The pages that stand still."""

    def items(self):
        return ["home", "about", "privacy", "accessibility"]

    def location(self, name):
        return reverse(f"portal:{name}")


@public_page
def sitemap(request):
    maps = {"pages": PageSitemap, "columns": ColumnSitemap, "articles": ArticleSitemap}
    return sitemap_of(request, maps)
