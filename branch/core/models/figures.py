from django.conf import settings
from django.db import models

# {key: `core.figures.FigureSpec`} of every figure that an app declares
DECLARED = {}
# a value whose figure no app declares any more
UNKNOWN = "已不用的规定"


def plain(value):
    """The value without zeros after it: 120 for 120.00, an int if it is whole."""
    return int(value) if value == value.to_integral_value() else value.normalize()


class FigureQuerySet(models.QuerySet):
    def in_force(self, key, *, on):
        return self.filter(key=key, from_on__lte=on).order_by("-from_on").first()


class Figure(models.Model):
    """规定数: the school's own value for a figure of policy, from a day on."""

    key = models.CharField("规定", max_length=60)
    value = models.DecimalField("数值", max_digits=10, decimal_places=2)
    from_on = models.DateField("自何日起")
    why = models.CharField("依据", max_length=200)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="设定人"
    )

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "规定数"
        ordering = ["key", "-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "from_on"],
                name="core_figure_one_value_a_day",
                violation_error_message="这项规定在这一天已有数值，请修改原来那条。",
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=0),
                name="core_figure_value_not_negative",
                violation_error_message="数值不能是负数。",
            ),
        ]

    def __str__(self):
        return f"{self.label}：{self.amount}，{self.from_on} 起"

    @property
    def label(self):
        return DECLARED[self.key].label if self.key in DECLARED else UNKNOWN

    @property
    def amount(self):
        """120 分: the value with its unit."""
        unit = DECLARED[self.key].unit if self.key in DECLARED else ""
        return f"{plain(self.value)} {unit}".strip()
