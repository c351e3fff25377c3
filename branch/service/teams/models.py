"""Teams of volunteers: colleagues by name and day, pupils as a number; training and events follow from activities.

Pupils of a team have no account and read nothing; nobody of them is named here.
"""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Cast, Coalesce, Round, TruncDate

from branch.activities.models import Activity, Attendance, Registration
from branch.core.addresses import address_of
from branch.core.dated import (
    NOT_VOID,
    RUNNING,
    ByDay,
    ByDayQuerySet,
    Dated,
    DatedQuerySet,
    ends_after_it_starts,
)
from branch.core.models import Versioned, VersionedQuerySet
from branch.school.models import Staff

SEES_ALL = "service.view_every_volunteerteam"


class TeamQuerySet(VersionedQuerySet, ByDayQuerySet):
    def visible_to(self, user, *, on):
        """All for the committee; else the running teams that the user leads or belongs to on the day."""
        if user.has_perm(SEES_ALL):
            return self
        own = TeamMembership.objects.active_on(on).filter(staff__user=user)
        own = own.filter(team=OuterRef("pk"))
        return self.filter(Q(leader__user=user) | Exists(own), until_on=None)

    def kept_by(self, user):
        """Running teams whose people the user may change: all for the committee, else those the user leads."""
        rows = self.filter(until_on=None)
        return rows if user.has_perm(SEES_ALL) else rows.filter(leader__user=user)

    def with_people_count(self, *, on):
        """Annotate `people_count`, the colleagues who belong to it on the day."""
        rows = TeamMembership.objects.here_on(on).filter(team=OuterRef("pk")).order_by()
        counted = rows.values("team").annotate(count=Count("pk")).values("count")
        return self.annotate(people_count=Coalesce(Subquery(counted), 0))


class VolunteerTeam(ByDay, Versioned):
    """志愿者队伍: colleagues who volunteer for one thing, with a leader, until it is ended."""

    name = models.CharField("名称", max_length=30)
    purpose = models.CharField("做什么", max_length=100)
    leader = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name="负责人")

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "志愿者队伍"
        ordering = ["name", "pk"]
        permissions = [("view_every_volunteerteam", "可以查看所有志愿者队伍")]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=RUNNING,
                name="service_team_one_of_a_name",
                violation_error_message="已有同名的队伍。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("service:team-detail", self.pk)


class MembershipQuerySet(VersionedQuerySet, DatedQuerySet):
    def here_on(self, day):
        """Rows of the day whose colleagues work here then."""
        here = Staff.objects.working_on(day).order_by().values("pk")
        return self.active_on(day).filter(staff__in=here)


class TeamMembership(Dated, Versioned):
    """队员: a colleague in a team, from a day to a day."""

    team = models.ForeignKey(VolunteerTeam, models.PROTECT, related_name="memberships")
    staff = models.ForeignKey(
        Staff, models.PROTECT, related_name="team_memberships", verbose_name="队员"
    )
    from_on = models.DateField("加入日期")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "队员"
        ordering = ["from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "staff"],
                condition=RUNNING & NOT_VOID,
                name="service_membership_one_running",
                violation_error_message="这名老师已经在队里。",
            ),
            ends_after_it_starts("service_membership_ends_after_it_starts"),
        ]

    def __str__(self):
        return str(self.staff)


class TeamPupils(models.Model):
    """学生志愿者人数: how many pupils help a team in a school year; no names."""

    team = models.ForeignKey(VolunteerTeam, models.CASCADE, related_name="pupil_counts")
    # the year in which the school year begins
    year = models.PositiveSmallIntegerField("学年")
    count = models.PositiveSmallIntegerField("学生志愿者", validators=[MaxValueValidator(999)])

    class Meta:
        verbose_name = verbose_name_plural = "学生志愿者人数"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "year"],
                name="service_teampupils_one_a_year",
                violation_error_message="这一学年的人数已经登记过。",
            )
        ]

    def __str__(self):
        return f"{self.team} {self.year}"


def people_of(team, *, on):
    """The people of a team on a day, each with `trained_tenths`: tenths of an hour of psychology training up to it."""
    held = Activity.objects.done().filter(psychology_hours__gt=0).order_by()
    held = held.annotate(day=TruncDate("starts_at")).filter(day__lte=on)
    tenths = Cast(Round(F("activity__psychology_hours") * 10), IntegerField())
    sat = Attendance.objects.filter(state=Attendance.State.PRESENT, activity__in=held.values("pk"))
    sat = sat.filter(staff=OuterRef("staff")).order_by()
    total = sat.values("staff").annotate(total=Sum(tenths)).values("total")
    rows = TeamMembership.objects.here_on(on).filter(team=team).select_related("staff__user")
    trained = Coalesce(Subquery(total, output_field=IntegerField()), 0)
    return rows.annotate(trained_tenths=trained).order_by("staff__number", "pk")


def events_of(team):
    """Activities at which people of the team served while they belonged to it, with `served_count`, the latest first.

    A colleague served where the hours are confirmed.
    """
    day = TruncDate("opening__activity__starts_at")
    rows = Registration.objects.confirmed().of_staff().annotate(day=day)
    then = TeamMembership.objects.filter(team=team, staff=OuterRef("staff"))
    then = then.filter(RUNNING | Q(until_on__gte=OuterRef("day")), from_on__lte=OuterRef("day"))
    served = rows.filter(Exists(then), opening__activity=OuterRef("pk")).order_by()
    counted = served.values("opening__activity").annotate(count=Count("pk")).values("count")
    found = Activity.objects.not_cancelled().annotate(served_count=Subquery(counted))
    return found.filter(served_count__gt=0).with_programme().order_by("-starts_at", "-pk")
