from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from branch.core.addresses import address_of
from branch.core.models import Versioned, VersionedQuerySet
from branch.school.models import Family, Staff

from .reach import families_known_to

OPEN = Q(closed_on=None)


class FamilyNeedQuerySet(VersionedQuerySet):
    def open(self):
        return self.filter(OPEN)

    def open_on(self, day):
        """Difficulties raised by the day and not closed before it."""
        return self.filter(OPEN | Q(closed_on__gt=day), raised_on__lte=day)

    def overdue_on(self, day):
        return self.open_on(day).filter(due_on__lt=day)

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
            models.Index(fields=["family"], name="walkins_familyneed_family"),
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
