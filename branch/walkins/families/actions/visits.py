"""Home visits: planned, recorded, missed, corrected, withdrawn.

`record_visit`, `complete_visit` and `revise_visit` take the fields of `Facts` as keywords.
"""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import not_after
from branch.core.files import delete_on_commit
from branch.core.models import AuditEvent
from branch.core.periods import school_year
from branch.core.refusals import only
from branch.coverage.actions import settle_notices
from branch.school.actions import family_of
from branch.school.models import Staff, Student
from branch.walkins.families.models import (
    FamilyHardship,
    FamilyNeed,
    HomeVisit,
    VisitedStudent,
    VisitNote,
    VisitPhoto,
    students_to_visit,
    visitors_named_by,
)
from branch.walkins.notes import delete_note

from .contacts import make_contacts
from .needs import raise_family_need
from .notices import settle_made, tell_team

NOT_YET = "这一天还没有到。还没有走访的，请点“约一次家访”。"
PAST = "约的日期不能早于今天；已经走访的，请点“记一次家访”。"
TOO_FAR = "约的日期请在半年以内。"
LAST_YEAR = "上学年的家访请支委补记。"
NOT_YOURS = "这名学生现在不能选，请重新选择。"
NOT_HERE = "这名学生那一天不在本校，请核对日期。"
PHOTO_LIMIT = 6
TOO_MANY = f"一次家访最多 {PHOTO_LIMIT} 张照片。"
NO_CONSENT = "家长同意拍照，才能传照片。"
STILL_THERE = "家长不同意拍照的，请把已有的照片一并移除。"
NO_LONGER = "这次家访现在不能改，请支委办理。"
# how far ahead a visit is planned
AHEAD = timedelta(days=183)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is stored of a visit that was made."""

    happened_on: date
    mode: str
    companions: tuple = ()
    is_return: bool = False
    topics: tuple = ()
    present: tuple = ()
    fact: str = ""
    advice: str = ""
    may_photograph: bool = False
    photos_awaited: int = 0
    # column values of pictures whose files are stored
    new_photos: tuple = ()
    dropped_photos: tuple = ()
    # with a day, the difficulties that came up are raised; by default the visitor sees to them
    due_on: date | None = None
    owner: Staff | None = None


# the fields that are columns of a visit
COLUMNS = [
    "happened_on",
    "mode",
    "is_return",
    "topics",
    "present",
    "fact",
    "advice",
    "may_photograph",
    "photos_awaited",
]


@transaction.atomic
def record_visit(*, student, visitor, on, by, **facts):
    """Record a visit that was made, to the child's family; a visit planned for that day becomes this one.

    The contacts of visitors who are paired with a child are made of it.
    """
    facts = Facts(**facts)
    _check_reach([student], on=on, by=by)
    _check_visitor(visitor, on=on, by=by)
    _check_day(facts.happened_on, on=on, by=by)
    children = _household(student, facts.happened_on)
    visit = _planned(children, visitor, facts.happened_on)
    if visit is None:
        visit = HomeVisit(visitor=visitor)
        _refuse_copy(visit, facts, children)
    else:
        facts = _with_companions(facts, visit)
    return _write(visit, facts, children, verb="visit.recorded", on=on, by=by)


@transaction.atomic
def complete_visit(visit, *, version, on, by, **facts):
    """Record that a planned visit was made."""
    facts = Facts(**facts)
    _check_day(facts.happened_on, on=on, by=by)
    visit = _lock_planned(visit, version, on=on, by=by)
    children = _here(_shared(visit), facts.happened_on)
    return _write(visit, facts, children, verb="visit.recorded", on=on, by=by)


@transaction.atomic
def revise_visit(visit, *, version, on, by, **facts):
    """Correct a visit that was made; its family stays: for another one, withdraw it and record a new one."""
    facts = Facts(**facts)
    visit = _lock(visit, version, on=on, by=by)
    if not visit.is_done:
        raise ValidationError("这次家访还没有走访，请先记走访情况。")
    if facts.happened_on != visit.happened_on:
        _check_day(facts.happened_on, on=on, by=by)
    children = _here(_shared(visit), facts.happened_on)
    return _write(visit, facts, children, verb="visit.revised", on=on, by=by)


@transaction.atomic
def plan_visit(
    *, student, visitor, happened_on, on, by, companions=(), at_time=None, mode="home", tells=True
):
    """约一次家访: a visit that is to be made; it counts nowhere until it is. `tells` its team of it."""
    _check_reach([student], on=on, by=by)
    _check_visitor(visitor, on=on, by=by)
    plan = {"happened_on": happened_on, "at_time": at_time, "mode": mode}
    return _plan(_household(student, on), visitor, companions, on=on, by=by, tells=tells, **plan)


@transaction.atomic
def miss_visit(visit, *, reason, version, on, by, again_on=None, again_at=None):
    """没有走成: close a planned visit without one; with a day, plan it again for that day. Returns the newest."""
    visit = _lock_planned(visit, version, on=on, by=by)
    if reason == HomeVisit.MissReason.MOVED and again_on is None:
        raise ValidationError({"again_on": "改期的，请写改约在哪一天。"})
    visit.state, visit.miss_reason = HomeVisit.State.MISSED, reason
    visit.full_clean()
    visit.save(update_fields=["state", "miss_reason", "version"])
    AuditEvent.record(actor=by, verb="visit.missed", target=visit)
    settle_notices(visit)
    if again_on is None:
        return visit
    plan = {"happened_on": again_on, "at_time": again_at, "mode": visit.mode}
    companions = list(visit.companions.all())
    try:
        return _plan(_shared(visit), visit.visitor, companions, on=on, by=by, **plan)
    except ValidationError as refusal:
        raise ValidationError({"again_on": refusal.messages}) from refusal


@transaction.atomic
def withdraw_visit(visit, *, reason, version, on, by):
    """作废: delete the visit with its contacts, photos and sealed note; audit events keep that they existed, and why."""
    visit = _lock(visit, version, on=on, by=by)
    says = HomeVisit.WithdrawReason(reason).label
    AuditEvent.record(actor=by, verb="visit.withdrawn", target=visit, says=says)
    delete_visit(visit, by=by)


def delete_visit(visit, *, by):
    """Delete a visit and what belongs to it; difficulties that were raised in it stay."""
    for note in VisitNote.objects.filter(visit=visit).defer("sealed"):
        delete_note(note, by=by)
    delete_on_commit(*visit.photos.all())
    settle_notices(visit)
    visit.delete()


@transaction.atomic
def add_photo(visit, *, key, columns, on, by):
    """Store a photo that follows its visit, unless one with its key is; return whether it was stored.

    `columns` are those of a picture whose files are stored.
    """
    rows = HomeVisit.objects.revisable_by(by, on=on).filter(pk=visit.pk)
    if not HomeVisit.objects.select_for_update(of=("self",)).filter(pk__in=rows.values("pk")):
        raise ValidationError(NO_LONGER)
    visit.refresh_from_db(fields=["may_photograph", "photos_awaited"])
    if visit.photos.filter(key=key).exists():
        return False
    if not visit.may_photograph:
        raise ValidationError(NO_CONSENT)
    count = visit.photos.count()
    if count >= PHOTO_LIMIT:
        raise ValidationError(TOO_MANY)
    visit.photos.create(key=key, uploaded_by=by, order=count, **columns)
    visit.has_received_photo()
    AuditEvent.record(actor=by, verb="visit.photo_added", target=visit)
    return True


def _write(visit, facts, children, *, verb, on, by):
    """Store a visit that was made, with its children, companions, contacts, photos and difficulties."""
    if visit.state != HomeVisit.State.DONE or visit.pk is None:
        visit.recorded_by = by
    visit.state = HomeVisit.State.DONE
    for name in COLUMNS:
        setattr(visit, name, getattr(facts, name))
    visit.topics, visit.present = list(facts.topics), list(facts.present)
    check_companions(visit, facts.companions)
    _check_consent(visit, facts)
    _store(visit, children, facts.companions)
    make_contacts([(visit, children)], facts.companions)
    settle_made([(visit, children)], facts.companions)
    _change_photos(visit, facts, by=by)
    _raise_difficulties(visit, facts, children, on=on, by=by)
    AuditEvent.record(actor=by, verb=verb, target=visit)
    return visit


def _plan(children, visitor, companions, *, happened_on, at_time, mode, on, by, tells=True):
    if happened_on < on:
        raise ValidationError({"happened_on": PAST})
    if happened_on > on + AHEAD:
        raise ValidationError({"happened_on": TOO_FAR})
    if _planned(children, visitor, happened_on):
        raise ValidationError({"happened_on": "这一天已经约过这一家。"})
    visit = HomeVisit(
        state=HomeVisit.State.PLANNED,
        visitor=visitor,
        happened_on=happened_on,
        at_time=at_time,
        mode=mode,
        recorded_by=by,
    )
    check_companions(visit, companions)
    _store(visit, children, companions)
    AuditEvent.record(actor=by, verb="visit.planned", target=visit)
    if tells:
        tell_team([visit], by=by)
    return visit


def _store(visit, children, companions):
    """Store the visit, its children and its companions."""
    year = school_year(visit.happened_on).start.year
    visit.is_hardship = FamilyHardship.objects.filter(
        student__in=children, first_year=year
    ).exists()
    visit.full_clean(exclude=["recorded_by"])
    visit.save()
    visit.companions.set(companions)
    visit.shares.exclude(student__in=children).delete()
    VisitedStudent.objects.bulk_create(
        [
            VisitedStudent(visit=visit, student=child, happened_on=visit.happened_on)
            for child in children
        ],
        update_conflicts=True,
        unique_fields=["visit", "student"],
        update_fields=["happened_on"],
    )


def _check_reach(students, *, on, by):
    """Refuse a child whose family the user may not visit."""
    ids = {student.pk for student in students}
    if students_to_visit(by, on=on).filter(pk__in=ids).count() < len(ids):
        raise ValidationError({"student": NOT_YOURS})


def _check_visitor(visitor, *, on, by):
    """Refuse a visitor whom the user may not name, or who does not work here."""
    if not visitors_named_by(by, on=on).filter(pk=visitor.pk).exists():
        raise ValidationError({"visitor": "请选择走访教师。"})


def _check_day(day, *, on, by):
    """Refuse a day to come, and for all but the committee one of a school year that is over."""
    not_after(day, "happened_on", on=on, says=NOT_YET)
    if day < school_year(on).start and not by.has_perm("walkins.add_familypairing"):
        raise ValidationError({"happened_on": LAST_YEAR})


def check_companions(visit, companions):
    """Refuse a colleague who did not work here that day, or is named twice."""
    if visit.visitor in companions:
        raise ValidationError({"companions": "走访教师不用再选作同行人员。"})
    ids = {person.pk for person in companions}
    if Staff.objects.working_on(visit.happened_on).filter(pk__in=ids).count() < len(ids):
        raise ValidationError({"companions": "选中的教师里有一名那一天不在校，请重新选择。"})


def _check_consent(visit, facts):
    if visit.may_photograph:
        return
    if facts.new_photos or visit.photos_awaited:
        raise ValidationError({"may_photograph": NO_CONSENT})
    dropped = [photo.pk for photo in facts.dropped_photos]
    if visit.pk and visit.photos.exclude(pk__in=dropped).exists():
        raise ValidationError({"may_photograph": STILL_THERE})


def _household(student, day):
    """The child and the siblings at school that day; refuse a child who was not."""
    siblings = Student.objects.filter(family=student.family_id) if student.family_id else []
    return _here({student, *siblings}, day, first=student)


def _here(students, day, first=None):
    """Those of the students who were at school that day; refuse where none was, or not the first."""
    here = Student.objects.on_roll_on(day).filter(pk__in=[student.pk for student in students])
    here = list(here.order_by("number"))
    if not here or (first and first not in here):
        raise ValidationError({"happened_on": NOT_HERE})
    return here


def _planned(children, visitor, day):
    """The visitor's planned visit of that day to one of these children, locked; None without one."""
    shares = VisitedStudent.objects.filter(student__in=children)
    rows = HomeVisit.objects.planned().select_for_update(of=("self",))
    rows = rows.filter(visitor=visitor, happened_on=day, pk__in=shares.order_by().values("visit"))
    found = rows.first()
    if found:
        found.version += 1
    return found


