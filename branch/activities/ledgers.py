from django.db.models import Prefetch

from branch.ledgers.ledger import Column, Ledger

from .models import MEETINGS, Activity, Attendance


class OrganisationLife(Ledger):
    """三会一课: for the committee all of it, for a member the meetings they were awaited at.

    Others' absences and the agenda of committee meetings stay with the committee.
    """

    slug = "organisation-life"
    title = "“三会一课”登记表"
    permission = "ledgers.view_ledger"
    order = 20
    columns = (
        Column("时间", "when", width=11),
        Column("类别", "kind", width=8),
        Column("主题和主要议题", "topics", width=24),
        Column("地点", "place", width=10),
        Column("主持人（主讲人）", "hosts", width=10),
        Column("记录人", "recorder_names", width=8),
        Column("应到", "expected_count", width=5),
        Column("实到", "present_count", width=5),
        Column("请假、缺席人员及原因", "away", width=18),
        Column("列席人员", "observers", width=10),
        Column("决议事项", "not_kept_yet", width=14),
        Column("落实情况", "not_kept_yet", width=14),
    )

    def rows(self, user, *, period, filters):
        self.user = user
        attendances = Attendance.objects.visible_to(user)
        shown = Prefetch("attendances", attendances.select_related("staff"), to_attr="shown")
        return (
            self._meetings(user)
            .within(period)
            .with_people()
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

    def when(self, row):
        return row.local_start.strftime("%Y-%m-%d %H:%M")

    def kind(self, row):
        return "、".join(kind.label for kind in MEETINGS if kind in row.kinds)

    def topics(self, row):
        shows_agenda = row.agenda and row.minutes_visible_to(self.user)
        return f"{row.title}\n{row.agenda}" if shows_agenda else row.title

    def hosts(self, row):
        speakers = row.speaker_names
        return f"{row.host_names}（{speakers}）" if speakers else row.host_names

    def away(self, row):
        return "、".join(one.says for one in row.shown if one.is_away)

    def observers(self, row):
        seats = Attendance.State
        return "、".join(str(one.staff) for one in row.shown if one.state == seats.OBSERVER)

    def not_kept_yet(self, row):
        """Resolutions have no record of their own so far; the printed column is filled by hand."""
        return ""
