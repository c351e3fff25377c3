"""待办事项: the to-dos of one person from all apps, soonest first."""

from django.utils import timezone

from branch.core import periods
from branch.core.contributions import Todo, TodoSource

from .board import list_url
from .status import count_unassigned


def todos(statuses, own_gaps, *, user, site, at):
    """The `Todo`s of a user at a moment, by day; those without a day come last."""
    on = timezone.localdate(at)
    found = [*_own_gaps(own_gaps, on=on), *_unassigned(statuses, user)]
    for source in TodoSource.every():
        found += source.todos(user, at=at, site=site)
    return sorted(found, key=lambda todo: (todo.due_on is None, todo.due_on or on))


def _own_gaps(gaps, *, on):
    """To-dos for the gaps that this user should close."""
    for gap in gaps:
        kind, tag = _urgency(gap.due_on, on=on)
        yield Todo(
            title=gap.title,
            note=gap.line,
            url=gap.url,
            button=gap.button,
            due_on=gap.due_on,
            kind=kind,
            tag=tag,
            is_main=True,
            student_ids=gap.student_ids,
        )


def _urgency(due_on, *, on):
    """(kind, tag) of a to-do by its day; the tag never says how many days late it is."""
    if due_on == on:
        return "today", "今天"
    if due_on is None or due_on <= periods.week(on).end:
        return "soon", "本周内"
    return "soon", f"{due_on:%m-%d} 前"


def _unassigned(statuses, user):
    """One to-do a duty for its gaps that no particular user should close, but this one may."""
    counts = count_unassigned(statuses)
    for status in statuses:
        found = counts.get(status.duty.key)
        closed_by = status.duty.closed_by
        if found and found.open and (not closed_by or user.has_perm(closed_by)):
            says = status.duty.missing_says
            yield Todo(
                title=says.format(count=found.open, missing=found.missing),
                note="",
                url=list_url(status.duty),
                button="查看名单",
                tag="待落实",
            )
