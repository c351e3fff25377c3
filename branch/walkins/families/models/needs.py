from django.conf import settings
from django.db import models
from django.db.models import Count, DateField, F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from branch.core import periods
from branch.core.addresses import address_of
from branch.core.models import Versioned, VersionedQuerySet
from branch.school.models import Enrolment, Family, FamilyNumber, SchoolClass, Staff, Student

from .pairings import children_known_to, families_known_to

OPEN = Q(closed_on=None)


class FamilyNeedQuerySet(VersionedQuerySet):
    def open(self):
        return self.filter(OPEN)

    def open_on(self, day):
        """Difficulties raised by the day and not closed before it."""
        return self.filter(OPEN | Q(closed_on__gt=day), raised_on__lte=day)

    def with_due_then(self, day):
        """Annotate `due_then`, the day by which each was to be done as it was known on this day."""
        later = FormerDue.objects.filter(need=OuterRef("pk"), moved_on__gt=day)
        first = later.order_by("moved_on", "pk").values("due_on")[:1]
        return self.annotate(due_then=Coalesce(Subquery(first), F("due_on")))

    def with_owner_then(self, day):
        """Annotate `owner_then`, the owner of each as known on this day."""
        later = FormerOwner.objects.filter(need=OuterRef("pk"), moved_on__gt=day)
        first = later.order_by("moved_on", "pk").values("owner")[:1]
        number = models.BigIntegerField()
        return self.annotate(owner_then=Coalesce(Subquery(first), F("owner"), output_field=number))

    def overdue_on(self, day):
        return self.open_on(day).filter(due_on__lt=day)

    def in_period(self, period):
        """Difficulties raised by the end of a period and not closed before it, without those entered by mistake."""
        lasting = OPEN | Q(closed_on__gte=period.start)
        return self.counted().filter(lasting, raised_on__lte=period.end)

    def counted(self):
        """Rows that were not entered by mistake; the others are in no list and no figure."""
        return self.exclude(outcome=FamilyNeed.Outcome.MISTAKEN)

    def owned_by(self, user, *, on):
        """Open ones of which the user is the owner and works here."""
        working = Staff.objects.working_on(on).filter(user=user)
        return self.open().filter(owner__in=working)

    def visible_to(self, user, *, on=None):
        """All for the committee; those of one's class and of the families one is paired with; open ones one owns."""
        on = on or timezone.localdate()
        if user.has_perm("walkins.add_familypairing"):
            return self
        known = families_known_to(user, on=on)
        own = FamilyNeed.objects.owned_by(user, on=on)
        return self.filter(Q(family__in=known.values("pk")) | Q(pk__in=own.values("pk")))

    def with_day(self, day):
        """Rows with their owner, and with the day on which `is_overdue` is asked as `as_of`."""
        return self.select_related("owner").annotate(as_of=Value(day, DateField()))

    def as_listed_on(self, day, user):
        """Rows with `children`, those of the family on the roll whom the user may read, the eldest first."""
        here = children_of_needs(user, on=day).on_roll_with_class_on(day).order_by("number")
        children = Prefetch("family__students", here, to_attr="here")
        return self.with_day(day).select_related("family").prefetch_related(children)

    def with_first_child(self, user, *, on, today=None):
        """Annotate the first child of the day whom the user may read today as `child_id` and `child_name`, and its class for `class_name`."""
        here = children_of_needs(user, on=today or on).on_roll_with_class_on(on)
        first = here.filter(family=OuterRef("family")).order_by("number")
        columns = {"child_id": "pk", "child_name": "name"}
        columns |= {"entry_year": "entry_year", "class_number": "class_number"}
        return self.with_day(on).annotate(
            **{name: Subquery(first.values(column)[:1]) for name, column in columns.items()},
        )

    def with_class_then(self, user, *, on=None):
        """Annotate the first child whom the user may read, with its class on the day the difficulty was raised."""
        known = children_of_needs(user, on=on or timezone.localdate())
        here = Enrolment.objects.filter(
            Q(until_on=None) | Q(until_on__gte=OuterRef("raised_on")),
            from_on__lte=OuterRef("raised_on"),
            student__family=OuterRef("family"),
            student__in=known.order_by().values("pk"),
        ).order_by("student__number")
        columns = {"child_id": "student", "entry_year": "school_class__entry_year"}
        columns |= {"class_number": "school_class__number"}
        return self.annotate(
            as_of=F("raised_on"),
            **{name: Subquery(here.values(column)[:1]) for name, column in columns.items()},
        )

    def with_family_number(self):
        """Annotate `family_number`: what replaces the family's name in ledgers of the term it was raised in."""
        numbers = FamilyNumber.objects.filter(family=OuterRef("family"))
        numbers = numbers.in_term_of(OuterRef(OuterRef("raised_on")))
        return self.annotate(family_number=Subquery(numbers.values("number")[:1]))

    def by_kind(self):
        """{kind: (how many are closed, how many in all)} of the kinds that occur, the most frequent first."""
        rows = self.order_by().values("kind")
        rows = rows.annotate(total=Count("pk"), closed=Count("closed_on"))
        return {
            row["kind"]: (row["closed"], row["total"]) for row in rows.order_by("-total", "kind")
        }


def children_of_needs(user, *, on):
    """Students whom the user may read, and those of families of whose open difficulty the user is the owner."""
    known = children_known_to(user, on=on)
    if user.has_perm("walkins.add_familypairing"):
        return known
    own = FamilyNeed.objects.owned_by(user, on=on)
    return Student.objects.filter(
        Q(pk__in=known.values("pk")) | Q(family__in=own.order_by().values("family"))
    )


