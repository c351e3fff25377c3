from django.core.exceptions import ValidationError
from django.db import transaction

from branch.activities.models import Activity
from branch.core.files import delete_on_commit
from branch.core.models import AuditEvent
from branch.core.public import touch
from branch.core.refusals import refuse_in_public
from branch.core.wording import NO_SECRETS, has_secret_mark
from branch.service.talks.models import EventMaterial

CANCELLED = "这场活动已取消，不能再传资料。"


@transaction.atomic
def add_material(activity, *, document, title, is_public, by):
    """Add a stored file to an event; one for the public waits for a second person."""
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if activity.is_cancelled:
        raise ValidationError(CANCELLED)
    if has_secret_mark(document["original_name"]) or has_secret_mark(title):
        raise ValidationError({"document": NO_SECRETS})
    row = EventMaterial(
        activity=activity,
        title=title,
        is_public=is_public,
        written_by=by,
        uploaded_by=by,
        **document,
    )
    row.full_clean(exclude=["activity", "file"])
    if is_public:
        refuse_in_public(row.public_texts)
    row.save()
    AuditEvent.record(actor=by, verb="material.added", target=row, says="上传活动资料")
    return row


@transaction.atomic
def remove_material(row, *, by):
    """Delete a file of an event; a second time changes nothing."""
    row = EventMaterial.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if row is None:
        return
    if row.is_released:
        touch()
    AuditEvent.record(actor=by, verb="material.removed", target=row, says="删除活动资料")
    delete_on_commit(row)
    row.delete()
