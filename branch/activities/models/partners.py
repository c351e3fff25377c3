from django.db import models
from django.db.models import Case, When

from branch.core.models import Versioned, VersionedQuerySet


class PartnerQuerySet(VersionedQuerySet):
    def visible_to(self, user):
        """All rows for members of the branch."""
        return self if user.has_perm("activities.view_partner") else self.none()

    def active(self):
        return self.filter(is_active=True)

    def by_kind(self):
        """Rows in the order of the kinds, then by name."""
        places = [When(kind=kind, then=place) for place, kind in enumerate(Partner.Kind)]
        return self.order_by(Case(*places, default=len(places)), "name")


class Partner(Versioned):
    """共建单位: a street office, community, unit or joint programme the branch works with."""

    class Kind(models.TextChoices):
        STREET = "street", "街道"
        COMMUNITY = "community", "社区"
        UNIT = "unit", "单位"
        BRAND = "brand", "品牌"

    name = models.CharField(
        "名称", max_length=30, unique=True, error_messages={"unique": "已有同名的共建单位。"}
    )
    kind = models.CharField("类别", max_length=20, choices=Kind)
    is_active = models.BooleanField("在用", default=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "共建单位"
        ordering = ["name"]

    def __str__(self):
        return self.name
