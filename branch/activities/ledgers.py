from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce, TruncDate

from branch.ledgers.ledger import Column, Ledger, Record, by_hand
from branch.members.models import MemberStatus

from .models import MEETINGS, Activity, Attendance, Kind
from .service_ledgers import ServiceLedger

# declared in a module of its own
__all__ = ["OrganisationLife", "ServiceLedger"]


def kinds_of(meeting):
    """Return 党小组会（第一党小组）、党课: each kind it counts as, a meeting of a group with the group."""
    kinds = [kind for kind in MEETINGS if kind in meeting.kinds]
    group = f"（{meeting.party_group}）" if meeting.party_group else ""
    return "、".join(f"{kind.label}{group if kind == Kind.GROUP_MEETING else ''}" for kind in kinds)


def topics_of(meeting):
    """Return the title, with the agenda if `with_minutes_for` allows it."""
    shows_agenda = meeting.agenda and meeting.shows_minutes
    return f"{meeting.title}\n{meeting.agenda}" if shows_agenda else meeting.title


def hosts_of(meeting):
    speakers = meeting.speaker_names
    return f"{meeting.host_names}（{speakers}）" if speakers else meeting.host_names


def expected_of(meeting):
    """应到; None of an open activity that counts as a lesson, to which nobody is called by name."""
    return None if meeting.programme.is_open else meeting.expected_count


def present_of(meeting):
    """实到; of an open activity the members among those who are named."""
    return meeting.named_members if meeting.programme.is_open else meeting.present_count


def away_of(meeting):
    return "、".join(row.says for row in meeting.shown if row.is_away)


def observers_of(meeting):
    observer = Attendance.State.OBSERVER
    return "、".join(str(row.staff) for row in meeting.shown if row.state == observer)


def _named_members():
    """How many members of the branch, on the day of the outer activity, are named among those present."""
    then = MemberStatus.objects.active_on(OuterRef("held_on"))
    members = then.filter(member__staff=OuterRef("staff"))
    own = Attendance.objects.filter(activity=OuterRef("pk"), state=Attendance.State.PRESENT)
    own = own.annotate(held_on=TruncDate("activity__starts_at"))
    counted = own.filter(Exists(members)).order_by().values("activity")
    counted = counted.annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class OrganisationLife(Ledger):
    """三会一课: all meetings for the committee; for a member those at which they were expected.

    Only the committee sees the absences of others and the agenda of committee meetings.
    """

    slug = "organisation-life"
    title = "“三会一课”登记表"
    permission = "ledgers.view_ledger"
    order = 20
    record = Record("activities:activity-detail", "activities.view_activity")
    columns = (
        Column("时间", "local_start", width=15, sort=("starts_at",)),
        Column("类别", kinds_of, width=8),
        Column("主题和主要议题", topics_of, width=24),
        Column("地点", "place", width=10),
        Column("主持人（主讲人）", hosts_of, width=10),
        Column("记录人", "recorder_names", width=8),
        Column("应到", expected_of, width=5),
        Column("实到", present_of, width=5),
        Column("请假、缺席人员及原因", away_of, width=18),
        Column("列席人员", observers_of, width=10),
        Column("决议事项", by_hand, width=14),
        Column("落实情况", by_hand, width=14),
    )

    def rows(self, user, *, period, filters):
        attendances = Attendance.objects.visible_to(user)
        shown = Prefetch("attendances", attendances.select_related("staff"), to_attr="shown")
        return (
            self._meetings(user)
            .within(period)
            .with_people()
            .with_minutes_for(user)
            .with_attendance_counts()
            .annotate(named_members=_named_members())
            .prefetch_related("also_counts_as", shown)
            .order_by("starts_at", "pk")
        )

    def _meetings(self, user):
        held = Activity.objects.visible_to(user).done().counting_as(MEETINGS)
        if user.has_perm("activities.view_attendance_reason"):
            return held
        own = Attendance.objects.filter(staff__user=user).exclude(state="observer")
        return held.filter(pk__in=own.values("activity"))

    def scope_of(self, user, *, on):
        return "全支部" if user.has_perm("activities.view_attendance_reason") else "本人"
