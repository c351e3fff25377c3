"""Sitemaps of the columns that have articles and of every published article."""

from django.contrib.sitemaps import Sitemap
from django.utils import timezone

from branch.core.models import SiteProfile

from .frame import frame
from .models import Article


class ArticleSitemap(Sitemap):
    limit = 5000

    def items(self):
        return Article.objects.published().only("pk", "updated_at").order_by("pk")

    def location(self, article):
        return article.public_url

    def lastmod(self, article):
        return article.updated_at


class ColumnSitemap(Sitemap):
    def items(self):
        return frame(SiteProfile.current().public_stamp, on=timezone.localdate()).columns
