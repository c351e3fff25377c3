from django.core.exceptions import ValidationError
from django.db import transaction

from branch.activities.models import Kind
from branch.core.models import AuditEvent, Stale
from branch.core.public import touch
from branch.core.refusals import refuse_in_public
from branch.service.talks.models import FlagSpeech

from .releases import unreleased

CANCELLED = "这一次已取消，不能再写讲话稿。"


@transaction.atomic
def write_speech(activity, *, is_by_pupil, text, version=None, by):
    """Write what is said under the flag; it waits for a second person before the public reads it."""
    if activity.is_cancelled:
        raise ValidationError(CANCELLED)
    rows = FlagSpeech.objects.select_for_update(of=("self",))
    row, is_new = rows.get_or_create(activity=activity, defaults={"written_by": by})
    if not is_new and row.version != version:
        raise Stale(row)
    row.is_by_pupil, row.text, row.version = is_by_pupil, text, row.version + (not is_new)
    unreleased(row, by=by)
    row.full_clean(exclude=["activity"])
    refuse_in_public(row.public_texts)
    row.save()
    AuditEvent.record(actor=by, verb="flagspeech.written", target=row, says="写国旗下讲话稿")
    return row


def follow_title(activity, *, before, by):
    """Let a speech wait for a second person again whose title was changed, or that was called off.

    Who changed the title is its writer from then on: nobody else has seen it. Any other change of a public one is shown
    at once.
    """
    if activity.programme.kind != Kind.FLAG_SPEECH:
        return
    rows = FlagSpeech.objects.select_for_update(of=("self",))
    row = rows.filter(activity=activity).first()
    if row is None:
        return
    if row.is_released:
        touch()
    if (activity.title, activity.is_cancelled) != (before.title, before.is_cancelled):
        unreleased(row, by=by)
        row.version += 1
        row.save()
