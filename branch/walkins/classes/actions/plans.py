from django.core.exceptions import ValidationError
from django.db import transaction

from branch.activities.models import Activity, Attendance
from branch.core.dated import ONE_DAY, end_after
from branch.core.models import AuditEvent
from branch.core.undo import Trace, undoes
from branch.members.models import Member
from branch.operations.actions import start_job
from branch.school.models import HeadTeacherPost, SchoolClass
from branch.walkins.classes.inputs import Inputs, first_day
from branch.walkins.classes.models import ClassPosting, PlanLine, PlanLock, PostingPlan, Taught
from branch.walkins.planning.checks import refuse_locks

from .postings import forget, tell_of

JOB = "walkins.posting_plan"
OVER = "这个学期已经结束，请选当前或以后的学期。"
PUBLISHED = "这份方案已经发布，不能再改。要调整，请新建一份。"
NOT_SOLVED = "方案还没有计算好，请稍等再发布。"
STALE = "之后又重新计算过，这次的结果不再用。"
NOT_LOCKED = "锁定改过了，还没有重新计算。请先点“重新计算”，看过新的方案再发布。"
EMPTY = "方案里还没有排上的党员，不能发布。"
PEOPLE_CHANGED = "计算以后，党员、班主任、班级或任教有了变化，请重新计算再发布。"
NOT_SOLVED_WITH = "有一个锁定还没有算进方案，请重新计算，或者解除这个锁定，再发布。"
LATER = "已有从以后学期开始的联系安排，发布会把它们取消。这个学期请在“联系班级”里逐个安排。"
IN_USE = "新的联系党员已经参加了班级团辅，不能撤销了。要调整，请新建一份方案。"


@transaction.atomic
def start_plan(*, term, on, at, by):
    """Return the draft of a term, new or the one there is, and have it solved by a worker."""
    _refuse_over(term, on=on)
    drafts = PostingPlan.objects.drafts().select_for_update(of=("self",))
    plan = drafts.filter(term=term).first()
    if plan is None:
        plan = PostingPlan(term=term, started_by=by)
        plan.full_clean()
        plan.save()
        AuditEvent.record(actor=by, verb="plan.started", target=plan)
    plan.version += 1
    return _solve(plan, at=at, by=by)


def _refuse_over(term, *, on):
    if term.ends_on < on:
        raise ValidationError(OVER)


def _refuse_published(plan):
    if not plan.is_draft:
        raise ValidationError(PUBLISHED)


@transaction.atomic
def solve_again(plan, *, locks, version, on, at, by):
    """Lock these (member, class) pairs, by pk, in place of the former ones, and have the plan solved again."""
    plan = PostingPlan.objects.lock(plan.pk, version, check=_refuse_published)
    _refuse_over(plan.term, on=on)
    inputs = Inputs.of(plan.term, on=on)
    _refuse_locks(inputs, locks, on=first_day(plan.term, on=on))
    plan.locks.all().delete()
    PlanLock.objects.bulk_create(
        PlanLock(plan=plan, member_id=member, school_class_id=school_class)
        for member, school_class in sorted(locks)
    )
    AuditEvent.record(actor=by, verb="plan.locked", target=plan, says=f"锁定 {len(locks)} 处")
    return _solve(plan, at=at, by=by)


def _refuse_locks(inputs, locks, *, on):
    """Refuse locks that no plan can have, with the name of the class or member concerned."""
    try:
        refuse_locks(inputs.members, inputs.classes, locks)
    except ValidationError as refusal:
        at = refusal.params
        names = [SchoolClass.objects.get(pk=at["seat"]).name_on(on)] if "seat" in at else []
        names += [str(Member.objects.get(pk=at["member"]))] if "member" in at else []
        raise ValidationError({"lock": f"{'、'.join(names)}：{refusal.messages[0]}"}) from refusal


def _solve(plan, *, at, by):
    plan.job = start_job(JOB, {"plan": plan.pk}, by=by, at=at)
    plan.save(update_fields=["job", "version"])
    return plan


@transaction.atomic
def store_solution(plan, found, *, job, compared_on, at):
    """Store the lines that `planning.plan` found for a draft, in place of the former ones.

    Only the job that was started last stores: an older one may not have known its locks.
    """
    plan = PostingPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if not plan.is_draft:
        raise ValidationError(PUBLISHED)
    if plan.job_id != job.pk:
        raise ValidationError(STALE)
    plan.lines.all().delete()
    links = [
        PlanLine(plan=plan, member_id=link.member, school_class_id=link.seat, basis=link.basis)
        for link in found.links
    ]
    shut = [PlanLine(plan=plan, school_class_id=row.id, **_why(row)) for row in found.shut]
    idle = [PlanLine(plan=plan, member_id=row.id, **_why(row)) for row in found.idle]
    PlanLine.objects.bulk_create([*links, *shut, *idle])
    plan.computed_at, plan.capacity, plan.compared_on = at, found.capacity, compared_on
    plan.version += 1
    plan.full_clean()
    plan.save(update_fields=["computed_at", "capacity", "compared_on", "version"])
    return plan


def _why(unlinked):
    return {"cause": unlinked.cause, "rules": list(unlinked.rules)}


