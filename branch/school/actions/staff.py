"""Colleagues: recorded, revised, leaving and returning; the sign-in follows the row."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.accounts.actions import close_account, reopen_account
from branch.accounts.models import User
from branch.core.consequences import refuse_unless_seen
from branch.core.dated import ONE_DAY, RECORD_IT_THEN, not_after
from branch.core.models import AuditEvent
from branch.core.public import touch
from branch.coverage.actions import drop_notices
from branch.school.models import Guardian, HeadTeacherPost, Staff

from .families import link_own_children
from .roll import end_post

# column of Staff: column of the sign-in to which it is copied
WRITTEN_THROUGH = {"number": "username", "name": "name", "phone": "phone"}


@transaction.atomic
def record_staff(*, by, **fields):
    """Create a colleague, without a sign-in."""
    staff = Staff(**fields)
    staff.full_clean()
    staff.save()
    AuditEvent.record(actor=by, verb="staff.recorded", target=staff)
    _link_children_of(staff, by=by)
    return staff


@transaction.atomic
def revise_staff(staff, *, version, by, **fields):
    """Correct a colleague; update the sign-in, and link the guardian rows with the new name and telephone."""
    staff = Staff.objects.lock(staff.pk, version)
    changed = [key for key, value in fields.items() if getattr(staff, key) != value]
    for key in changed:
        setattr(staff, key, fields[key])
    staff.full_clean()
    staff.save(update_fields=[*fields, "name_keys", "version"])
    columns = "、".join(Staff._meta.get_field(key).verbose_name for key in changed)
    AuditEvent.record(actor=by, verb="staff.revised", target=staff, says=columns)
    write_through_to_user(staff, changed=changed)
    if "name" in changed:
        touch()  # a public page may show it
    _link_children_of(staff, by=by)
    return staff


def write_through_to_user(staff, *, changed=tuple(WRITTEN_THROUGH)):
    """Copy number, name and telephone of a colleague to the sign-in.

    A telephone with which somebody else signs in is left out, as it must identify one person.
    """
    user, names = staff.user, [key for key in WRITTEN_THROUGH if key in changed]
    if user is None or not names:
        return
    for key in names:
        setattr(user, WRITTEN_THROUGH[key], getattr(staff, key))
    others = User.objects.exclude(pk=user.pk)
    if not user.is_active or (user.phone and others.filter(phone=user.phone).exists()):
        user.phone = ""
    if others.filter(username=user.username).exists():
        raise ValidationError({"number": "这个工号已有账号。"})
    user.save(update_fields=[WRITTEN_THROUGH[key] for key in names])


def _link_children_of(staff, *, by):
    if staff.phone:
        link_own_children(Guardian.objects.filter(name=staff.name, phone=staff.phone), by=by)


@transaction.atomic
def record_leaving(staff, *, until_on, version, on, by, seen=None):
    """Write a colleague's last day; their head teacher's post ends with it, roles and sign-in at once.

    Recorded again with another day, it moves the end of the posts that ended with it; one that had
    become void, because it began after the earlier day, is valid again. `seen` is the digest of what the
    page said would follow.
    """
    not_after(until_on, "until_on", on=on, says=f"离校{RECORD_IT_THEN}")
    staff = Staff.objects.lock(staff.pk, version)
    refuse_unless_seen(seen, "school.staff_leave", staff, on=on, by=by)
    before, staff.until_on = staff.until_on, until_on
    staff.full_clean()
    staff.save(update_fields=["until_on", "version"])
    if before:
        _restore_posts(staff, before)
    _end_posts(staff, before, by=by)
    touch()  # public pages no longer show who left
    AuditEvent.record(actor=by, verb="staff.left", target=staff)
    if staff.user:
        close_account(user=staff.user, on=on, by=by)
        drop_notices(user=staff.user)
    return staff


def _restore_posts(staff, before):
    """Make void posts valid that began after the last day of `before`, unless the class has another."""
    void = HeadTeacherPost._meta.base_manager.filter(staff=staff, is_void=True)
    void = void.filter(from_on__gt=before, from_on__lte=staff.until_on)
    for post in void.select_related("school_class"):
        if not post.school_class.head_posts.reaching(post.from_on).exists():
            post.is_void = False
            post.save(update_fields=["is_void"])


def _end_posts(staff, before, *, by):
    """End posts with the colleague's last day, or before it with the day before a successor began.

    Those that ended with the last day of `before` end anew.
    """
    rows = staff.head_posts.ending_after(staff.until_on, before=before)
    for post in rows.select_related("staff", "school_class"):
        later = post.school_class.head_posts.filter(from_on__gt=post.from_on)
        successions = (day - ONE_DAY for day in later.values_list("from_on", flat=True))
        end_post(post, min([staff.until_on, *successions]), by=by, is_ended=True)


@transaction.atomic
def record_return(staff, *, on, by):
    """返校: let a colleague who left work and sign in again from the day, without the former roles and posts.

    The days between stay days on which they did not work here.
    """
    staff = Staff.objects.lock(staff.pk, staff.version)
    if staff.until_on is None:
        raise ValidationError("这位老师现在就在校。")
    first, last = staff.until_on + ONE_DAY, on - ONE_DAY
    if first <= last:
        # a leaving recorded again after a return entered by mistake begins on the same day
        staff.former_leavings.update_or_create(from_on=first, defaults={"until_on": last})
    staff.until_on = None
    staff.full_clean()
    staff.save(update_fields=["until_on", "version"])
    AuditEvent.record(actor=by, verb="staff.returned", target=staff)
    if staff.user:
        reopen_account(user=staff.user, by=by)
    return staff
