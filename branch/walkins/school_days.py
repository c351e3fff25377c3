"""What becomes of planned class sessions when the school marks their days."""

from branch.school.school_days import DayWatch

from .classes.actions import tell_of_days
from .classes.models import ClassSession


class PlannedSessions(DayWatch):
    """Sessions planned on days of exams or holidays: their head teachers are told to move them."""

    key = "walkins.planned_sessions"

    def changed(self, days, *, by):
        tell_of_days(days, by=by)

    def says(self, days):
        found = ClassSession.objects.to_be_moved(days)
        listed = "、".join(f"{one.class_name}{one.day.month}月{one.day.day}日" for one in found)
        return f"这些班已排的团辅要改期：{listed}。班主任会收到通知。" if found else ""
