"""Letting the public read a text: its words are checked, and a second person decides."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.models import AuditEvent
from branch.core.public import touch
from branch.core.refusals import refuse_in_public
from branch.core.wording import doubts

OWN = "自己填写的，请另一个人看过再公开。"
NOT_MEANT = "这份资料没有选“放到公开网页上”。"


def doubts_about(row, site):
    """Sentences about sensitive words that the second person considers."""
    text = "\n".join(text for _, text in row.public_texts)
    return doubts(text, site.sensitive_word_list)


def unreleased(row, *, by):
    """Make a user the writer of a row that is to be looked at again before it is public."""
    was_public = row.is_released
    row.written_by, row.released_by, row.released_on = by, None, None
    if was_public:
        touch()


@transaction.atomic
def release(row, *, version, on, by):
    """Let the public read a row that another wrote."""
    row = type(row).objects.lock(row.pk, version)
    if row.is_released:
        return row
    if row.written_by_id == by.pk:
        raise ValidationError(OWN)
    if not getattr(row, "is_public", True):
        raise ValidationError(NOT_MEANT)
    refuse_in_public(row.public_texts)
    row.released_by, row.released_on = by, on
    row.full_clean(exclude=["activity", "file"])
    row.save()
    AuditEvent.record(actor=by, verb="text.released", target=row, says="公开")
    touch()
    return row


@transaction.atomic
def take_back(row, *, version, by):
    """Take a row out of public pages; it can be released again."""
    row = type(row).objects.lock(row.pk, version)
    row.released_by = row.released_on = None
    row.save()
    AuditEvent.record(actor=by, verb="text.taken_back", target=row, says="撤回公开")
    touch()
    return row
