"""Families: their guardians and address, and how they are joined and split."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from branch.core.consequences import refuse_unless_seen
from branch.core.models import AuditEvent
from branch.core.undo import Trace, undoes
from branch.coverage.models import Excuse
from branch.school.models import Family, FamilyNumber, Guardian, Student

from .numbers import deal_roll_numbers

NOT_YOURS = "这位监护人也是本校另一名学生的家长，请支委核对后合并。"
SAME = (
    "这位监护人也是%(class_name)s %(child)s的家长，保存后两个孩子将合为一个家庭。"
    "请核对姓名和电话，确实是同一个人再勾选。"
)
TWO_ADDRESSES = (
    "这位监护人也是本校另一名学生的家长，两家登记的住址不同，请在家庭页点“合并另一家”，选留哪一个。"
)
NOT_WHOLE = "有孩子不在您的班上，请支委核对后再办。"
ONE_CHILD = "这个家庭只有一名学生，不用分开。"
CHANGED = "刚有人改动了这个家庭，请回到学生页面核对后再办。"


@transaction.atomic
def record_guardian(student, *, name, relation, phone, on, by, is_same_family=False):
    """Add a guardian to a student's family; if another family has the same one, the two are joined."""
    family = _family_of(student, name, phone, is_same_family, on=on, by=by)
    known = family.guardians.filter(name=name, phone=phone).first()
    if known and not is_same_family:
        raise ValidationError({"name": "这位监护人已经登记过。"})
    guardian = _lock_as_read(known) if known else Guardian(family=family)
    guardian = _write(guardian, name, relation, phone, verb="recorded", by=by)
    if student.family_id is None:  # as read before: the family is new
        deal_roll_numbers(on=on, students=Student.objects.filter(pk=student.pk))
    return guardian


@transaction.atomic
def revise_guardian(guardian, *, name, relation, phone, version, on, by, is_same_family=False):
    """Correct a guardian; if another family has the same one, the two are joined."""
    student = Student.objects.filter(family__guardians=guardian.pk).first()
    if student is None:
        raise ValidationError(CHANGED)
    family = _family_of(student, name, phone, is_same_family, on=on, by=by)
    if not family.guardians.filter(pk=guardian.pk).exists():
        raise ValidationError(CHANGED)
    guardian = Guardian.objects.lock(guardian.pk, version)
    twin = family.guardians.filter(name=name, phone=phone).exclude(pk=guardian.pk).first()
    if twin and not is_same_family:
        raise ValidationError({"name": "这位监护人已经登记过。"})
    if twin:
        guardian.delete()
        guardian = _lock_as_read(twin)
    return _write(guardian, name, relation, phone, verb="revised", by=by)


@transaction.atomic
def family_of(student, *, on):
    """The student's family; it is created, with its number of the term, if there is none."""
    if student.family_id is None:
        _ensure_family(student)
        deal_roll_numbers(on=on, students=Student.objects.filter(pk=student.pk))
    return Family.objects.get(students=student.pk)


def _lock_as_read(guardian):
    """Lock a guardian and raise its version, so that another open form of it is refused as stale."""
    return Guardian.objects.lock(guardian.pk, guardian.version)


def _write(guardian, name, relation, phone, *, verb, by):
    if guardian.name != name:
        guardian.staff = None  # another person, so the link to a colleague is no longer right
    guardian.name, guardian.relation, guardian.phone = name, relation, phone
    guardian.full_clean()
    guardian.save()
    AuditEvent.record(actor=by, verb=f"guardian.{verb}", target=guardian)
    link_own_children(Guardian.objects.filter(pk=guardian.pk), by=by)
    return guardian


def _family_of(student, name, phone, is_same_family, *, on, by):
    """The student's family, locked and joined with the one that has this guardian."""
    family, other = _lock_families(student, name, phone)
    if other is None:
        return family
    _check_join(family, other, is_same_family, on=on, by=by)
    family.version += 1
    return _join(family, other, by=by)


