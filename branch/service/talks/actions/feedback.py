"""Feedback: stored without person, time, order and address; no `AuditEvent` is kept of an answer."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from branch.core.figures import figures
from branch.core.models import AuditEvent
from branch.service.figures import FEEDBACK_DAYS
from branch.service.talks.models import Feedback, FeedbackBox, FeedbackSource

NOT_OPEN = "现在不能填写。活动开始以后开放。"
CLOSED = "反馈已经截止。谢谢您来。"
CANCELLED = "这场活动已取消，没有反馈。"


class TooManyError(Exception):
    """Raised where a network sends more than one may at once, so that nothing is stored yet."""


@transaction.atomic
def open_box(activity, *, on, by):
    """Return the box of an event, made with the first look; it opens by itself when the event begins.

    Of an event that is over it is open as many days from today: its paper is handed out now.
    """
    if activity.is_cancelled:
        raise ValidationError(CANCELLED)
    (days,) = figures(FEEDBACK_DAYS, on=on)
    late = max(0, (on - timezone.localdate(activity.starts_at)).days)
    box, is_new = FeedbackBox.objects.get_or_create(
        activity=activity, defaults={"open_days": int(days) + late}
    )
    if is_new:
        AuditEvent.record(actor=by, verb="feedback.opened", target=box, says="打开活动反馈")
    return box


def why_not_open(box, *, at):
    """The sentence for who answers before the event or after the last day; "" while it is open."""
    if box.is_open_at(at):
        return ""
    return CLOSED if box.is_closed_at(at) else NOT_OPEN


@transaction.atomic
def answer(box, *, stars, line="", key, address, at):
    """Store an answer under the random key of its form; nothing of who gave it and when. A second one is the first."""
    box = FeedbackBox.objects.select_for_update(of=("self",)).get(pk=box.pk)
    if refusal := why_not_open(box, at=at):
        raise ValidationError(refusal)
    if row := Feedback.objects.filter(pk=key).first():
        return row
    source = FeedbackSource.objects.of_network(box, address, at=at)
    if not source.takes_one_at(at):
        raise TooManyError
    source.save(update_fields=["busy_until"])
    row = Feedback(pk=key, box=box, stars=stars, line=line)
    row.full_clean(exclude=["box"])
    row.save(force_insert=True)
    return row


@transaction.atomic
def drop_line(row, *, by):
    """Delete the line of an answer; its number stays, so that the sum does."""
    row = Feedback.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.line:
        row.line = ""
        row.save(update_fields=["line"])
        AuditEvent.record(
            actor=by, verb="feedback.line_dropped", target=row.box, says="删去一句反馈"
        )
    return row


def keep_closed(activity, *, before, at):
    """Keep feedback closed whose sums were told before its event was moved: one more answer would say what it was."""
    if activity.starts_at == before.starts_at or not activity.programme.is_public:
        return
    rows = FeedbackBox.objects.select_for_update(of=("self",))
    box = rows.filter(activity=activity, closed_on=None).first()
    if box is None:
        return
    box.activity = before
    if box.sums(at=at):
        FeedbackBox.objects.filter(pk=box.pk).update(closed_on=box.closes_on)
