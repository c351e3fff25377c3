"""What the branch and its partners agreed, report, offer, need and hold together; each row is of one partner.

A row that no longer holds has a last day and stays; one that was entered by mistake is void.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import DateField, OuterRef, Prefetch, Q, Subquery, Value

from branch.activities.models import Activity, Partner
from branch.core.addresses import address_of
from branch.core.dated import (
    NOT_VOID,
    RUNNING,
    Dated,
    DatedQuerySet,
    Voidable,
    VoidableQuerySet,
    ends_after_it_starts,
    not_after,
)
from branch.core.models import StoredFile, Versioned, VersionedQuerySet
from branch.school.models import Staff

VIEWS, CHANGES = "activities.view_partner", "activities.change_partner"
OFFICE_PHONE = RegexValidator(
    r"^[0-9](?:[0-9-]{5,18})[0-9]$", "办公电话请写数字，区号后可以加“-”，如 024-88880000。"
)
NO_YEAR_AHEAD = "年度不能晚于评价日期所在的年份。"


class OfPartnerQuerySet(VersionedQuerySet):
    def visible_to(self, user):
        """All rows for members of the branch."""
        return self if user.has_perm(VIEWS) else self.none()

    def kept_by(self, user):
        """All rows for the committee, which alone writes them and opens their papers."""
        return self if user.has_perm(CHANGES) else self.none()


class DatedOfPartnerQuerySet(OfPartnerQuerySet, DatedQuerySet):
    pass


class VoidableOfPartnerQuerySet(OfPartnerQuerySet, VoidableQuerySet):
    pass


class PartnerContact(models.Model):
    """联系人: whom the committee calls at a partner, on an office telephone; never public, a former one is not kept."""

    partner = models.OneToOneField(Partner, models.CASCADE, related_name="contact")
    name = models.CharField("联系人", max_length=20)
    phone = models.CharField("办公电话", max_length=20, blank=True, validators=[OFFICE_PHONE])

    class Meta:
        verbose_name = verbose_name_plural = "共建单位联系人"

    def __str__(self):
        return self.name


class OfPartner(Versioned):
    """A row of a partner's page, which is its address."""

    class Meta:
        abstract = True

    def get_absolute_url(self):
        return address_of("service:partner-detail", self.partner_id)

    def refuse_ahead(self, *, on):
        """Refuse a day that is still to come."""
        not_after(self.from_on, "from_on", on=on)


class PartnershipAgreement(OfPartner, Dated):
    """共建协议: signed on a day, until a day or open; its paper is the committee's."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="agreements")
    title = models.CharField("协议名称", max_length=40)
    from_on = models.DateField("签订日期")
    until_on = models.DateField("有效期至", null=True, blank=True)

    objects = DatedOfPartnerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "共建协议"
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "title", "from_on"],
                condition=NOT_VOID,
                name="service_agreement_once",
                violation_error_message="这份协议已经登记过了。",
            ),
            ends_after_it_starts("service_agreement_ends_after_it_starts"),
        ]

    def __str__(self):
        return self.title


class AgreementPaper(StoredFile):
    """协议文本: the one paper of an agreement."""

    record = models.OneToOneField(PartnershipAgreement, models.CASCADE, related_name="paper")

    class Meta:
        verbose_name = verbose_name_plural = "协议文本"


class BranchReport(OfPartner, Dated):
    """支部报到: the branch itself reported to a community, on a day, at a place, by a colleague."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="branch_reports")
    from_on = models.DateField("报到日期")
    until_on = models.DateField("结束日期", null=True, blank=True)
    place = models.CharField("报到地点", max_length=40)
    reported_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name="报到人")

    objects = DatedOfPartnerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "支部报到"
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=RUNNING & NOT_VOID,
                name="service_branchreport_one_running",
                violation_error_message="支部已在这里报到，请先写上一次的结束日期。",
            ),
            ends_after_it_starts("service_branchreport_ends_after_it_starts"),
        ]

    def __str__(self):
        return f"{self.partner} {self.from_on}"

    def refuse_ahead(self, *, on):
        super().refuse_ahead(on=on)
        if self.until_on:
            not_after(self.until_on, "until_on", on=on)


class EntryQuerySet(DatedOfPartnerQuerySet):
    def as_listed_on(self, day):
        """Rows of the lists of the day with their steps up to it, for `step`."""
        steps = EntryStep.objects.filter(happened_on__lte=day)
        rows = self.active_on(day).annotate(as_of=Value(day, DateField()))
        return rows.prefetch_related(Prefetch("steps", steps, to_attr="steps_so_far"))


