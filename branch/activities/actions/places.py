"""What every step on places shares: the lock, the count under it, and who moves up."""

from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Q
from django.utils import timezone

from branch.activities.models import Opening, Registration, Slot
from branch.activities.notices import MovedUp
from branch.coverage.actions import notify
from branch.coverage.models import Notice
from branch.school.models import Staff

NO_STAFF = "您的账号没有对应的教职工，请联系管理员。"
GONE = "这个岗位已经没有了，请重新打开这一页。"
STATES = Registration.State


def staff_of(user, *, on):
    """The colleague who has this sign-in and works here on the day; refused where there is none."""
    staff = Staff.objects.working_on(on).filter(user=user).first()
    if staff is None:
        raise ValidationError(NO_STAFF)
    return staff


def locked(opening):
    """(the opening as it is now, {key: slot}), with every slot of it locked.

    All are locked, in one order: a colleague who changes from one to another meets nobody who does the reverse.
    """
    slots = Slot.objects.locked_of(opening)
    now = Opening.objects.select_related("activity").get(pk=opening.pk)
    return now, slots


def slot_in(slots, slot):
    """The locked row of a slot."""
    if slot.pk not in slots:
        raise ValidationError(GONE)
    return slots[slot.pk]


def numbers_of(slot):
    """{"last": the last number given, "placed": how many have a place}; called under the lock."""
    rows = Registration.objects.filter(slot=slot)
    placed = Count("pk", filter=Q(state=STATES.PLACED))
    return rows.aggregate(last=Max("number", default=0), placed=placed)


def tell_signed_up(activity, *, kind, by):
    """Tell the colleagues who are signed up for an activity what became of it."""
    rows = Registration.objects.standing().of_staff().filter(opening__activity=activity)
    users = [row.staff.user for row in rows.select_related("staff__user")]
    notify(kind=kind, users=users, subject=activity, by=by, day=activity.day)


def free_places(slot):
    return max(slot.places - numbers_of(slot)["placed"], 0)


def enter(opening, slot, *, at, by, must_place=False, **facts):
    """Store a registration with the next number, placed while there are places, else waiting.

    `must_place` is of those who do not wait.
    """
    numbers = numbers_of(slot)
    has_place = numbers["placed"] < slot.places
    if must_place and not has_place:
        raise ValidationError(f"{slot}已经满了。")
    row = Registration(
        opening=opening,
        slot=slot,
        number=numbers["last"] + 1,
        entered_by=by,
        entered_at=at,
        **{"state": STATES.PLACED if has_place else STATES.WAITING, **facts},
    )
    row.full_clean(exclude=["opening", "slot", "staff", "student", "entered_by"])
    row.save()
    return row


def leave(row, *, opening, slot, at):
    """Withdraw a registration, and let the next one who waits move up."""
    row.state = STATES.WITHDRAWN
    row.hours = row.confirmed_by = row.confirmed_on = None
    row.save(update_fields=["state", "hours", "confirmed_by", "confirmed_on"])
    if row.staff_id:
        Notice.objects.about(opening.activity).filter(user__staff=row.staff_id).delete()
    fill(opening, slot, at=at)


def fill(opening, slot, *, at):
    """Give the free places to those who wait, in the order of their numbers, while one may sign up; tell them."""
    if not opening.is_open_at(at):
        return
    day = timezone.localdate(at)
    here = Staff.objects.working_on(day).order_by().values("pk")
    waiting = Registration.objects.waiting().filter(slot=slot, staff__in=here)
    moving = list(waiting.select_related("staff__user").order_by("number")[: free_places(slot)])
    for row in moving:
        row.state, row.moved_up_at = STATES.PLACED, at
        row.save(update_fields=["state", "moved_up_at"])
    users = [row.staff.user for row in moving]
    notify(kind=MovedUp, users=users, subject=opening.activity, by=None, day=opening.day)
