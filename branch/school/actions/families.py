"""Guardians, and the joining of families that share one."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from branch.core.models import AuditEvent
from branch.school.models import Family, Guardian, Student

from .numbers import deal_roll_numbers

NOT_YOURS = "这位监护人也是本校另一名学生的家长，请支委核对后合并。"
SAME = (
    "这位监护人也是%(class_name)s %(child)s的家长，保存后两个孩子将合为一个家庭。"
    "请核对姓名和电话，确实是同一个人再勾选。"
)
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
    _check_join(other, is_same_family, on=on, by=by)
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


def _check_join(other, is_same_family, *, on, by):
    """Refuse a join by a user who may not read the other family, or who has not confirmed it."""
    readable = Student.objects.private_to(by, on=on)
    if other.students.exclude(pk__in=readable.values("pk")).exists():
        raise ValidationError({"name": NOT_YOURS})
    child = other.students.with_class_on(on).first()
    if child and not is_same_family:
        params = {"child": child, "class_name": child.class_name_on(on)}
        question = ValidationError(SAME, code="names_child", params=params)
        raise ValidationError({"is_same_family": question})


def _join(family, other, *, by):
    """Move students and guardians of the other family into this one, and its address if there is none.

    In a term in which both have a number, this family's stays.
    """
    other.students.update(family=family)
    other.guardians.update(family=family)
    numbered = family.family_numbers.values("term")
    other.family_numbers.exclude(term__in=numbered).update(family=family)
    family.address = family.address or other.address
    family.save(update_fields=["address"])
    AuditEvent.record(actor=by, verb="family.joined", target=family, says=f"家庭 {other.pk}")
    other.delete()
    return family


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
