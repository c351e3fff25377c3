"""Lines are entered by one and decided by another; every action on the books of a drive locks the drive first."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from branch.accounts.models import RoleGrant
from branch.accounts.roles import roles_that_allow
from branch.core.dated import not_after
from branch.core.figures import figure
from branch.core.models import AuditEvent
from branch.core.money import yuan_says
from branch.core.undo import Trace, undoes
from branch.coverage.actions import notify, settle_notices
from branch.school.models import Staff, Student
from branch.walkins.aid.models import (
    TWO_PEOPLE,
    Aid,
    AidRecipient,
    Drive,
    Kind,
    Source,
    State,
)
from branch.walkins.figures import AID_GOODS_ALONE
from branch.walkins.naming import names_about, refuse_listed
from branch.walkins.notices import AidRefused, AidToApprove

OVER = "这次活动已经结束，不能再登记。要补记，请先去掉结束日期。"
BEFORE = "日期不能早于活动开始的 {}。"
NOT_ON_ROLL = "选的学生里有一名不在籍，请重新选择。"
NOT_HERE = "选的学生里有一名那一天还不在籍，请核对日期和学生。"
TITLE_NAMES = "活动名称里写了“{}”，会随公开说明传出去。请先改活动名称，不写学生和家庭。"
NO_NAMES = "写了姓名“{}”，请删去：只写单位、票据和物品，不写人名。"
DECIDED = "这一笔已经办过了，没有重复办理。"
SHORT = "“{}”在这次活动里到{}只有 {} 元，不够支出 {} 元。请核对金额、来源和日期。"
SPENT = "这笔收入已经用于支出，“{}”只剩 {} 元，不能冲正 {} 元。请先冲正用它支出的那几笔。"
ONLY_COUNTED = "还没有计入的一笔不用冲正，请撤回。"
NOT_TWICE = "这一笔已经冲正，或者冲正还在审核。"
NO_REVERSAL = "冲正的一笔不能再冲正。写错了的，请重新登记一笔。"
NOT_YOURS = "只有登记的人能撤回。"


@transaction.atomic
def enter_income(drive, *, amount, source, payee, receipt, happened_on, on, by):
    """登记收入: a sum by its source, without who gave; another of the committee approves it."""
    drive = _lock(drive, happened_on, on=on)
    refuse_listed({"payee": payee, "receipt": receipt}, _donors_on(on), NO_NAMES)
    facts = {"amount": amount, "source": source, "payee": payee, "receipt": receipt}
    line = Aid(drive=drive, kind=Kind.INCOME, flow=1, happened_on=happened_on, **facts)
    return _enter(line, on=on, by=by)


@transaction.atomic
def enter_aid(drive, *, kind, students, amount, source, happened_on, on, by, occasion="", **texts):
    """登记支出: money or goods for students of the roll; goods up to a figure count at once.

    `texts` are payee, receipt and goods.
    """
    drive = _lock(drive, happened_on, on=on)
    students = _on_roll(students, happened_on, on=on)
    names = names_about(students)
    refuse_listed(texts, names, NO_NAMES)
    refuse_listed({"students": drive.title}, names, TITLE_NAMES)
    line = Aid(
        drive=drive,
        kind=kind,
        flow=-1,
        is_goods=bool(texts.get("goods")),
        amount=amount,
        source=source,
        happened_on=happened_on,
        occasion=occasion,
        recipient_count=len(students),
        **texts,
    )
    line.needs_two = not line.is_goods or amount > figure(AID_GOODS_ALONE.key, on=on) * 100
    _refuse_short(line, at="amount")
    _enter(line, on=on, by=by)
    shares = [AidRecipient(aid=line, student=row, happened_on=happened_on) for row in students]
    AidRecipient.objects.bulk_create(shares)
    return line


@transaction.atomic
def reverse_aid(line, *, reason, version, on, by, remark=""):
    """冲正: enter the same amount the other way, of today; both lines stay."""
    line = _lock_line(line, version, check=_refuse_reversal)
    students = Student.objects.filter(aid_shares__aid=line)
    names = _donors_on(on) if line.kind == Kind.INCOME else names_about(students)
    refuse_listed({"remark": remark}, names, NO_NAMES)
    copied = ("kind", "is_goods", "amount", "source", "payee", "receipt", "goods", "occasion")
    copied += ("recipient_count", "needs_two")
    reversal = Aid(
        drive=line.drive,
        reverses=line,
        flow=-line.flow,
        reason=reason,
        remark=remark,
        happened_on=on,
        **{name: getattr(line, name) for name in copied},
    )
    _refuse_short(reversal)
    return _enter(reversal, on=on, by=by)


def _refuse_reversal(line):
    if line.is_reversal:
        raise ValidationError(NO_REVERSAL)
    if not line.is_counted:
        raise ValidationError(ONLY_COUNTED)
    if line.reversals.filter(state__in=[State.WAITING, State.COUNTED]).exists():
        raise ValidationError(NOT_TWICE)


@transaction.atomic
def approve_aid(line, *, version, on, by):
    """同意: count a line that another entered, once, if its source has the money."""
    line = _lock_to_decide(line, version, by=by)
    _refuse_short(line)
    line.state = State.COUNTED
    return _decide(line, verb="aid.approved", on=on, by=by)


@transaction.atomic
def refuse_aid(line, *, refusal, version, on, by):
    """不同意: the line stays as refused and counts nowhere."""
    line = _lock_to_decide(line, version, by=by)
    line.state, line.refusal = State.REFUSED, refusal
    _decide(line, verb="aid.refused", on=on, by=by)
    notify(kind=AidRefused, users=[line.entered_by], subject=line, day=on, by=by)
    return line


@transaction.atomic
def withdraw_aid(line, *, version, on, by):
    """撤回 a line of one's own while it waits; returns the `UndoStep`."""
    line = _lock_line(line, version, check=_refuse_decided)
    if line.entered_by_id != by.pk:
        raise ValidationError(NOT_YOURS)
    trace = Trace(Aid.objects.get(pk=line.pk))
    line.state = State.WITHDRAWN
    line.save(update_fields=["state", "version"])
    settle_notices(line)
    AuditEvent.record(actor=by, verb="aid.withdrawn", target=line)
    return trace.keep("aid.withdrawn", target=line, on=on, by=by)