def _lock_families(student, name, phone):
    """Lock and return the student's family, and the other one that has this guardian, or None.

    Families are locked before students, and in the order of their keys, so that two joins cannot
    deadlock. They are read again under the lock, as they may have been joined before it.
    """
    if student.family_id is None:
        _ensure_family(student)
    locked = list(families_of(student, name, phone).select_for_update())
    if list(families_of(student, name, phone)) != locked:
        raise ValidationError(CHANGED)
    own = Family.objects.get(students=student)
    return own, next((family for family in locked if family != own), None)


def _ensure_family(student):
    """Create the student's family if there is none; no join can hold this student, so the lock is safe."""
    rows = Student.objects.select_for_update(of=("self",)).filter(pk=student.pk, family=None)
    for row in rows:
        row.family = Family.objects.create()
        row.save(update_fields=["family"])


def families_of(student, name, phone):
    """The family of the student, and the one with a guardian of this name and telephone."""
    own = Student.objects.filter(pk=student.pk)
    known = Guardian.objects.filter(~Q(phone=""), name=name, phone=phone)
    own_key, other_key = (rows.order_by().values("family") for rows in (own, known))
    return Family.objects.filter(Q(pk__in=own_key) | Q(pk__in=other_key)).order_by("pk")


def _check_join(family, other, is_same_family, *, on, by):
    """Refuse a join by a user who may not read both families whole, or has not confirmed it, or loses an address."""
    if not _are_whole(family, other, on=on, by=by):
        raise ValidationError({"name": NOT_YOURS})
    if family.address and other.address and family.address != other.address:
        raise ValidationError({"name": TWO_ADDRESSES})
    child = other.students.with_class_on(on).first()
    if child and not is_same_family:
        params = {"child": child, "class_name": child.class_name_on(on)}
        question = ValidationError(SAME, code="names_child", params=params)
        raise ValidationError({"is_same_family": question})


def _join(family, other, *, by, address=""):
    """Move the other family's rows into this one, and its address if there is none.

    In a term in which both have a number, this family's stays.
    """
    for row in _rows_of(other):
        row.family = family
        row.validate_constraints()
        row.save(update_fields=["family"])
    for excuse in _excuses_of(other):
        excuse.subject_id = family.pk
        if not Excuse.objects.overlapping(excuse).exists():
            excuse.save(update_fields=["subject_id"])
    numbered = family.family_numbers.values("term")
    other.family_numbers.exclude(term__in=numbered).update(family=family)
    family.address = address or family.address or other.address
    family.save(update_fields=["address", "version"])
    AuditEvent.record(actor=by, verb="family.joined", target=family, says=f"家庭 {other.pk}")
    other.delete()
    return family


def _rows_of(*families):
    """The rows of every app that belong to the families, but for the numbers of terms."""
    relations = [row for row in Family._meta.related_objects if row.related_model != FamilyNumber]
    return [
        row
        for relation in relations
        for row in relation.related_model._meta.base_manager.filter(
            **{f"{relation.field.name}__in": families}
        )
    ]


def _excuses_of(family):
    """The excuses of a family from duties."""
    return Excuse.objects.filter(subject_type=family._meta.label_lower, subject_id=family.pk)


@transaction.atomic
def revise_address(family, *, address, version, by):
    """Correct the address of a family; the audit event does not say it."""
    family = _lock_family(family, version)
    family.address = address
    family.full_clean()
    family.save(update_fields=["address", "version"])
    AuditEvent.record(actor=by, verb="address.revised", target=family)
    return family


@dataclass(frozen=True)
class Joining:
    """A family, and a child of the other family, or of none, with which it is joined."""

    family: Family
    child: Student

    @property
    def children(self):
        return Student.objects.filter(Q(pk=self.child.pk) | Q(family__in=self._keys))

    @property
    def guardians(self):
        return Guardian.objects.filter(family__in=self._keys)

    @property
    def numbers(self):
        return FamilyNumber.objects.filter(family__in=self._keys)

    @property
    def addresses(self):
        """The addresses of the two families that differ, in the order of their keys."""
        known = Family.objects.filter(pk__in=self._keys).exclude(address="").order_by("pk")
        return list(dict.fromkeys(known.values_list("address", flat=True)))

    @property
    def _keys(self):
        return [key for key in (self.family.pk, self.child.family_id) if key]


