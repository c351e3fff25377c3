from django.db import models
from django.db.models import Q

from branch.core.addresses import address_of
from branch.school.models import Staff

NUMBER_LENGTH = 12


class ServiceStatementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own."""
        return self.filter(staff__user=user)

    def issued(self, number, on):
        return self.filter(number=number, issued_on=on)


class ServiceStatement(models.Model):
    """服务记录情况说明: what was confirmed of a colleague's service in a year, as it was printed, under a random number."""

    number = models.CharField("编号", max_length=NUMBER_LENGTH, unique=True, editable=False)
    staff = models.ForeignKey(
        Staff, models.PROTECT, related_name="service_statements", verbose_name="教职工"
    )
    year = models.PositiveSmallIntegerField("年度")
    issued_on = models.DateField("日期")
    # [{"on", "title", "role", "hours"}]: later corrections change no paper that is out
    lines = models.JSONField("服务", default=list, blank=True)
    official_number = models.CharField("官方系统证明编号", max_length=40, blank=True)

    objects = ServiceStatementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务记录情况说明"
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(lines=[]),
                name="activities_servicestatement_says_something",
                violation_error_message="这一年还没有确认的服务时长。",
            ),
        ]

    def __str__(self):
        return f"情况说明 {self.pk}"

    def get_absolute_url(self):
        return address_of("activities:statement-detail", self.pk)

    @property
    def spaced_number(self):
        """1234 5678 9012"""
        return " ".join(self.number[start : start + 4] for start in range(0, NUMBER_LENGTH, 4))


class StatementTry(models.Model):
    """查验次数: how often an address asked in an hour whether a statement exists; under an HMAC, never the address."""

    address_hash = models.CharField("来源摘要", max_length=64)
    hour = models.DateTimeField("钟点")
    count = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "查验次数"
        constraints = [
            models.UniqueConstraint(
                fields=["address_hash", "hour"],
                name="activities_statementtry_once",
                violation_error_message="这个钟点已经记过了。",
            )
        ]

    def __str__(self):
        return f"查验次数 {self.pk}"
