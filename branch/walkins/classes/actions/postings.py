"""Links of members to classes: started and ended, each step for the day undoable."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.addresses import address_of
from branch.core.dated import ONE_DAY, not_after
from branch.core.models import AuditEvent
from branch.core.undo import Trace, undoes
from branch.coverage.actions import notify
from branch.coverage.models import Notice
from branch.members.models import Member
from branch.school.models import Enrolment, HeadTeacherPost
from branch.walkins.classes.models import ClassPosting, basis_of, head_of
from branch.walkins.notices import ClassChanged, ClassLinked
from branch.walkins.pairs import check_member


@transaction.atomic
def start_class_posting(*, member, school_class, from_on, on, by, basis=None):
    """Link a member to a class from a day on; the basis is what the member teaches then, unless it is given."""
    member = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    _check_class(school_class, from_on, on=on)
    check_member(member, from_on, on=on, day_says="开始日期")
    _check_match(member, school_class, from_on)
    posting = ClassPosting(
        member=member,
        school_class=school_class,
        from_on=from_on,
        basis=basis or basis_of(member, school_class, on=from_on),
    )
    posting.full_clean(exclude=["member", "school_class"])
    posting.save()
    tell_of(posting, head_of(school_class, on=from_on), by=by)
    AuditEvent.record(actor=by, verb="classposting.started", target=posting)
    return posting


def tell_of(posting, head, *, by, is_change=False):
    """Tell the member and the head teacher of the class, if it has one, that the posting begins.

    `is_change`: another posting of the member ends with it.
    """
    facts = {"subject": posting.school_class, "by": by, "day": posting.from_on}
    notify(kind=ClassLinked, users=[head and head.user], **facts)
    kind = ClassChanged if is_change else ClassLinked
    notify(kind=kind, users=[posting.member.staff.user], **facts)


def forget(posting):
    """Delete the notices of a posting that has ended: of its member and, if it never held, of the head teacher.

    The head teacher keeps the notice where another posting is as new.
    """
    users = [posting.member.staff.user_id]
    others = ClassPosting.objects.filter(school_class=posting.school_class_id)
    if posting.is_void and not others.filter(from_on__gte=posting.from_on).exists():
        head = head_of(posting.school_class, on=posting.from_on)
        users.append(head and head.user_id)
    Notice.objects.about(posting.school_class).filter(user__in=filter(None, users)).delete()


def _check_class(school_class, from_on, *, on):
    for day in {from_on, max(on, from_on)}:
        if not school_class.is_in_school_on(day):
            raise ValidationError({"school_class": "这个班在开始日期不在校，请另选班级或日期。"})


def _check_match(member, school_class, from_on):
    """Refuse a second posting to the class, its head teacher, and a guardian of one of its pupils."""
    _refuse_overlap(member, school_class, from_on)
    posts = HeadTeacherPost.objects.reaching(from_on).filter(school_class=school_class)
    if posts.filter(staff=member.staff_id).exists():
        raise ValidationError({"member": "这名党员是这个班的班主任，请另选一名党员。"})
    here = Enrolment.objects.reaching(from_on).filter(school_class=school_class)
    if here.filter(student__family__guardians__staff=member.staff_id).exists():
        raise ValidationError({"member": "这名党员的子女在这个班，请另选一名党员。"})


def _refuse_overlap(member, school_class, from_on, *, but=None):
    rows = ClassPosting.objects.reaching(from_on).exclude(pk=but)
    taken = rows.filter(member=member, school_class=school_class).first()
    if taken:
        since = f"{taken.from_on} 起" + (f"、到 {taken.until_on} 为止" if taken.until_on else "")
        raise ValidationError({"member": f"这名党员 {since}已联系这个班。"})


@transaction.atomic
def end_class_posting(posting, *, until_on, version, on, by):
    """Write the last day of a posting; it gives no access from now on. Undone by `restore_class_posting` today.

    One that begins today or later never held a whole day, so it is marked void.
    """
    Member.objects.select_for_update(of=("self",)).get(pk=posting.member_id)
    posting = ClassPosting.objects.lock(posting.pk, version, check=partial(_refuse_ended, on=on))
    trace = Trace(posting)
    if posting.has_begun_on(on):
        _write_last_day(posting, until_on, on=on)
    else:
        posting.is_void = True
    posting.save(update_fields=["is_void", "until_on", "is_ended", "version"])
    forget(posting)
    AuditEvent.record(actor=by, verb="classposting.ended", target=posting)
    address = address_of("walkins:classposting-list")
    return trace.keep("classposting.ended", target=posting, on=on, by=by, address=address)


def _refuse_ended(posting, *, on):
    if posting.is_ended or (posting.until_on and posting.until_on < on):
        raise ValidationError("这次联系已经结束。")


def _write_last_day(posting, until_on, *, on):
    not_after(until_on, "until_on", on=on)
    if until_on < posting.from_on:
        raise ValidationError(
            {"until_on": f"从 {posting.from_on} 开始联系，请填这一天或以后的日期。"}
        )
    posting.until_on, posting.is_ended = until_on, True
    posting.full_clean()


@undoes("classposting.ended", permission="walkins.end_classposting", of_anyone=True)
def restore_class_posting(rows, *, on, by):
    """Let a posting run on that was ended by mistake, unless the member has another of the class, or has left."""
    (posting,) = rows
    member = Member.objects.select_for_update(of=("self",)).get(pk=posting.member_id)
    _refuse_overlap(member, posting.school_class, posting.from_on, but=posting.pk)
    if not Member.objects.here_on(on + ONE_DAY).filter(pk=member.pk).exists():
        raise ValidationError("这名党员已离校或转出，不能撤销。")
    AuditEvent.record(actor=by, verb="classposting.end_undone", target=posting)
