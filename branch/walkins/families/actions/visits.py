from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import not_after
from branch.core.files import delete_on_commit
from branch.core.models import AuditEvent
from branch.core.periods import school_year
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
from branch.walkins.students.actions import lock_pairings
from branch.walkins.students.models import Contact, ContactPairing, Pairing

from .needs import raise_family_need

NOT_YET = "这一天还没有到。还没有走访的，请点“约一次家访”。"
PAST = "约的日期不能早于今天；已经走访的，请点“记一次家访”。"
NOT_YOURS = "这名学生现在不能选，请重新选择。"
PHOTO_LIMIT = 6
TOO_MANY = f"一次家访最多 {PHOTO_LIMIT} 张照片。"
NO_CONSENT = "家长同意拍照，才能传照片。"
NO_LONGER = "这次家访现在不能改，请支委办理。"


@transaction.atomic
def record_visit(*, student, visitor, happened_on, mode, on, by, companions=(), **facts):
    """Record a visit that was made, to the child's family; a visit planned for that day becomes this one.

    `facts` are is_return, topics, present, fact, advice, may_photograph, and those of `_after`. The contacts of
    visitors who are paired with a child are made of it.
    """
    facts, more = _parted(facts)
    not_after(happened_on, "happened_on", on=on, says=NOT_YET)
    children = _children_of(student, happened_on, on=on, by=by)
    planned = _planned(children, visitor, happened_on)
    visit = planned or HomeVisit(recorded_by=by)
    _put(visit, visitor=visitor, happened_on=happened_on, mode=mode, state="done", **facts)
    if planned is None:
        _refuse_copy(visit, children)
    check_visitors(visit, companions, on=on, by=by)
    _check_consent(visit, **more)
    _store(visit, children, companions)
    AuditEvent.record(actor=by, verb="visit.recorded", target=visit)
    _after(visit, children, on=on, by=by, **more)
    return visit


@transaction.atomic
def plan_visit(*, student, visitor, happened_on, on, by, companions=(), at_time=None, mode="home"):
    """约一次家访: a visit that is to be made; it counts nowhere until it is."""
    if happened_on < on:
        raise ValidationError({"happened_on": PAST})
    children = _children_of(student, on, on=on, by=by)
    if _planned(children, visitor, happened_on):
        raise ValidationError({"happened_on": "这一天已经约过这一家。"})
    visit = HomeVisit(recorded_by=by)
    _put(visit, visitor=visitor, happened_on=happened_on, mode=mode, state="planned")
    visit.at_time = at_time
    check_visitors(visit, companions, on=on, by=by)
    _store(visit, children, companions)
    AuditEvent.record(actor=by, verb="visit.planned", target=visit)
    return visit


@transaction.atomic
def complete_visit(visit, *, happened_on, mode, version, on, by, companions=(), **facts):
    """Record that a planned visit was made; `facts` as for `record_visit`."""
    facts, more = _parted(facts)
    not_after(happened_on, "happened_on", on=on, says=NOT_YET)
    visit = _lock_planned(visit, version, on=on, by=by)
    _put(visit, happened_on=happened_on, mode=mode, state="done", **facts)
    check_visitors(visit, companions, on=on, by=by)
    _check_consent(visit, **more)
    children = _shared(visit)
    _store(visit, children, companions)
    AuditEvent.record(actor=by, verb="visit.recorded", target=visit)
    _after(visit, children, on=on, by=by, **more)
    return visit


@transaction.atomic
def miss_visit(visit, *, reason, version, on, by, again_on=None, again_at=None):
    """没有走成: close a planned visit without one; with a day, plan it again for that day. Returns the newest."""
    visit = _lock_planned(visit, version, on=on, by=by)
    if reason == HomeVisit.MissReason.MOVED and again_on is None:
        raise ValidationError({"again_on": "改期的，请写改约在哪一天。"})
    children, companions = _shared(visit), list(visit.companions.all())
    visit.state, visit.miss_reason = HomeVisit.State.MISSED, reason
    visit.full_clean()
    visit.save(update_fields=["state", "miss_reason", "version"])
    AuditEvent.record(actor=by, verb="visit.missed", target=visit)
    if again_on is None:
        return visit
    try:
        return plan_visit(
            student=children[0],
            visitor=visit.visitor,
            happened_on=again_on,
            at_time=again_at,
            companions=companions,
            on=on,
            by=by,
        )
    except ValidationError as refusal:
        raise ValidationError({"again_on": refusal.messages}) from refusal


