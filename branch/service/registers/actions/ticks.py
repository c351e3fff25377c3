from django.db import transaction

from branch.core.models import AuditEvent
from branch.members.models import Member
from branch.service.registers.models import ChecklistItem, ItemTick


@transaction.atomic
def tick_items(member, *, ticked, shown, on, by):
    """Store what a member ticked and unticked among the items of the list; the day of a tick that stood stays.

    `shown` are the ids that the page showed as ticked: what another device changed meanwhile stays as it is.
    """
    Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    offered = set(ChecklistItem.objects.active_on(on).values_list("pk", flat=True))
    stored = set(ItemTick.objects.filter(member=member).values_list("item", flat=True))
    new = sorted((ticked - shown - stored) & offered)
    gone = (shown - ticked) & stored & offered
    ItemTick.objects.bulk_create([ItemTick(member=member, item_id=pk, ticked_on=on) for pk in new])
    ItemTick.objects.filter(member=member, item__in=gone).delete()
    if new or gone:
        AuditEvent.record(actor=by, verb="items.ticked", target=member)
    return len(new) + len(gone)