@transaction.atomic
def join_families(family, child, *, version, on, by, seen=None, address=""):
    """Join a family with that of a child; return the `UndoStep`, by which it is undone today.

    `address` is one of the two; without it the family's own stays. `seen` is the digest of what the page said
    would follow.
    """
    joining = _lock_joining(family, child, version)
    family, other = joining.family, joining.child.family
    _check_whole(family, other, on=on, by=by)
    refuse_unless_seen(seen, "school.family_join", joining, on=on, by=by)
    pair = sorted((family, other), key=lambda row: row.pk)
    trace = Trace(*pair, *_rows_of(*pair), *joining.numbers, *_excuses_of(other))
    _join(family, other, by=by, address=address)
    address = family.get_absolute_url()
    return trace.keep("family.joined", target=family, on=on, by=by, address=address)


def _lock_joining(family, child, version):
    """Lock the two families in the order of their keys; refuse if they have been joined or changed before it."""
    _ensure_family(child)
    of_child = Student.objects.filter(pk=child.pk).order_by().values("family")
    rows = Family.objects.filter(Q(pk=family.pk) | Q(pk__in=of_child)).order_by("pk")
    locked = set(rows.select_for_update())
    child = Student.objects.select_related("family").get(pk=child.pk)
    if len(locked) < 2 or {family, child.family} != locked:
        raise ValidationError(CHANGED)
    return Joining(Family.objects.lock(family.pk, version), child)


def _check_whole(*families, on, by):
    """Refuse a user who may not read every child of the families."""
    if not _are_whole(*families, on=on, by=by):
        raise ValidationError(NOT_WHOLE)


def _are_whole(*families, on, by):
    whole = Family.objects.whole_to(by, on=on)
    return whole.filter(pk__in=[family.pk for family in families]).count() == len(families)


@undoes("family.joined", permission="school.change_guardian")
def part_again(rows, *, on, by):
    """Restore two families that were joined by mistake; who came to the joined one since stays there."""
    families = [row for row in rows if isinstance(row, Family)]
    _check_whole(*families, on=on, by=by)
    AuditEvent.record(actor=by, verb="family.joining_undone", target=families[0])


@transaction.atomic
def split_family(family, student, *, guardians, address, version, on, by):
    """Move a child, and the guardians given, into a family of its own; joining the two undoes it."""
    family = _lock_family(family, version)
    _check_whole(family, on=on, by=by)
    mine = family.students.filter(pk=student.pk)
    going = family.guardians.filter(pk__in=[row.pk for row in guardians])
    if not mine or going.count() < len(guardians):
        raise ValidationError(CHANGED)
    if family.students.count() < 2:
        raise ValidationError(ONE_CHILD)
    own = Family(address=address)
    own.full_clean()
    own.save()
    mine.update(family=own)
    going.update(family=own)
    family.save(update_fields=["version"])
    deal_roll_numbers(on=on, students=Student.objects.filter(pk=student.pk))
    AuditEvent.record(actor=by, verb="family.split", target=own, says=f"家庭 {family.pk}")
    return own


def _lock_family(family, version):
    """Lock the family at this version; refuse if it has been joined with another."""
    try:
        return Family.objects.lock(family.pk, version)
    except Family.DoesNotExist as gone:
        raise ValidationError(CHANGED) from gone


@transaction.atomic
def link_own_children(guardians, *, by):
    """Link guardians to the colleagues with their name and telephone; return how many are new.

    By the link a colleague is never paired with their own child. A new telephone does not undo it.
    """
    found = list(guardians.unlinked_namesakes().select_for_update(of=("self",)))
    for guardian in found:
        guardian.staff_id = guardian.namesake
        guardian.save(update_fields=["staff"])
        AuditEvent.record(actor=by, verb="guardian.linked", target=guardian)
    return len(found)
