from django.db import models
from django.db.models import Prefetch

from branch.activities.models import Activity
from branch.core.addresses import address_of
from branch.core.periods import says_year, school_year

from .released import Released, ReleasedQuerySet


class BookRecommendationQuerySet(ReleasedQuerySet):
    def newest_first(self):
        """Rows with their events, as far as these are public."""
        events = Activity.objects.filter(programme__is_public=True, is_announced=True)
        shown = Prefetch("activity", events, to_attr="event")
        return self.prefetch_related(shown).order_by("-recommended_on", "-pk")


class BookRecommendation(Released):
    """荐书: a book for parents, by whom, for whom and why; public once a second person has released it."""

    title = models.CharField("书名", max_length=60)
    author = models.CharField("作者", max_length=60)
    recommended_by = models.CharField("推荐人", max_length=30)
    audience = models.CharField("适合谁读", max_length=30)
    reason = models.TextField("推荐理由", max_length=300)
    recommended_on = models.DateField("推荐日期")
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="books",
        verbose_name="在哪场活动上推荐",
    )

    objects = BookRecommendationQuerySet.as_manager()

    class Meta(Released.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "荐书"
        ordering = ["-recommended_on", "-pk"]
        permissions = [("release_text", "可以公开别人填写的荐书和资料")]
        constraints = [
            *Released.Meta.constraints,
            models.UniqueConstraint(
                fields=["title", "author", "activity"],
                name="service_bookrecommendation_once",
                violation_error_message="这本书在这场活动上已经推荐过了。",
            ),
        ]

    def __str__(self):
        return f"《{self.title}》"

    def get_absolute_url(self):
        return address_of("service:book-update", self.pk)

    @property
    def school_year(self):
        """2026–2027学年"""
        return says_year(school_year(self.recommended_on).start.year)

    @property
    def public_texts(self):
        names = ("title", "author", "recommended_by", "audience", "reason")
        return [(name, getattr(self, name)) for name in names]
