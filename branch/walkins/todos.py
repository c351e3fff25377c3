from itertools import takewhile

from django.urls import reverse
from django.utils import timezone

from branch.core.contributions import Todo, TodoSource
from branch.core.figures import figure
from branch.core.prepared import prepared

from .figures import DIFFICULTY_DAYS
from .models import FamilyNeed


class DifficultiesDue(TodoSource):
    """Difficulties of which the user is the owner and whose day comes soon; those past it are gaps of a duty.

    No kind of difficulty stands on the desk, which bystanders may see.
    """

    key, order = "walkins.difficulties_due", 30

    def todos(self, user, *, at, site):
        on = timezone.localdate(at)
        needs = _due(user, on=on)
        days = figure(DIFFICULTY_DAYS.key, on=on) if needs else 0
        for need in takewhile(lambda need: (need.due_on - on).days <= days, needs):
            yield Todo(
                title=f"写{need.family_says}的办理情况",
                note=f"完成时限 {need.due_on:%m-%d}，办结或改定日期",
                url=reverse("walkins:familyneed-update", args=[need.pk]),
                button="写办理情况",
                due_on=need.due_on,
                kind="today" if need.due_on == on else "soon",
                tag="今天" if need.due_on == on else f"{need.due_on:%m-%d} 前",
                is_main=True,
                student_ids=frozenset({need.child_id} - {None}),
            )


@prepared
def _due(user, *, on):
    own = FamilyNeed.objects.owned_by(user, on=on).filter(due_on__gte=on)
    return own.with_first_child(user, on=on).order_by("due_on", "pk")
