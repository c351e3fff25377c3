from django.db.models import Prefetch

from branch.ledgers.ledger import Column, Ledger, by_hand

from .models import MEETINGS, Activity, Attendance
from .service_ledgers import ServiceLedger

# declared in a module of its own
__all__ = ["OrganisationLife", "ServiceLedger"]


def kinds_of(meeting):
    return "、".join(kind.label for kind in MEETINGS if kind in meeting.kinds)


def topics_of(meeting):
    """Return the title, with the agenda if `with_minutes_for` allows it."""
    shows_agenda = meeting.agenda and meeting.shows_minutes
    return f"{meeting.title}\n{meeting.agenda}" if shows_agenda else meeting.title


def hosts_of(meeting):
    speakers = meeting.speaker_names
    return f"{meeting.host_names}（{speakers}）" if speakers else meeting.host_names


def away_of(meeting):
    return "、".join(row.says for row in meeting.shown if row.is_away)


def observers_of(meeting):
    observer = Attendance.State.OBSERVER
    return "、".join(str(row.staff) for row in meeting.shown if row.state == observer)


class OrganisationLife(Ledger):
    """三会一课: all meetings for the committee; for a member those at which they were expected.

    Only the committee sees the absences of others and the agenda of committee meetings.
    """

    slug = "organisation-life"
    title = "“三会一课”登记表"
    permission = "ledgers.view_ledger"
    order = 20
    columns = (
        Column("时间", "local_start", width=15),
        Column("类别", kinds_of, width=8),
        Column("主题和主要议题", topics_of, width=24),
        Column("地点", "place", width=10),
        Column("主持人（主讲人）", hosts_of, width=10),
        Column("记录人", "recorder_names", width=8),
        Column("应到", "expected_count", width=5),
        Column("实到", "present_count", width=5),
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
