from datetime import timedelta

from django.db.models import Q

from branch.core.figures import figure
from branch.coverage.duty import Duty, Gap, done_once

from .figures import WATERED
from .models import Plant


class Watered(Duty):
    key, title, track = "garden.watered", "浇水", "branch"
    gap_title, unit, permission = "待浇水的花木", "棵", "garden.view_plant"
    missing_says, verb = "{count} 棵花木还没有浇水", "浇"

    def bound(self, *, on):
        return Plant.objects.filter(planted_on__lte=on)

    def figures(self, *, on):
        return {"days": figure(WATERED.key, on=on)}

    def with_done(self, rows, *, on, days):
        since = on - timedelta(days=days)
        return rows.annotate(**done_once(Q(watered_on__gt=since, watered_on__lte=on)))

    def assigned_to(self, rows, user, *, on):
        return rows.filter(keeper=user)

    def unassigned(self, rows, *, on):
        return rows.none()

    def listed(self, rows, *, on):
        return rows.prefetch_related("adopters")

    def gap(self, row, *, on):
        return Gap(
            subject=row,
            since=row.planted_on,
            due_on=None,
            user_ids=frozenset({row.keeper_id}),
            url=row.get_absolute_url(),
            says=f"{row.adopted_by}认养的，还没有浇过水",
            title=f"给{row}浇水",
            button="去浇水",
            student_ids=row.student_ids,
        )
