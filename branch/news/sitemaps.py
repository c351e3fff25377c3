"""Sitemaps of the columns that have articles and of every published article."""

from django.contrib.sitemaps import Sitemap
from django.utils import timezone

from branch.core.models import SiteProfile

from .frame import frame
from .models import Article


class ArticleSitemap(Sitemap):
    """The published articles of one part, the first of which holds the oldest: 500 ids, 60 kB."""

    IDS = limit = 500

    def __init__(self, number):
        self.number = number

    @classmethod
    def parts(cls):
        """The numbers of the parts, so that each published article is in one."""
        newest = Article.objects.published().order_by("-pk").values_list("pk", flat=True).first()
        return range(1, newest // cls.IDS + 2) if newest else range(0)

    def items(self):
        ids = range((self.number - 1) * self.IDS, self.number * self.IDS)
        rows = Article.objects.published().filter(pk__gte=ids.start, pk__lt=ids.stop)
        return rows.only("pk", "updated_at").order_by("pk")

    def location(self, article):
        return article.public_url

    def lastmod(self, article):
        return article.updated_at


class ColumnSitemap(Sitemap):
    def items(self):
        return frame(SiteProfile.current().public_stamp, on=timezone.localdate()).columns
