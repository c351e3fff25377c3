from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
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
from branch.members.models import Member, MemberStatus
from branch.school.models import HeadTeacherPost, SchoolClass, Staff, Term


class Basis(models.TextChoices):
    """联系依据: why a member is linked to a class."""

    TAUGHT_CLASS = "taught_class", "任教本班"
    TAUGHT_GRADE = "taught_grade", "任教本年级"
    OTHER_SUBJECT = "other_subject", "学科互补"
    PLAIN = "plain", "统筹安排"


class ClassPostingQuerySet(OpeningQuerySet, VersionedQuerySet):
    def with_member_in_school_on(self, day):
        """Rows that hold on the day and whose member has not left by then."""
        return self.active_on(day).filter(member__in=Member.objects.here_on(day))

    def with_member_here(self, day):
        """Annotate `is_member_here`."""
        here = Member.objects.here_on(day).filter(pk=OuterRef("member"))
        return self.annotate(is_member_here=Exists(here))

    def held_by(self, user, *, on):
        """Rows that give the user access on the day: of a member who works here and has not been released."""
        of_branch = MemberStatus.objects.opening_on(on).filter(member=OuterRef("member"))
        working = Staff.objects.working_on(on).filter(user=user)
        return self.opening_on(on).filter(Exists(of_branch), member__staff__in=working)

    def as_listed_on(self, day):
        """Rows that hold on the day or begin later, the first to begin first, with what a list shows of each."""
        rows = self.reaching(day).select_related("member__staff").with_member_here(day)
        return rows.order_by("from_on", "pk")

    def visible_to(self, user, *, on=None):
        """All for the committee; those of one's class for its head teacher; one's own."""
        if user.has_perm("walkins.add_classposting"):
            return self
        on = on or timezone.localdate()
        headed = SchoolClass.objects.headed_by(user, on=on)
        own = ClassPosting.objects.held_by(user, on=on)
        return self.filter(Q(school_class__in=headed.values("pk")) | Q(pk__in=own.values("pk")))


class ClassPosting(Opening, Versioned):
    """联系党员: a member who is not a head teacher is linked to a class, dated."""

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

    def has_begun_on(self, day):
        """Whether it held on a day before; one that begins today or later is withdrawn, not ended."""
        return self.from_on < day


def classes_shown_to(user, *, on):
    """Classes in school whose page the user may open.

    All for the committee; the class that the user heads; those that the user is linked to.
    """
    classes = SchoolClass.objects.in_school_on(on)
    if user.has_perm("walkins.add_classposting"):
        return classes
    headed = SchoolClass.objects.headed_by(user, on=on)
    held = ClassPosting.objects.held_by(user, on=on).order_by().values("school_class")
    return classes.filter(Q(pk__in=headed.values("pk")) | Q(pk__in=held))


def classes_read_whole_by(user, *, on):
    """Those of them whose roll the user may read: a posting gives none."""
    if user.has_perm("walkins.add_classposting"):
        return SchoolClass.objects.in_school_on(on)
    return SchoolClass.objects.headed_by(user, on=on)


def with_postings(classes, user, *, on):
    """Prefetch `beside`, the postings of each class that the user may see, and `posts`, its head teachers of any day."""
    rows = ClassPosting.objects.visible_to(user, on=on).as_listed_on(on)
    posts = HeadTeacherPost.objects.select_related("staff")
    return classes.prefetch_related(
        Prefetch("postings", rows, to_attr="beside"),
        Prefetch("head_posts", posts, to_attr="posts"),
    )


def with_posting_keys(classes, user, *, on):
    """Annotate what classes are sorted by, of the first of the postings beside each that the user may see: `member_keys`, `posted_on`."""
    rows = ClassPosting.objects.visible_to(user, on=on).as_listed_on(on)
    rows = rows.filter(school_class=OuterRef("pk"))
    return classes.annotate(
        member_keys=Subquery(rows.values("member__staff__name_keys")[:1]),
        posted_on=Subquery(rows.values("from_on")[:1]),
    )


def members_to_link(on):
    """Members who are here on the day, with `posting_count` and, of their `staff`, what `with_work_on` reads."""
    running = ClassPosting.objects.reaching(on).filter(member=OuterRef("pk")).order_by()
    counted = running.values("member").annotate(count=Count("pk")).values("count")
    members = Member.objects.active_on(on).present_on(on).with_group_on(on)
    members = members.annotate(posting_count=Coalesce(Subquery(counted), 0))
    staff = Prefetch("staff", Staff.objects.with_work_on(on))
    return members.prefetch_related(staff).in_roster_order()


def usual_start(on):
    """The day itself within a term; in the holidays the first day of the next term, if it is recorded."""
    if Term.objects.overlapping(on, on).exists():
        return on
    coming = Term.objects.filter(starts_on__gt=on).order_by("starts_on").first()
    return coming.starts_on if coming else on
