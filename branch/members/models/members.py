from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from branch.core import periods
from branch.core.addresses import address_of
from branch.core.dated import (
    ENDED_HAS_A_LAST_DAY,
    NOT_VOID,
    ONE_DAY,
    RUNNING,
    Dated,
    DatedQuerySet,
    Opening,
    ends_after_it_starts,
)
from branch.core.models import Versioned, VersionedQuerySet
from branch.coverage.models import Excuse
from branch.school.models import Staff
from branch.school.models.people import has_left_by


class PartyGroup(models.Model):
    """党小组."""

    name = models.CharField("党小组", max_length=20, unique=True)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "党小组"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


def _has_status(statuses):
    """Correlated, as SQLite tries every pair of two lists of ids where it has no statistics."""
    return Exists(statuses.filter(member=OuterRef("pk")))


def group_on(day, column, member="", **options):
    """The column of a member's group on the day; `member` is the way to them, as `member__`."""
    left = FormerGroup.objects.filter(member=OuterRef(f"{member}pk"), until_on__gte=day)
    left = left.order_by("until_on").values(f"group__{column}")
    return Coalesce(Subquery(left[:1]), f"{member}group__{column}", **options)


class MemberQuerySet(VersionedQuerySet):
    def visible_to(self, user):
        """Every member for the committee; for other users their own row."""
        if user.has_perm("members.view_member"):
            return self
        return self.filter(staff__user=user)

    def active_on(self, day):
        """Members of the branch on the day, full or probationary."""
        return self.filter(_has_status(MemberStatus.objects.active_on(day)))

    def voting_on(self, day):
        """有表决权: full members. Source: 党章, probationary members neither vote nor stand for election."""
        full = MemberStatus.objects.active_on(day).filter(kind=MemberStatus.Kind.FULL)
        return self.working_on(day).filter(_has_status(full))

    def working_on(self, day):
        """Members who work at the school; the membership of those who left runs until it is transferred."""
        return self.exclude(has_left_by(day, "staff__"))

    def here_on(self, day):
        """Members of the branch who work at the school, so can be paired with a student."""
        return self.active_on(day).working_on(day)

    def present_on(self, day):
        """Members who work at the school and are not away (支教, long leave): those counted as 应到."""
        away = Excuse.objects.active_on(day).standing(Member)
        return self.working_on(day).exclude(pk__in=away.values("subject_id"))

    def with_group_on(self, day):
        """Annotate `group_on`, `group_name` and `group_order`: of the group on the day."""
        return self.annotate(
            group_on=group_on(day, "pk", output_field=models.BigIntegerField()),
            group_name=group_on(day, "name"),
            group_order=group_on(day, "order"),
        )

    def found_by(self, user, typed):
        """Members who match a typed text, by the rules of `Staff.objects.found_by`."""
        return self.filter(staff__in=Staff.objects.found_by(user, typed).values("pk"))

    def as_listed_on(self, day):
        """Annotate the group, `kind`, `away_id` and `away_until` of the day, and prefetch `seats`."""
        status = MemberStatus.objects.active_on(day).filter(member=OuterRef("pk"))
        away = Excuse.objects.active_on(day).standing(Member).filter(subject_id=OuterRef("pk"))
        seats = Prefetch("offices", Office.objects.active_on(day), to_attr="seats")
        return (
            self.select_related("staff", "group")
            .with_group_on(day)
            .annotate(
                kind=Subquery(status.values("kind")[:1]),
                away_id=Subquery(away.values("pk")[:1]),
                away_until=Subquery(away.values("until_on")[:1]),
            )
            .prefetch_related(seats)
        )

    def in_roster_order(self):
        """Order by group, 姓氏笔画, name and number: never by a count. Needs `with_group_on`."""
        return self.order_by("group_order", "surname_strokes", "staff__name", "staff__number")


