from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from branch.core.models import Versioned, VersionedQuerySet
from branch.members.models import Member
from branch.school.models import HeadTeacherPost, SchoolClass, Staff


class HeadTeacherWaiverQuerySet(VersionedQuerySet):
    def visible_to(self, user):
        """All for those who record them; else one's own."""
        if user.has_perm("walkins.add_headteacherwaiver"):
            return self
        return self.filter(staff__user=user)

    def known_on(self, day):
        """Rows recorded by the end of the day, about the colleague who has the post."""
        holder = HeadTeacherPost.objects.filter(pk=OuterRef("post_id")).values("staff")
        return self.filter(recorded_on__lte=day, staff=Subquery(holder))

    def with_day_then(self, day):
        """Annotate `day_then`, the day by which the hours were to follow as it was known on this day."""
        later = FormerMakeUp.objects.filter(waiver=OuterRef("pk"), moved_on__gt=day)
        first = later.order_by("moved_on", "pk").values("make_up_by")[:1]
        return self.annotate(day_then=Coalesce(Subquery(first), F("make_up_by")))


class HeadTeacherWaiver(Versioned):
    """先上岗后补学: why a member is head teacher before having the psychology hours, and by when they follow.

    It excuses nothing: the duty stays open until the hours are there.
    """

    post = models.OneToOneField(
        HeadTeacherPost, models.CASCADE, related_name="waiver", verbose_name="班主任"
    )
    # a roster may give a post that has not begun to somebody else, about whom this says nothing
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name="教职工")
    reason = models.CharField("先上岗后补学的原因", max_length=100)
    recorded_on = models.DateField("登记日期")
    make_up_by = models.DateField("补学期限")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    objects = HeadTeacherWaiverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "先上岗后补学"
        constraints = [
            models.CheckConstraint(
                condition=Q(make_up_by__gte=F("recorded_on")),
                name="walkins_headteacherwaiver_made_up_after_it_is_recorded",
                violation_error_message="补学期限不能早于登记日期。",
            ),
        ]

    def __str__(self):
        return f"先上岗后补学 {self.pk}"

    def get_absolute_url(self):
        """The page of hours on the day on which the post and the waiver both hold."""
        return head_hours_url(max(self.post.from_on, self.recorded_on))


class FormerMakeUp(models.Model):
    """原补学期限: the day by which the hours were to follow until it was moved, so that a past day is told as it was."""

    waiver = models.ForeignKey(
        HeadTeacherWaiver, models.CASCADE, related_name="former_days", verbose_name="先上岗后补学"
    )
    make_up_by = models.DateField("原补学期限")
    moved_on = models.DateField("改期日期")

    class Meta:
        verbose_name = verbose_name_plural = "原补学期限"

    def __str__(self):
        return f"{self.make_up_by}（{self.moved_on} 改期）"


def head_hours_url(on):
    """The address of the page 班主任上岗学时 of a day."""
    return f"{reverse('walkins:head-list')}?on={on}"


def member_posts(posts, *, on):
    """Those of the head teachers' posts whose holder is a member on the day and whose class is in school."""
    members = Member.objects.here_on(on).order_by().values("staff")
    classes = SchoolClass.objects.in_school_on(on).order_by().values("pk")
    return posts.filter(staff__in=members, school_class__in=classes)


def with_waiver_on(posts, day):
    """Annotate `waiver_id`, `waiver_reason` and `waived_until` of the waiver known on the day."""
    rows = HeadTeacherWaiver.objects.known_on(day).filter(post_id=OuterRef("pk"))
    return posts.annotate(
        waiver_id=Subquery(rows.values("pk")),
        waiver_reason=Subquery(rows.values("reason")),
        waived_until=Subquery(rows.with_day_then(day).values("day_then")),
    )