@transaction.atomic
def revise_visit(visit, *, happened_on, mode, version, on, by, companions=(), **facts):
    """Correct a visit that was made; its family stays: for another one, withdraw it and record a new one."""
    facts, more = _parted(facts)
    not_after(happened_on, "happened_on", on=on, says=NOT_YET)
    visit = _lock(visit, version, on=on, by=by)
    if not visit.is_done:
        raise ValidationError("这次家访还没有走访，请先记走访情况。")
    _put(visit, happened_on=happened_on, mode=mode, **facts)
    check_visitors(visit, companions, on=on, by=by)
    _check_consent(visit, **more)
    children = _shared(visit)
    _store(visit, children, companions)
    AuditEvent.record(actor=by, verb="visit.revised", target=visit)
    _after(visit, children, on=on, by=by, **more)
    return visit


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
    visit.delete()


AFTER = ("new_photos", "dropped_photos", "due_on", "owner")


def _parted(facts):
    """The columns of a visit among the facts, and what is stored after it."""
    more = {name: facts[name] for name in AFTER if name in facts}
    return {name: value for name, value in facts.items() if name not in AFTER}, more


def _after(visit, children, *, on, by, new_photos=(), dropped_photos=(), due_on=None, owner=None):
    """Store the photos of a visit, and raise the difficulties that came up if they have a day.

    `new_photos` are column values of pictures whose files are stored. A kind that is open already is not
    raised again.
    """
    _change_photos(visit, new_photos, dropped_photos, by=by)
    if due_on is None:
        return
    family = family_of(children[0], on=on)
    is_open = set(FamilyNeed.objects.open().filter(family=family).values_list("kind", flat=True))
    for kind in visit.topics:
        if kind != HomeVisit.Topic.NONE and kind not in is_open:
            raise_family_need(
                student=children[0],
                kind=kind,
                owner=owner or visit.visitor,
                due_on=due_on,
                visit=visit,
                on=on,
                by=by,
            )


def _check_consent(visit, new_photos=(), **_):
    if (new_photos or visit.photos_awaited) and not visit.may_photograph:
        raise ValidationError({"may_photograph": NO_CONSENT})


@transaction.atomic
def add_photo(visit, *, key, columns, on, by):
    """Store a photo that follows its visit; one whose key is stored already is left as it is.

    `columns` are those of a picture whose files are stored.
    """
    visit = HomeVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if not HomeVisit.objects.revisable_by(by, on=on).filter(pk=visit.pk).exists():
        raise ValidationError(NO_LONGER)
    if not visit.may_photograph:
        raise ValidationError(NO_CONSENT)
    if visit.photos.count() >= PHOTO_LIMIT:
        raise ValidationError(TOO_MANY)
    photo = visit.photos.create(key=key, uploaded_by=by, order=visit.photos.count(), **columns)
    visit.has_received_photo()
    return photo


def _change_photos(visit, new, dropped, *, by):
    delete_on_commit(*dropped)
    visit.photos.filter(pk__in=[photo.pk for photo in dropped]).delete()
    first = visit.photos.count()
    if first + len(new) + visit.photos_awaited > PHOTO_LIMIT:
        raise ValidationError({"new_photos": TOO_MANY})
    VisitPhoto.objects.bulk_create(
        VisitPhoto(visit=visit, key=uuid4(), uploaded_by=by, order=order, **columns)
        for order, columns in enumerate(new, first)
    )


def _put(visit, **values):
    for name, value in values.items():
        setattr(visit, name, value)


def _store(visit, children, companions):
    """Store the visit, its children and companions, and the contacts that follow from it."""
    year = school_year(visit.happened_on).start.year
    visit.is_hardship = FamilyHardship.objects.filter(
        student__in=children, first_year=year
    ).exists()
    visit.full_clean(exclude=["recorded_by"])
    visit.save()
    visit.companions.set(companions)
    VisitedStudent.objects.bulk_create(
        [
            VisitedStudent(visit=visit, student=child, happened_on=visit.happened_on)
            for child in children
        ],
        update_conflicts=True,
        unique_fields=["visit", "student"],
        update_fields=["happened_on"],
    )
    # made anew, as days and people may have changed
    visit.contacts.all().delete()
    if visit.is_done:
        make_contacts([(visit, children)], companions)