class Member(Versioned):
    """党员: the Party membership of one member of staff."""

    staff = models.OneToOneField(
        Staff, models.PROTECT, related_name="member", verbose_name="教职工"
    )
    group = models.ForeignKey(
        PartyGroup, models.PROTECT, related_name="members", verbose_name="党小组"
    )
    # the day of the general meeting's vote, here or elsewhere: probation runs from it
    joined_on = models.DateField("入党时间")
    regularised_on = models.DateField("转正时间", null=True, blank=True)
    surname_strokes = models.PositiveSmallIntegerField("姓氏笔画", default=99)
    born_on = models.DateField("出生年月", null=True, blank=True)
    ethnicity = models.CharField("民族", max_length=10, blank=True)
    education = models.CharField("学历", max_length=10, blank=True)
    remark = models.CharField("备注", max_length=100, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党员"
        constraints = [
            models.CheckConstraint(
                condition=Q(regularised_on=None) | Q(regularised_on__gt=F("joined_on")),
                name="members_member_regularised_after_joining",
                violation_error_message="转正时间要晚于入党时间。",
            )
        ]

    def __str__(self):
        return self.staff.name

    def get_absolute_url(self):
        return address_of("members:member-detail", self.pk)

    @property
    def in_group_since(self):
        """The first day in the current group, or None if there was no other."""
        last_days = [row.until_on for row in self.former_groups.all()]
        return max(last_days) + ONE_DAY if last_days else None

    def group_left(self, *, until_on):
        """Return the row, not stored, of the group they leave, or None if they were in it on no day."""
        since = self.in_group_since
        if since and since > until_on:
            return None
        return FormerGroup(member=self, group=self.group, until_on=until_on)

    @property
    def kind_label(self):
        """正式党员, 预备党员 or 已转出; needs `as_listed_on`."""
        return MemberStatus.Kind(self.kind).label if self.kind else "已转出"

    @property
    def seat_names(self):
        return "、".join(seat.get_kind_display() for seat in self.seats)

    @property
    def where(self):
        """在岗, or until when the member is away; lists do not show the reason. Needs `as_listed_on`."""
        if not self.away_id:
            return "在岗"
        return f"外出至 {self.away_until:%Y-%m-%d}" if self.away_until else "外出"


def members_to_elect(day):
    """Members who may hold a seat of the committee, in the order of the roster."""
    members = Member.objects.voting_on(day).with_group_on(day)
    return members.select_related("staff").in_roster_order()


def staff_to_admit(day):
    """Colleagues who do not belong to the branch, with `has_namesake`."""
    members = Member.objects.active_on(day)
    staff = Staff.objects.working_on(day).exclude(pk__in=members.values("staff"))
    return staff.with_namesakes()


class FormerGroup(models.Model):
    """曾在党小组: a group a member was in until a day; the current group is on the member."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="former_groups")
    group = models.ForeignKey(PartyGroup, models.PROTECT, related_name="+")
    until_on = models.DateField("至")

    class Meta:
        verbose_name = verbose_name_plural = "曾在党小组"
        ordering = ["-until_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "until_on"],
                name="members_formergroup_one_a_day",
                violation_error_message="这名党员这一天已在另一个党小组。",
            )
        ]

    def __str__(self):
        return f"{self.member} {self.group}"


class MemberStatus(Opening):
    """党员类别: probationary or full, dated; without a row on a day, one is not of the branch."""

    class Kind(models.TextChoices):
        PROBATIONARY = "probationary", "预备党员"
        FULL = "full", "正式党员"

    member = models.ForeignKey(Member, models.CASCADE, related_name="statuses")
    kind = models.CharField("党员类别", max_length=20, choices=Kind)
    # 延长预备期, which is possible once
    extended_on = models.DateField("延长决定日期", null=True, blank=True)
    extended_until = models.DateField("预备期延长至", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "党员类别"
        ordering = ["-from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(extended_on=None, extended_until=None)
                | Q(extended_on__isnull=False, extended_until__isnull=False, kind="probationary"),
                name="members_memberstatus_extended_is_probation",
                violation_error_message="只有预备期可以延长，并要写明决定日期和延长到哪一天。",
            ),
            models.UniqueConstraint(
                fields=["member"],
                condition=RUNNING & NOT_VOID,
                name="members_memberstatus_one_open_per_member",
                violation_error_message="这名党员已有一个现行类别，请先写上它的结束日期。",
            ),
            ends_after_it_starts(
                "members_memberstatus_ends_after_it_starts", also=ENDED_HAS_A_LAST_DAY
            ),
        ]

    def __str__(self):
        return f"{self.member} {self.get_kind_display()}"

    def probation_ends_on(self, *, months, on=None):
        """The end of probation: so many months from the vote, or as a later meeting, held by the day, extended it."""
        if self.extended_on and (on is None or self.extended_on <= on):
            return self.extended_until
        return periods.months_later(self.member.joined_on, months)


class OfficeQuerySet(DatedQuerySet):
    def open(self):
        """Seats without a last day."""
        return self.filter(RUNNING)


class Office(Dated):
    """党内职务: a seat of the committee, dated."""

    class Kind(models.TextChoices):
        SECRETARY = "secretary", "书记"
        DEPUTY = "deputy", "副书记"
        ORGANISATION = "organisation", "组织委员"
        PUBLICITY = "publicity", "宣传委员"
        DISCIPLINE = "discipline", "纪检委员"
        YOUTH = "youth", "青年委员"

    member = models.ForeignKey(Member, models.CASCADE, related_name="offices")
    kind = models.CharField("党内职务", max_length=20, choices=Kind)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党内职务"
        ordering = ["-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=RUNNING & NOT_VOID,
                name="members_office_one_open_per_kind",
                violation_error_message="这个职务已有人担任，请先写上原任的结束日期。",
            ),
            ends_after_it_starts("members_office_ends_after_it_starts"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.member}"


class Standard(models.Model):
    """争当: one of the six pioneer standards; three have no title until the branch names them."""

    code = models.SlugField("代号", max_length=20, unique=True)
    title = models.CharField("名称", max_length=20, blank=True)
    description = models.CharField("要求", max_length=100, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "争当标准"
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["title"],
                condition=~Q(title=""),
                name="members_standard_title_once",
                violation_error_message="已有同名的标准。",
            )
        ]

    def __str__(self):
        return self.title or f"第 {self.order} 项（待支部定名）"


class Honour(models.Model):
    """荣誉: an award to a member for their work, recorded by the committee from its certificate."""

    class Level(models.TextChoices):
        SCHOOL = "school", "校级"
        DISTRICT = "district", "区级"
        CITY = "city", "市级"
        PROVINCE = "province", "省级"
        NATION = "nation", "国家级"

    member = models.ForeignKey(Member, models.CASCADE, related_name="honours")
    year = models.PositiveSmallIntegerField(
        "年份", validators=[MinValueValidator(1950), MaxValueValidator(2100)]
    )
    title = models.CharField("荣誉名称", max_length=40)
    issuer = models.CharField("授予单位", max_length=40)
    level = models.CharField("级别", max_length=20, choices=Level)
    recorded_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "荣誉"
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "year", "title"],
                name="members_honour_once_a_year",
                violation_error_message="这项荣誉已经登记过了。",
            )
        ]

    def __str__(self):
        return f"{self.year} {self.title}"