class FamilyNeed(Versioned):
    """实际困难: a difficulty of a family that is not money from the branch, until it is closed with an outcome.

    Category, measure and outcome are of closed lists; `remark` is a private line that no ledger, print or
    export shows.
    """

    class Kind(models.TextChoices):
        PLACE = "place", "学习场所"
        SUPPLIES = "supplies", "学习用品"
        LIVING = "living", "生活费用"
        CARE = "care", "照护不足"
        MEDICAL = "medical", "就医"
        OTHER = "other", "其他"

    class Measure(models.TextChoices):
        SCHOOL_ROOM = "school_room", "学校自习室"
        COMMUNITY_ROOM = "community_room", "社区阅览室"
        AFTER_SCHOOL = "after_school", "联系社区托管"
        SUPPLIES = "supplies", "配学习用品"
        AID = "aid", "爱心助学物资"
        GRANT = "grant", "协助申请学校资助"
        DOCTOR = "doctor", "联系校医和社区"
        COMPANY = "company", "安排陪伴和家教指导"
        TALK = "talk", "与家长继续沟通"
        OTHER = "other", "其他"

    class Outcome(models.TextChoices):
        SOLVED = "solved", "已解决，家长确认"
        EASED = "eased", "已缓解，继续关心"
        TO_AID_OFFICE = "to_aid_office", "已转资助部门"
        TO_CIVIL_AFFAIRS = "to_civil_affairs", "已转民政"
        TO_HOSPITAL = "to_hospital", "已转医院"
        TO_COMMUNITY = "to_community", "已转社区"
        DECLINED = "declined", "家长不再需要"
        MISTAKEN = "mistaken", "登记有误"

    family = models.ForeignKey(Family, models.PROTECT, related_name="needs", verbose_name="家庭")
    # the visit during which it came up
    visit = models.ForeignKey(
        "walkins.HomeVisit", models.SET_NULL, null=True, blank=True, related_name="needs"
    )
    kind = models.CharField("困难类别", max_length=20, choices=Kind)
    raised_on = models.DateField("提出日期")
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    owner = models.ForeignKey(
        Staff, models.PROTECT, related_name="family_needs", verbose_name="责任人"
    )
    due_on = models.DateField("完成时限")
    measure = models.CharField("办理措施", max_length=20, choices=Measure, blank=True)
    remark = models.CharField("内部备注", max_length=100, blank=True)
    outcome = models.CharField("办理结果", max_length=20, choices=Outcome, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)

    objects = FamilyNeedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "实际困难"
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["owner", "due_on"], condition=OPEN, name="walkins_familyneed_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["family", "kind"],
                condition=OPEN,
                name="walkins_familyneed_one_open_per_family_and_kind",
                violation_error_message="这个家庭已有一件同类困难在办，请在那一件里写办理情况。",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("raised_on")),
                name="walkins_familyneed_due_after_it_is_raised",
                violation_error_message="完成时限不能早于提出日期。",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, outcome="")
                | (Q(closed_on__gte=F("raised_on")) & ~Q(outcome="")),
                name="walkins_familyneed_closes_with_an_outcome",
                violation_error_message="办结时请选择办理结果，日期不能早于提出日期。",
            ),
        ]

    def __str__(self):
        return f"实际困难 {self.pk}"

    def get_absolute_url(self):
        return address_of("walkins:familyneed-detail", self.pk)

    @property
    def is_open(self):
        return self.closed_on is None

    @property
    def children(self):
        """The children of the family on the roll whom the reader may read; needs `as_listed_on`."""
        return self.family.here

    @property
    def family_name(self):
        """李明家; needs `as_listed_on`."""
        return f"{self.children[0]}家" if self.children else str(self.family)

    @property
    def family_says(self):
        """李明家; needs `with_first_child`."""
        return f"{self.child_name}家" if self.child_name else "一个家庭"

    @property
    def class_names(self):
        """初二（3）班、初一（5）班; needs `as_listed_on`."""
        names = (child.class_name_on(self.as_of) for child in self.children)
        return "、".join(dict.fromkeys(names))

    @property
    def class_name(self):
        """初二（3）班; needs `with_first_child` or `with_class_then`."""
        if self.entry_year is None:
            return "未在班"
        return SchoolClass(entry_year=self.entry_year, number=self.class_number).name_on(self.as_of)

    @property
    def is_overdue(self):
        """Whether it is open and its day is over; needs `with_day`."""
        return self.is_open and self.due_on < self.as_of

    @property
    def is_due_this_week(self):
        """Whether it is open and its day is one of the rest of the week; needs `with_day`."""
        return self.is_open and self.as_of <= self.due_on <= periods.week(self.as_of).end


class FormerDue(models.Model):
    """原定时限: the day by which a difficulty was to be done until it was moved, so that a past day is told as it was."""

    need = models.ForeignKey(
        FamilyNeed, models.CASCADE, related_name="former_dues", verbose_name="困难"
    )
    due_on = models.DateField("原定完成时限")
    moved_on = models.DateField("改期日期")

    class Meta:
        verbose_name = verbose_name_plural = "原定时限"

    def __str__(self):
        return f"{self.due_on}（{self.moved_on} 改期）"


class FormerOwner(models.Model):
    """原责任人: who was to see to a difficulty until another took it over, so that a past day is told as it was."""

    need = models.ForeignKey(
        FamilyNeed, models.CASCADE, related_name="former_owners", verbose_name="困难"
    )
    owner = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name="原责任人")
    moved_on = models.DateField("交接日期")

    class Meta:
        verbose_name = verbose_name_plural = "原责任人"

    def __str__(self):
        return f"{self.owner}（{self.moved_on} 交接）"