@undoes("aid.withdrawn", permission="walkins.add_aid", first="drive")
def enter_again(rows, *, on, by):
    """Let a line wait again that was withdrawn by mistake, unless its drive has ended meanwhile.

    An ended drive takes reversals.
    """
    (line,) = rows
    if line.is_reversal:
        Drive.objects.select_for_update().get(pk=line.drive_id)
    else:
        _lock(line.drive, line.happened_on, on=on)
    _tell(line, on=on, by=by)
    AuditEvent.record(actor=by, verb="aid.entered_again", target=line)


def _lock(drive, happened_on, *, on):
    """Lock a running drive; refuse a day before it or ahead."""
    drive = Drive.objects.select_for_update().get(pk=drive.pk)
    if not drive.is_running:
        raise ValidationError(OVER)
    not_after(happened_on, "happened_on", on=on)
    if happened_on < drive.started_on:
        raise ValidationError({"happened_on": BEFORE.format(drive.started_on)})
    return drive


def _lock_line(line, version, *, check):
    """Lock the drive of a line, then the line, unless `check` refuses it."""
    Drive.objects.select_for_update().get(pk=line.drive_id)
    return Aid.objects.lock(line.pk, version, check=check)


def _lock_to_decide(line, version, *, by):
    """Lock a line that waits; refuse the one who entered it."""
    line = _lock_line(line, version, check=_refuse_decided)
    if line.entered_by_id == by.pk:
        raise ValidationError(TWO_PEOPLE)
    return line


def _refuse_decided(line):
    if not line.is_waiting:
        raise ValidationError(DECIDED)


def _on_roll(students, day, *, on):
    """The students, each once; refuse one who is not on the roll, or was not on the day that it reached them."""
    keys = {student.pk for student in students}
    found = list(Student.objects.on_roll_on(on).filter(pk__in=keys).order_by("number"))
    if not keys or len(found) != len(keys):
        raise ValidationError({"students": NOT_ON_ROLL if keys else "请选择学生。"})
    if Student.objects.on_roll_on(day).filter(pk__in=keys).count() != len(keys):
        raise ValidationError({"happened_on": NOT_HERE})
    return found


def _donors_on(day):
    """The names of colleagues, who may have given what came in."""
    return Staff.objects.working_on(day).values_list("name", flat=True)


def _refuse_short(line, *, at=None):
    """Refuse what would take the source of the drive below zero on its day or later; needs the drive locked."""
    if line.flow > 0:
        return
    rows = Aid.objects.filter(drive=line.drive_id, source=line.source)
    left = rows.least_balance_from(line.happened_on)
    if left >= line.amount:
        return
    source, sums = Source(line.source).label, (yuan_says(left), yuan_says(line.amount))
    day = f" {line.happened_on:%m-%d} "
    says = SPENT.format(source, *sums) if line.is_reversal else SHORT.format(source, day, *sums)
    raise ValidationError({at: says} if at else says)


def _enter(line, *, on, by):
    """Number and store a line; it waits for another person, or counts at once; needs the drive locked."""
    line.number = (line.drive.lines.aggregate(last=Max("number"))["last"] or 0) + 1
    line.entered_on, line.entered_by = on, by
    line.state = State.WAITING if line.needs_two else State.COUNTED
    line.full_clean(exclude=["drive"])
    line.save()
    verb = "aid.reversal_entered" if line.is_reversal else "aid.entered"
    AuditEvent.record(actor=by, verb=verb, target=line)
    if line.is_waiting:
        _tell(line, on=on, by=by)
    return line


def _decide(line, *, verb, on, by):
    line.decided_on, line.decided_by = on, by
    line.full_clean(exclude=["drive"])
    line.save()
    settle_notices(line)
    AuditEvent.record(actor=by, verb=verb, target=line)
    return line


def _tell(line, *, on, by):
    """Tell everybody else who may approve it."""
    roles = roles_that_allow("walkins.change_aid")
    holders = RoleGrant.objects.opening_on(on).filter(role__in=roles)
    staff = Staff.objects.working_on(on).filter(user__in=holders.values("user"))
    users = [person.user for person in staff.select_related("user")]
    notify(kind=AidToApprove, users=users, subject=line, day=line.entered_on, by=by)
