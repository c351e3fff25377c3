from datetime import datetime, time, timedelta

from django.utils import timezone

from branch.accounts.actions import confirm_role, propose_role
from branch.accounts.models import Role
from branch.core.contributions import DemoPart

from .actions import record_report

# Indexes in the staff: the counsellor and a colleague are named; a head teacher made a report
NAMED, TEACHER = (4, 50), 3
ADMIN = 6
DAYS_AGO = 5


class NamedPersons(DemoPart):
    """Two named persons, and one report that neither has seen."""

    key, title = "harm.named", "强制报告负责人"

    def build(self, school):
        named = [school.staff[n] for n in NAMED]
        for person in named:
            self._name(person, school)
        teacher, day = school.staff[TEACHER], school.today - timedelta(days=DAYS_AGO)
        told_at = timezone.make_aware(datetime.combine(day, time(16, 40)))
        record_report(
            reported_at=told_at,
            reported_to=[named[0].name, "公安（110）"],
            reported_by=teacher,
            at=told_at + timedelta(minutes=25),
            by=teacher.user,
        )

    def _name(self, person, school):
        secretary, admin = school.members[0].staff.user, school.staff[ADMIN].user
        grant = propose_role(
            user=person.user,
            role=Role.CRISIS,
            from_on=school.today - timedelta(days=60),
            on=school.today,
            by=secretary,
        )
        confirm_role(grant, at=school.now, by=admin)
