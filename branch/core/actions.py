from django.db import transaction

from .models import AuditEvent, Excuse


@transaction.atomic
def record_excuse(*, duty_key, subject, reason, from_on, by, until_on=None):
    """Say why a duty does not bind one subject for a while; an empty key means every duty."""
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
    excuse.save()
    AuditEvent.record(actor=by, verb="excuse.recorded", target=excuse)
    return excuse