def _with_companions(facts, visit):
    """The facts, with those who were to come along as companions too."""
    planned = set(visit.companions.all())
    given = {field.name: getattr(facts, field.name) for field in fields(facts)}
    return Facts(**given | {"companions": tuple({*facts.companions, *planned})})


def _lock(visit, version, *, on, by):
    """Lock the visit at this version; refuse a user to whom it was closed after the page read it."""
    check = only(HomeVisit.objects.revisable_by(by, on=on), NO_LONGER)
    try:
        return HomeVisit.objects.lock(visit.pk, version, check=check)
    except HomeVisit.DoesNotExist as gone:
        raise ValidationError("这次家访刚刚作废了。") from gone


def _lock_planned(visit, version, *, on, by):
    visit = _lock(visit, version, on=on, by=by)
    if not visit.is_planned:
        raise ValidationError("这次家访已经记过了。")
    return visit


def _shared(visit):
    return [share.student for share in visit.shares.select_related("student")]


def _refuse_copy(visit, facts, children):
    """Refuse a visit equal to a stored one: the same page was sent again after going back."""
    same = {name: getattr(facts, name) for name in ("happened_on", "mode", "fact")}
    rows = HomeVisit.objects.done().filter(visitor=visit.visitor, **same)
    if rows.filter(shares__student__in=children).exists():
        raise ValidationError(
            "这一天已有一条同样的家访，没有再存一遍。确实又走访了一次的，请在走访情况里写一句区别。"
        )


def _change_photos(visit, facts, *, by):
    dropped = visit.photos.filter(pk__in=[photo.pk for photo in facts.dropped_photos])
    delete_on_commit(*dropped)
    dropped.delete()
    first = visit.photos.count()
    if first + len(facts.new_photos) + visit.photos_awaited > PHOTO_LIMIT:
        raise ValidationError({"new_photos": TOO_MANY})
    VisitPhoto.objects.bulk_create(
        VisitPhoto(visit=visit, key=uuid4(), uploaded_by=by, order=order, **columns)
        for order, columns in enumerate(facts.new_photos, first)
    )


def _raise_difficulties(visit, facts, children, *, on, by):
    """Raise the difficulties that came up, if they have a day; a kind that is open already is not raised again."""
    if facts.due_on is None:
        return
    family = family_of(children[0], on=on)
    is_open = set(FamilyNeed.objects.open().filter(family=family).values_list("kind", flat=True))
    for kind in visit.topics:
        if kind != HomeVisit.Topic.NONE and kind not in is_open:
            raise_family_need(
                student=children[0],
                kind=kind,
                owner=facts.owner or visit.visitor,
                due_on=facts.due_on,
                visit=visit,
                on=on,
                by=by,
            )
