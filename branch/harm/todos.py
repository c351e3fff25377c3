from django.urls import reverse
from django.utils import timezone

from branch.accounts.backends import roles_of
from branch.accounts.models import Role
from branch.core.contributions import Todo, TodoSource
from branch.core.prepared import prepared

from .models import HarmReport
from .named import LEAST_NAMED, named_persons


class Unseen(TodoSource):
    """Reports that a named person has not seen; the text says nothing about them."""

    key, order = "harm.unseen", 1

    def todos(self, user, *, at, site):
        if not user.has_perm("harm.read_every_harmreport"):
            return
        if count := len(_unseen(user)):
            yield Todo(
                title=f"有 {count} 件事请您看",
                note="",
                url=reverse("harm:report-list"),
                button="查看",
                due_on=timezone.localdate(at),
                kind="today",
                tag="今天",
                is_main=True,
            )


@prepared
def _unseen(user):
    return HarmReport.objects.unseen_by(user).order_by().values_list("pk")


class TooFewNamed(TodoSource):
    """For the administrator: too few named persons who can be called."""

    key, order = "harm.too_few_named", 2

    def todos(self, user, *, at, site):
        if Role.ADMIN not in roles_of(user):
            return
        named = list(named_persons(user, on=timezone.localdate(at)))
        reached = [row for row in named if row.phone]
        if len(reached) < LEAST_NAMED:
            is_named = len(named) >= LEAST_NAMED
            yield Todo(
                title=f"能打通电话的强制报告负责人还差 {LEAST_NAMED - len(reached)} 名",
                note=f"能打通电话的现有 {len(reached)} 名。"
                if reached
                else "能打通电话的一名也没有。",
                url=reverse("school:staff-list" if is_named else "accounts:role-list"),
                button="补登电话" if is_named else "去任命",
                tag="待补充",
            )