class ListEntry(OfPartner, Dated):
    """清单的一项: a resource, a need or a project of 双报到, in one short line."""

    class Group(models.TextChoices):
        THEIR_NEED = "their_need", "对方的需求"
        OUR_RESOURCE = "our_resource", "支部能提供的资源"
        PROJECT = "project", "项目"
        THEIR_RESOURCE = "their_resource", "对方能提供的资源"
        OUR_NEED = "our_need", "支部的需求"

    # those that are taken up and done; a resource is there or not
    STEPPED = (Group.THEIR_NEED, Group.PROJECT, Group.OUR_NEED)

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="list_entries")
    group = models.CharField("清单", max_length=20, choices=Group)
    what = models.CharField("内容", max_length=40)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "清单的一项"
        ordering = ["from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "group", "what"],
                condition=RUNNING & NOT_VOID,
                name="service_listentry_once",
                violation_error_message="清单里已有这一项。",
            ),
            ends_after_it_starts("service_listentry_ends_after_it_starts"),
        ]

    def __str__(self):
        return self.what

    @property
    def is_stepped(self):
        return self.group in self.STEPPED

    @property
    def step(self):
        """The last step up to the day of `as_listed_on`; None where nobody has begun."""
        return self.steps_so_far[-1] if self.steps_so_far else None

    @property
    def next_states(self):
        """The states that may be said of it next."""
        now = self.step.state if self.step else EntryStep.State.OPEN
        return [state for state in EntryStep.State if state != now]


class EntryStep(models.Model):
    """清单的一步: how a need or a project stands from a day on; of one day the last that was said."""

    class State(models.TextChoices):
        OPEN = "open", "还没有开始"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"

    entry = models.ForeignKey(ListEntry, models.CASCADE, related_name="steps")
    state = models.CharField("状态", max_length=10, choices=State)
    happened_on = models.DateField("日期")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="记录人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "清单的一步"
        ordering = ["happened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "happened_on"],
                name="service_entrystep_one_a_day",
                violation_error_message="今天已经记过这一项，请看过再改。",
            )
        ]

    def __str__(self):
        return f"{self.happened_on} {self.get_state_display()}"

    @property
    def kind(self):
        """The kind of the mark beside it."""
        return {self.State.RUNNING: "soon", self.State.DONE: "ok"}.get(self.state, "off")


class PartnerEvaluation(OfPartner, Voidable):
    """年度评价: what a partner said of the branch in a year, in its own words; one a year and partner."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="evaluations")
    year = models.PositiveSmallIntegerField("年度")
    evaluated_on = models.DateField("评价日期")
    grade = models.CharField("等次", max_length=10, blank=True)
    words = models.CharField("评价内容", max_length=200)

    objects = VoidableOfPartnerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度评价"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "year"],
                condition=NOT_VOID,
                name="service_evaluation_one_a_year",
                violation_error_message="年度评价一年一次，这一年的已经登记过。",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100),
                name="service_evaluation_of_a_year",
                violation_error_message="年度请写四位数字，如 2026。",
            ),
        ]

    def __str__(self):
        return f"{self.year}年度评价"

    def clean(self):
        """Refuse a year that had not begun on the day; a database constraint reads no year of a day."""
        if self.evaluated_on and self.year and self.year > self.evaluated_on.year:
            raise ValidationError({"year": NO_YEAR_AHEAD})

    def refuse_ahead(self, *, on):
        not_after(self.evaluated_on, "evaluated_on", on=on)


class EvaluationPaper(StoredFile):
    """评价材料: the one paper of an evaluation."""

    record = models.OneToOneField(PartnerEvaluation, models.CASCADE, related_name="paper")

    class Meta:
        verbose_name = verbose_name_plural = "评价材料"


PAPERS = {PartnershipAgreement: AgreementPaper, PartnerEvaluation: EvaluationPaper}


def with_standing(partners, *, on):
    """Prefetch `agreements_then` and `reports_then` of the day, and annotate when something was last held together."""
    held = Activity.objects.done().filter(partner=OuterRef("pk")).order_by("-starts_at")
    agreements = PartnershipAgreement.objects.active_on(on)
    reports = BranchReport.objects.active_on(on)
    rows = partners.annotate(last_held_at=Subquery(held.values("starts_at")[:1]))
    return rows.prefetch_related(
        Prefetch("agreements", agreements, to_attr="agreements_then"),
        Prefetch("branch_reports", reports, to_attr="reports_then"),
    )


def lists_of(partner, *, on):
    """[(对方的需求, its entries of the day)] of the lists that have any."""
    rows = list(ListEntry.objects.filter(partner=partner).as_listed_on(on))
    groups = [
        (group.label, [row for row in rows if row.group == group]) for group in ListEntry.Group
    ]
    return [(label, found) for label, found in groups if found]


def reports_on(day):
    """Where the branch is reported on the day: rows with `projects` and `evaluation`, the last of the year or the one before."""
    rows = BranchReport.objects.active_on(day).select_related("partner", "reported_by")
    projects = ListEntry.objects.filter(group=ListEntry.Group.PROJECT).as_listed_on(day)
    said = PartnerEvaluation.objects.filter(year__gte=day.year - 1, evaluated_on__lte=day)
    rows = list(
        rows.prefetch_related(
            Prefetch("partner__list_entries", projects, to_attr="projects_then"),
            Prefetch("partner__evaluations", said, to_attr="evaluations_then"),
        )
    )
    for row in rows:
        row.projects = row.partner.projects_then
        row.evaluation = next(iter(row.partner.evaluations_then), None)
    return rows
