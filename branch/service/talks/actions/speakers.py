from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from branch.activities.actions import plan_activity
from branch.activities.models import ActivityPart, Speaker
from branch.core.models import AuditEvent, Stale
from branch.core.public import touch
from branch.school.models import Staff
from branch.service.talks.models import SpeakerCard

NOT_YET = "日期不能晚于今天。"


@transaction.atomic
def write_card(*, staff=None, speaker=None, version=None, topics, named_consent_on=None, on, by):
    """Say what somebody can talk about and, of one from outside, since when they agree to be named in public."""
    card, is_new = SpeakerCard.objects.select_for_update(of=("self",)).get_or_create(
        staff=staff, speaker=speaker, defaults={"topics": topics}
    )
    if not is_new and version != card.version:
        raise Stale(card)
    if speaker is not None:
        _consent(speaker, named_consent_on, on=on)
    card.topics, card.version = topics, card.version + (not is_new)
    card.full_clean()
    card.save()
    AuditEvent.record(actor=by, verb="speaker.written", target=card, says="写主讲人")
    return card


def _consent(speaker, day, *, on):
    if day and day > on:
        raise ValidationError({"named_consent_on": NOT_YET})
    speaker = Speaker.objects.select_for_update().get(pk=speaker.pk)
    if speaker.named_consent_on != day:
        speaker.named_consent_on = day
        speaker.save(update_fields=["named_consent_on"])
        touch()


@transaction.atomic
def invite_again(last, *, title, starts_at, place, at, by):
    """Plan an activity like the last one of a speaker: its programme, form, length, speakers and hours."""
    parts = list(last.parts.select_related("staff", "speaker").filter(role="speaker"))
    guests = [part.speaker for part in parts if part.speaker_id]
    guest, others = (guests[0], guests[1:]) if guests else (None, [])
    length = last.ends_at - last.starts_at if last.ends_at else None
    spoke = [part.staff_id for part in parts if part.staff_id]
    here = Staff.objects.working_on(timezone.localdate(starts_at)).filter(pk__in=spoke)
    planned = plan_activity(
        programme=last.programme,
        party_group=last.party_group,
        title=title,
        format=last.format,
        starts_at=starts_at,
        ends_at=starts_at + length if length else None,
        place=place,
        hours=last.hours,
        psychology_hours=last.psychology_hours,
        also_counts_as=tuple(last.also_counts_as.all()),
        speakers=tuple(here),
        guest_name=guest.name if guest else "",
        guest_affiliation=guest.affiliation if guest else "",
        at=at,
        by=by,
    )
    # the form of activities names one
    for other in others:
        planned.parts.create(role=ActivityPart.Role.SPEAKER, speaker=other)
    return planned
