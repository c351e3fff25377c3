"""Opening an event to families, and changing when and for how many."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.activities.models import Activity
from branch.core.figures import figures
from branch.core.models import AuditEvent
from branch.core.public import touch
from branch.service.figures import PEOPLE_A_FAMILY, SIGNUPS_KEPT
from branch.service.parents.models import ParentOpening

from .seats import move_up, seats_of

COLUMNS = ("opens_at", "closes_at", "seat_count", "grades", "about")
PAST = "这场活动已经开始或者取消，不能再开放报名。"
NOT_PUBLIC = "这场活动不面向社会开放，不能让家长报名。"
TOO_LATE = "报名截止不能晚于活动开始。"
UNNAMED_SPEAKER = "校外主讲人还没有同意公开姓名，介绍里请写“校外专家”。"


@transaction.atomic
def open_to_families(*, activity, on, at, by, **facts):
    """Let families sign up for a planned event of a public programme."""
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if not activity.is_planned or activity.starts_at <= at:
        raise ValidationError({"activity": PAST})
    if not activity.programme.is_public:
        raise ValidationError({"activity": NOT_PUBLIC})
    people_most, kept_days = figures(PEOPLE_A_FAMILY, SIGNUPS_KEPT, on=on)
    opening = ParentOpening(
        activity=activity, people_most=people_most, kept_days=kept_days, **facts
    )
    _check(opening)
    opening.save()
    AuditEvent.record(actor=by, verb="parentopening.opened", target=opening, says="发布家长报名")
    touch()
    return opening


@transaction.atomic
def revise_opening(opening, *, version, at, by, **facts):
    """Change when families may sign up, and for how many; more seats go to those who wait."""
    with seats_of(opening.pk):
        opening = ParentOpening.objects.with_event().lock(opening.pk, version)
        for name in COLUMNS:
            setattr(opening, name, facts[name])
        _check(opening)
        if opening.seat_count < opening.taken_count:
            taken = f"已有 {opening.taken_count} 人报名，座位不能比这少。"
            raise ValidationError({"seat_count": taken})
        opening.save()
        move_up(opening, at=at)
    AuditEvent.record(actor=by, verb="parentopening.revised", target=opening, says="修改家长报名")
    touch()
    return opening


def _check(opening):
    opening.full_clean()
    if opening.closes_at > opening.activity.starts_at:
        raise ValidationError({"closes_at": TOO_LATE})
    for part in opening.activity.parts.exclude(speaker=None).select_related("speaker"):
        if not part.speaker.named_consent_on and part.speaker.name in opening.about:
            raise ValidationError({"about": UNNAMED_SPEAKER})
