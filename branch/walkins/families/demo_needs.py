"""Difficulties of the fictional school's families: most are closed, a few are open, two of these past their day."""

from datetime import timedelta

from branch.core.contributions import DemoPart
from branch.core.periods import school_year

from .actions import close_family_need, raise_family_need
from .models import FamilyHardship, FamilyPairing

# kinds of the closed ones, by how many
CLOSED = {"place": 10, "care": 8, "supplies": 8, "medical": 6, "living": 5}
# kinds of the open ones, each with its day counted from today
OPEN = (
    ("care", -4),
    ("medical", -6),
    ("supplies", 3),
    ("living", 6),
    ("place", 21),
    ("care", 24),
    ("place", 26),
)
MEASURES = {
    "place": "school_room",
    "care": "after_school",
    "supplies": "supplies",
    "medical": "doctor",
    "living": "grant",
}
OUTCOMES = ("solved", "eased", "solved", "to_aid_office", "to_community")
REMARK = "妈妈晚班，六点半以后才能接。社区托管在等名额。"


class Difficulties(DemoPart):
    """Of the families of the confirmed list, raised and closed since September by actions."""

    key, title = "walkins.difficulties", "实际困难"
    # after the families
    order = 110

    def build(self, school):
        self.school, self.today = school, school.today
        self.year = school_year(school.today).start
        self.committee = school.members[1].staff.user
        rows = FamilyHardship.objects.holding_on(self.today).select_related("student")
        self.students = [row.student for row in rows.order_by("pk")]
        pairings = FamilyPairing.objects.active_on(self.today).select_related("member__staff")
        self.owners = {pairing.family_id: pairing.member.staff for pairing in pairings}
        kinds = [kind for kind, count in CLOSED.items() for _ in range(count)]
        # of all kinds in turn
        for n, kind in enumerate(kinds[::3] + kinds[1::3] + kinds[2::3]):
            self._close(self._raise(n + len(OPEN), kind, 75 - n, 21), n)
        for n, (kind, days) in enumerate(OPEN):
            self._raise(n, kind, 25 - n, 25 - n + days, remark=REMARK if n == 0 else "")

    def _raise(self, n, kind, back, days, **facts):
        """Raise one so many days ago, for so many days, but in this school year."""
        student = self.students[n % len(self.students)]
        day = max(self.year, self.today - timedelta(days=back))
        other = self.school.members[3 + n % 20].staff
        return raise_family_need(
            student=student,
            kind=kind,
            owner=self.owners.get(student.family_id, other),
            due_on=max(day, self.today - timedelta(days=back - days)),
            measure=MEASURES[kind],
            on=day,
            by=self.committee,
            **facts,
        )

    def _close(self, need, n):
        close_family_need(
            need,
            outcome=OUTCOMES[n % len(OUTCOMES)],
            version=need.version,
            on=min(self.today, need.raised_on + timedelta(days=2 + n % 9)),
            by=self.committee,
        )
