from django.core.exceptions import ValidationError
from django.db import transaction

from branch.accounts.actions import close_account
from branch.core.models import AuditEvent
from branch.core.public import touch

from .models import Staff


@transaction.atomic
def record_leaving(staff, *, left_on, on, by):
    """Someone no longer works here: the row stays, the post and the sign-in end with the day."""
    if left_on > on:
        raise ValidationError({"left_on": "离校日期不能晚于今天，到那一天再登记。"})
    staff = Staff.objects.select_for_update(of=("self",)).get(pk=staff.pk)
    staff.left_on = left_on
    staff.full_clean()
    staff.save(update_fields=["left_on"])
    staff.head_posts.filter(until_on=None).update(until_on=left_on)
    touch()  # whoever left stands on no public page from here on
    AuditEvent.record(actor=by, verb="staff.left", target=staff)
    if staff.user:
        close_account(user=staff.user, on=left_on, by=by)
    return staff
