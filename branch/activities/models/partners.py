from django.db import models


class PartnerQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)


class Partner(models.Model):
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
