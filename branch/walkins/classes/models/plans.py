import re

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branch.core.addresses import address_of
from branch.core.models import Versioned, VersionedQuerySet
from branch.members.models import Member
from branch.operations.models import Job
from branch.school.models import SchoolClass, Term

from .postings import Basis


class PostingPlanQuerySet(VersionedQuerySet):
    def drafts(self):
        return self.filter(state=PostingPlan.State.DRAFT)

    def visible_to(self, user, *, on=None):
        """All rows for those who plan; others read what is published as postings."""
        return self if user.has_perm("walkins.add_classposting") else self.none()


class PostingPlan(Versioned):
    """分配方案: the planner's proposal of which member is linked to which class in a term, and what became of it."""

    class State(models.TextChoices):
        DRAFT = "draft", "还没有发布"
        PUBLISHED = "published", "已发布"

    term = models.ForeignKey(Term, models.PROTECT, related_name="plans", verbose_name="学期")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="起草人"
    )
    # the one that solves it, or did last
    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="计算任务"
    )
    # empty until a worker has solved it
    computed_at = models.DateTimeField("计算时间", null=True, blank=True)
    # the day whose postings it was compared with: the last one before it begins
    compared_on = models.DateField("与哪一天比", null=True, blank=True)
    capacity = models.PositiveSmallIntegerField("最多联系几个班", null=True, blank=True)
    published_on = models.DateField("发布日期", null=True, blank=True)
    # the first day of its postings
    begins_on = models.DateField("开始日期", null=True, blank=True)

    objects = PostingPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分配方案"
        ordering = ["-term__starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term"],
                condition=Q(state="draft"),
                name="walkins_postingplan_one_draft_a_term",
                violation_error_message="这个学期已有一份还没有发布的方案。",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_on=None, begins_on=None)
                | Q(
                    state="published",
                    published_on__isnull=False,
                    begins_on__gte=F("published_on"),
                    computed_at__isnull=False,
                ),
                name="walkins_postingplan_published_with_its_days",
                violation_error_message="发布的方案要有发布日期和开始日期。",
            ),
        ]

    def __str__(self):
        return f"{self.term}联系班级分配方案"

    def get_absolute_url(self):
        return address_of("walkins:plan-detail", self.pk)

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def job_is_over(self):
        """Whether no worker is to solve it any more; a job is forgotten some days after its end."""
        return self.job is None or self.job.is_finished


# 12-7, not longer than any key of a row
KEY = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")


def key_of(row):
    """12-7: the class and the member of a line or a lock, as the ticks of a page send them."""
    return f"{row.school_class_id}-{row.member_id}"


class PlanLock(models.Model):
    """锁定: a member and a class that every computation of a plan keeps together."""

    plan = models.ForeignKey(PostingPlan, models.CASCADE, related_name="locks")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="联系党员")
    school_class = models.ForeignKey(
        SchoolClass, models.PROTECT, related_name="+", verbose_name="班级"
    )

    class Meta:
        verbose_name = verbose_name_plural = "锁定"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "member", "school_class"],
                name="walkins_planlock_once",
                violation_error_message="已经锁定过了。",
            )
        ]

    def __str__(self):
        return f"锁定 {self.pk}"

    @property
    def key(self):
        return key_of(self)

    def says_on(self, day):
        """初二（3）班 周文静: the class, named as on the day, and the member."""
        return f"{self.school_class.name_on(day)} {self.member}"

    @classmethod
    def of_keys(cls, keys):
        """Locks, not stored, of the keys that are those of a class and a member."""
        pairs = [pair for pair in map(KEY.fullmatch, keys) if pair]
        classes = SchoolClass.objects.in_bulk({int(pair[1]) for pair in pairs})
        members = Member.objects.select_related("staff").in_bulk({int(pair[2]) for pair in pairs})
        found = [(classes.get(int(pair[1])), members.get(int(pair[2]))) for pair in pairs]
        return [cls(school_class=row, member=member) for row, member in found if row and member]


class PlanLineQuerySet(models.QuerySet):
    def linked(self):
        """Lines with a member and a class."""
        return self.filter(cause="")


class PlanLine(models.Model):
    """方案的一行: a member linked to a class and why, or a class or a member left without one and why."""

    class Cause(models.TextChoices):
        BARRED = "barred", "按规定都不能安排"
        BESIDE_ANOTHER = "beside_another", "能安排的都已排上，只能与另一名并排"
        NOBODY = "nobody", "没有可安排的"

    plan = models.ForeignKey(PostingPlan, models.CASCADE, related_name="lines")
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", verbose_name="联系党员"
    )
    school_class = models.ForeignKey(
        SchoolClass, models.PROTECT, null=True, related_name="+", verbose_name="班级"
    )
    basis = models.CharField("联系依据", max_length=20, choices=Basis, blank=True)
    cause = models.CharField("没有排上的原因", max_length=20, choices=Cause, blank=True)
    # the rules that shut out a class or a member; for the committee's page alone
    rules = models.JSONField("规定", default=list, blank=True)

    objects = PlanLineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "方案的一行"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "member", "school_class"],
                name="walkins_planline_once",
                violation_error_message="这名党员已排在这个班。",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False, school_class__isnull=False, cause="")
                & ~Q(basis="")
                | (
                    Q(member=None, school_class__isnull=False)
                    | Q(member__isnull=False, school_class=None)
                )
                & Q(basis="")
                & ~Q(cause=""),
                name="walkins_planline_linked_or_left_with_a_cause",
                violation_error_message="排上的写依据，没有排上的写原因。",
            ),
        ]

    def __str__(self):
        return f"方案的一行 {self.pk}"
