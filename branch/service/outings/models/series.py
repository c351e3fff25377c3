from django.core.exceptions import ValidationError
from django.db import models

from branch.activities.models import Kind, Partner, Programme
from branch.core.addresses import address_of
from branch.core.models import Versioned, VersionedQuerySet

# kinds of programmes of which a series may tell, in the order in which pages list them
KINDS = (
    Kind.SERVICE_EXPRESS,
    Kind.JOINT_PROGRAMME,
    Kind.COMMUNITY_LECTURE,
    Kind.VOLUNTEERING,
)
OTHER_KIND = "只有党员服务直通车、共建项目、社区大讲堂和志愿服务的项目有系列页。"
MOST_LINES, LONGEST_LINE = 8, 60


class SeriesQuerySet(VersionedQuerySet):
    def visible_to(self, user):
        """All rows for the committee."""
        return self if user.has_perm("service.view_series") else self.none()

    def public(self):
        """Rows whose page strangers may read."""
        return self.filter(is_shown=True).select_related("programme", "partner")


class Series(Versioned):
    """服务系列: what the public reads of a programme that goes out again and again, one to one with it."""

    programme = models.OneToOneField(
        Programme, models.PROTECT, related_name="service_series", verbose_name="项目"
    )
    about = models.TextField("做什么", max_length=400)
    charter = models.CharField("宗旨", max_length=80, blank=True)
    # a line each
    agreements = models.TextField("服务约定", max_length=500)
    rhythm = models.CharField("多久一次", max_length=40, blank=True)
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="service_series",
        verbose_name="共建单位",
    )
    is_shown = models.BooleanField("公开显示", default=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务系列"
        ordering = ["programme__order", "pk"]

    def __str__(self):
        return str(self.programme)

    def get_absolute_url(self):
        return address_of("service:series-detail", self.pk)

    @property
    def public_url(self):
        return address_of("service:series", self.pk)

    @property
    def agreement_lines(self):
        return [line.strip() for line in self.agreements.splitlines() if line.strip()]

    @property
    def is_joint(self):
        return self.programme.kind == Kind.JOINT_PROGRAMME

    def clean(self):
        """Check the kind of the programme and the lines of the agreements, which a constraint cannot read."""
        if self.programme.kind not in KINDS:
            raise ValidationError(OTHER_KIND)
        lines = self.agreement_lines
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
            says = f"服务约定最多 {MOST_LINES} 行，每行不超过 {LONGEST_LINE} 个字。"
            raise ValidationError({"agreements": says})