@transaction.atomic
def publish_plan(plan, *, locks, version, on, by):
    """发布方案: begin the postings of a plan and end all former ones the day before.

    `locks` are the (member, class) ticked on the page, by pk: those that the plan was solved with, else it is refused.
    The postings begin on the first day of the term, or today if that is later. Returns the `UndoStep`, by which the former
    ones are restored today.
    """
    _wait_for_others()
    plan = PostingPlan.objects.lock(plan.pk, version, check=_refuse_published)
    lines = _lines_to_publish(plan, on=on)
    _refuse_unless_solved_with(plan, locks, lines)
    begins_on = first_day(plan.term, on=on)
    former = ClassPosting.objects.reaching(begins_on).select_for_update(of=("self",))
    former = list(former.select_related("member__staff", "school_class"))
    # void until the former ones have ended, so that the undo voids them before it restores those
    posted = [_posting(line, plan, begins_on) for line in lines]
    trace = Trace(PostingPlan.objects.get(pk=plan.pk), *posted, *former)
    for row in former:
        end_after(row, begins_on - ONE_DAY, version=row.version + 1)
    for row in posted:
        row.is_void = False
        row.full_clean(exclude=["member", "school_class", "plan"])
        row.save(update_fields=["is_void"])
    plan.state, plan.published_on, plan.begins_on = PostingPlan.State.PUBLISHED, on, begins_on
    plan.full_clean()
    plan.save(update_fields=["state", "published_on", "begins_on", "version"])
    _tell_of_new(posted, former, on=begins_on, by=by)
    AuditEvent.record(actor=by, verb="plan.published", target=plan, says=f"{len(posted)} 项")
    return trace.keep("plan.published", target=plan, on=on, by=by, address=plan.get_absolute_url())


def _wait_for_others():
    """Lock every plan and member: until it is published, none is taken back, nobody leaves, no posting is added.

    The undo of a plan locks that plan first, too.
    """
    for model in (PostingPlan, Member):
        list(model.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _pair_of(posting):
    """The member and the class, of a line or a lock, too."""
    return posting.member_id, posting.school_class_id


def _without(rows, others):
    """Those of the postings whose member and class are not those of one of the others."""
    pairs = {_pair_of(row) for row in others}
    return [row for row in rows if _pair_of(row) not in pairs]


def _tell_of_new(posted, former, *, on, by):
    """Leave a trace of each posting, and tell those concerned of the ones that are new."""
    head_of = HeadTeacherPost.objects.by_class_on(on)
    gone = _without(former, posted)
    moved = {row.member_id for row in gone}
    for row in posted:
        AuditEvent.record(actor=by, verb="classposting.started", target=row)
    for row in gone:
        forget(row)
    for row in _without(posted, former):
        head = head_of.get(row.school_class_id)
        tell_of(row, head, by=by, is_change=row.member_id in moved)


def _lines_to_publish(plan, *, on):
    """The lines with a member and a class; refuse what is not solved, empty or no longer possible."""
    _refuse_over(plan.term, on=on)
    if plan.computed_at is None or not plan.job_is_over:
        raise ValidationError(NOT_SOLVED)
    rows = plan.lines.linked().select_related("member__staff__user", "school_class")
    lines = list(rows)
    if not lines:
        raise ValidationError(EMPTY)
    _refuse_changed(plan, lines, on=on)
    return lines


def _refuse_changed(plan, lines, *, on):
    """Refuse lines that would not be found today, or without a lock, and those that would cancel later postings."""
    inputs, day = Inputs.of(plan.term, on=on), first_day(plan.term, on=on)
    barred = {member.id: member.barred for member in inputs.members}
    planned = plan.lines.exclude(school_class=None).values_list("school_class", flat=True)
    if {seat.id for seat in inputs.classes} != set(planned):
        raise ValidationError(PEOPLE_CHANGED)
    taught, heads = Taught([day]), HeadTeacherPost.objects.by_class_on(day)
    for line in lines:
        head, staff = heads.get(line.school_class_id), line.member.staff_id
        basis = taught.basis(staff, line.school_class, head_id=head and head.pk, on=day)
        is_possible = line.school_class_id not in barred.get(line.member_id, [line.school_class_id])
        if not is_possible or line.basis != basis:
            raise ValidationError(PEOPLE_CHANGED)
    if ClassPosting.objects.filter(from_on__gt=plan.term.ends_on).exists():
        raise ValidationError(LATER)


def _refuse_unless_solved_with(plan, locks, lines):
    """Refuse a plan whose locks are others than those on the page, or were not solved, as that failed."""
    if locks != set(plan.locks.values_list("member", "school_class")):
        raise ValidationError(NOT_LOCKED)
    if not locks <= {_pair_of(line) for line in lines}:
        raise ValidationError(NOT_SOLVED_WITH)


def _posting(line, plan, begins_on):
    return ClassPosting.objects.create(
        member=line.member,
        school_class=line.school_class,
        basis=line.basis,
        from_on=begins_on,
        plan=plan,
        is_void=True,
    )


@undoes("plan.published", permission="walkins.add_classposting", of_anyone=True)
def withdraw_plan(rows, *, on, by):
    """Take a plan back to its draft on the day it was published, unless something was recorded under it."""
    plan = next(row for row in rows if isinstance(row, PostingPlan))
    postings = [row for row in rows if isinstance(row, ClassPosting)]
    posted = [row for row in postings if row.plan_id == plan.pk]
    former = [row for row in postings if row.plan_id != plan.pk]
    for row in _without(posted, former):
        _refuse_if_used(row)
        forget(row)
    AuditEvent.record(actor=by, verb="plan.withdrawn", target=plan)


def _refuse_if_used(posting):
    """Refuse where the member has taken part in a session of the class since the posting began."""
    taken = Attendance.objects.filter(
        staff__member=posting.member_id,
        state=Attendance.State.PRESENT,
        activity__state=Activity.State.DONE,
        activity__class_session__school_class=posting.school_class_id,
        activity__starts_at__date__gte=posting.from_on,
    )
    if taken.exists():
        raise ValidationError(IN_USE)
