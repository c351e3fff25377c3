from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import ONE_DAY, end_after
from branch.core.models import AuditEvent

from .models import Excuse


@transaction.atomic
def record_excuse(*, duty_key, subject, reason, from_on, by, until_on=None):
    """Excuse one subject from a duty for a while; an empty key means every duty."""
    type(subject).objects.select_for_update().get(pk=subject.pk)
    excuse = Excuse(
        duty_key=duty_key,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        reason=reason,
        from_on=from_on,
        until_on=until_on,
        set_by=by,
    )
    excuse.full_clean()
    if Excuse.objects.overlapping(excuse).exists():
        raise ValidationError("这段时间里已登记过暂缓。要改，请先结束那一条。")
    excuse.save()
    AuditEvent.record(actor=by, verb="excuse.recorded", target=excuse)
    return excuse


@transaction.atomic
def end_excuse(excuse, *, on, by):
    """End an excuse with the day before; one that only began today is marked void."""
    excuse = Excuse.objects.select_for_update().filter(pk=excuse.pk).active_on(on).first()
    if excuse is None:
        raise ValidationError("这条暂缓已经结束。")
    AuditEvent.record(actor=by, verb="excuse.ended", target=excuse)
    end_after(excuse, on - ONE_DAY)