def _children_of(student, day, *, on, by):
    """The child and the siblings at school that day; refuse a child whose family the user may not visit."""
    if not students_to_visit(by, on=on).filter(pk=student.pk).exists():
        raise ValidationError({"student": NOT_YOURS})
    here = Student.objects.on_roll_on(day).filter(family=student.family_id)
    siblings = here.exclude(pk=student.pk) if student.family_id else []
    return sorted([student, *siblings], key=lambda child: child.number)


def _planned(children, visitor, day):
    """The visitor's planned visit of that day to one of these children, locked; None without one."""
    shares = VisitedStudent.objects.filter(student__in=children)
    rows = HomeVisit.objects.planned().select_for_update(of=("self",))
    rows = rows.filter(visitor=visitor, happened_on=day, pk__in=shares.order_by().values("visit"))
    found = rows.first()
    if found:
        found.version += 1
    return found


def _lock(visit, version, *, on, by):
    """Lock the visit at this version; refuse a user to whom it was closed after the page read it."""
    visit = HomeVisit.objects.lock(visit.pk, version)
    if not HomeVisit.objects.revisable_by(by, on=on).filter(pk=visit.pk).exists():
        raise ValidationError(NO_LONGER)
    return visit


def _lock_planned(visit, version, *, on, by):
    visit = _lock(visit, version, on=on, by=by)
    if not visit.is_planned:
        raise ValidationError("这次家访已经记过了。")
    return visit


def _shared(visit):
    return [share.student for share in visit.shares.select_related("student")]


def check_visitors(visit, companions, *, on, by):
    """Refuse a visitor the user may not name, a colleague who did not work here that day or is named twice."""
    if not visitors_named_by(by, on=on).filter(pk=visit.visitor.pk).exists():
        raise ValidationError({"visitor": "请选择走访教师。"})
    ids = {visit.visitor.pk, *(person.pk for person in companions)}
    if visit.visitor in companions:
        raise ValidationError({"companions": "走访教师不用再选作同行人员。"})
    if Staff.objects.working_on(visit.happened_on).filter(pk__in=ids).count() < len(ids):
        raise ValidationError({"companions": "选中的教师里有一名这一天不在校，请重新选择。"})


def _refuse_copy(visit, children):
    """Refuse a visit equal to a stored one: the same page was sent again after going back."""
    names = ("visitor", "happened_on", "mode", "fact", "state")
    same = HomeVisit.objects.filter(**{name: getattr(visit, name) for name in names})
    if same.filter(shares__student__in=children).exists():
        raise ValidationError(
            "这一天已有一条同样的家访，没有再存一遍。确实又走访了一次的，请在走访情况里写一句区别。"
        )


def make_contacts(rows, companions):
    """Make each of (visit, children) a contact of the running pairings of its visitors with these children.

    `companions` go along on all of them.
    """
    children = {child.pk for _, home in rows for child in home}
    team = {person.pk for visit, _ in rows for person in (visit.visitor, *companions)}
    near = Pairing.objects.filter(student__in=children, member__staff__in=team)
    if not near.exists():
        return
    pairings = lock_pairings(near)
    for visit, home in rows:
        ids, day = {child.pk for child in home}, visit.happened_on
        own = [row for row in pairings if row.student_id in ids and row.covers(day)]
        for member in {pairing.member for pairing in own}:
            _make_contact(visit, member, [row for row in own if row.member == member])


def _make_contact(visit, member, pairings):
    contact = Contact(
        visit=visit,
        member=member,
        kind=Contact.Kind.CARE,
        mode=Contact.Mode(visit.mode),
        minutes=None,
        happened_on=visit.happened_on,
        recorded_by=visit.recorded_by,
    )
    contact.full_clean(exclude=["member", "recorded_by", "visit"])
    contact.save()
    ContactPairing.objects.bulk_create(
        ContactPairing(contact=contact, pairing=row, happened_on=visit.happened_on)
        for row in pairings
    )
