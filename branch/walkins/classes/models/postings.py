from django.db import models
from django.db.models import Q
from django.utils import timezone

from branch.core.dated import (
    ENDED_HAS_A_LAST_DAY,
    NOT_VOID,
    RUNNING,
    Opening,
    OpeningQuerySet,
    ends_after_it_starts,
)
from branch.core.models import Versioned, VersionedQuerySet
from branch.members.models import Member
from branch.school.models import SchoolClass


class Basis(models.TextChoices):
    """联系依据: why a member stands beside a class."""

    TAUGHT_CLASS = "taught_class", "任教本班"
    TAUGHT_GRADE = "taught_grade", "任教本年级"
    OTHER_SUBJECT = "other_subject", "学科互补"
    PLAIN = "plain", "统筹安排"


class ClassPostingQuerySet(OpeningQuerySet, VersionedQuerySet):
    def with_member_in_school_on(self, day):
        """Rows that hold on the day and whose member has not left by then."""
        return self.active_on(day).filter(member__in=Member.objects.here_on(day))

    def held_by(self, user, *, on):
        """Rows that give the user access on the day."""
        return self.opening_on(on).filter(member__staff__user=user)

    def visible_to(self, user, *, on=None):
        """All for the committee; those of one's class for its head teacher; one's own."""
        if user.has_perm("walkins.add_classposting"):
            return self
        on = on or timezone.localdate()
        headed = SchoolClass.objects.headed_by(user, on=on)
        own = ClassPosting.objects.held_by(user, on=on)
        return self.filter(Q(school_class__in=headed.values("pk")) | Q(pk__in=own.values("pk")))


class ClassPosting(Opening, Versioned):
    """联系党员: a member who is not a head teacher stands beside a class, dated."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="class_postings", verbose_name="联系党员"
    )
    school_class = models.ForeignKey(
        SchoolClass, models.PROTECT, related_name="postings", verbose_name="班级"
    )
    basis = models.CharField("联系依据", max_length=20, choices=Basis)
    # of one that a plan made; the others were added by hand
    plan = models.ForeignKey(
        "walkins.PostingPlan",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="postings",
        verbose_name="分配方案",
    )

    objects = ClassPostingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联系党员"
        ordering = ["-from_on", "pk"]
        permissions = [("end_classposting", "可以结束联系班级")]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "school_class"],
                condition=RUNNING & NOT_VOID,
                name="walkins_classposting_one_running_per_member_and_class",
                violation_error_message="这名党员已经联系这个班。",
            ),
            ends_after_it_starts(
                "walkins_classposting_ends_after_it_starts", also=ENDED_HAS_A_LAST_DAY
            ),
        ]

    def __str__(self):
        return f"{self.member} 联系 {self.school_class}"
