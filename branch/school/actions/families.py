"""Guardians, and which children are one family."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from branch.core.models import AuditEvent
from branch.school.models import Family, Guardian, Student

NOT_YOURS = "这位监护人也是本校另一名学生的家长，请支委核对后合并。"
SAME = (
    "这位监护人也是%(class_name)s %(child)s的家长，保存后两个孩子将合为一个家庭。"
    "请核对姓名和电话，确实是同一个人再勾选。"
)
CHANGED = "刚有人改动了这个家庭，请回到学生页面核对后再办。"


@transaction.atomic
def record_guardian(student, *, name, relation, phone, on, by, is_same_family=False):
    """Add an adult to a student's family; who already stands in another one makes the two one."""
    family = _family_of(student, name, phone, is_same_family, on=on, by=by)
    known = family.guardians.filter(name=name, phone=phone).first()
    if known and not is_same_family:
        raise ValidationError({"name": "这位监护人已经登记过。"})
    guardian = _next_of(known) if known else Guardian(family=family)
    return _write(guardian, name, relation, phone, verb="recorded", by=by)


@transaction.atomic
def revise_guardian(guardian, *, name, relation, phone, version, on, by, is_same_family=False):
    """Put right who a guardian is; a name and telephone known from another family join the two."""
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
        guardian = _next_of(twin)
    return _write(guardian, name, relation, phone, verb="revised", by=by)


def _next_of(guardian):
    """One whom another form wrote: whoever has that guardian open is told."""
    return Guardian.objects.lock(guardian.pk, guardian.version)


def _write(guardian, name, relation, phone, *, verb, by):
    if guardian.name != name:
        guardian.staff = None  # another person: what was known of the first is not known of them
    guardian.name, guardian.relation, guardian.phone = name, relation, phone
    guardian.full_clean()
    guardian.save()
    AuditEvent.record(actor=by, verb=f"guardian.{verb}", target=guardian)
    link_own_children(Guardian.objects.filter(pk=guardian.pk), by=by)
    return guardian


def _family_of(student, name, phone, is_same_family, *, on, by):
    """The student's family, locked; joined with the one this guardian already stands in."""
    family, other = _locked(student, name, phone)
    if other is None:
        return family
    _check_join(other, is_same_family, on=on, by=by)
    return _join(family, other, by=by)


def _locked(student, name, phone):
    """The student's family, and the other one this guardian stands in or None.

    Families are locked before students, and in the order of their keys: of two joins one waits for the
    other. Who belongs to them is read again once nobody else can change it.
    """
    if student.family_id is None:
        _see_to_family(student)
    locked = list(families_of(student, name, phone).select_for_update())
    if list(families_of(student, name, phone)) != locked:
        raise ValidationError(CHANGED)
    own = Family.objects.get(students=student)
    return own, next((family for family in locked if family != own), None)


def _see_to_family(student):
    """A student without a family is in nobody else's join, and may be locked first."""
    lone = Student.objects.select_for_update(of=("self",)).filter(pk=student.pk, family=None)
    for row in lone:
        row.family = Family.objects.create()
        row.save(update_fields=["family"])


def families_of(student, name, phone):
    """The student's, and that of whoever has this name and telephone."""
    own = Student.objects.filter(pk=student.pk)
    known = Guardian.objects.filter(~Q(phone=""), name=name, phone=phone)
    mine, theirs = (rows.order_by().values("family") for rows in (own, known))
    return Family.objects.filter(Q(pk__in=mine) | Q(pk__in=theirs)).order_by("pk")


def _check_join(other, is_same_family, *, on, by):
    """Who joins two families reads both from then on, so they must read both already."""
    theirs = Student.objects.private_to(by, on=on)
    if other.students.exclude(pk__in=theirs.values("pk")).exists():
        raise ValidationError({"name": NOT_YOURS})
    child = other.students.with_class_on(on).first()
    if child and not is_same_family:
        named = {"child": child, "class_name": child.class_name_on(on)}
        asked = ValidationError(SAME, code="names_child", params=named)
        raise ValidationError({"is_same_family": asked})


def _join(family, other, *, by):
    """All students and guardians of the two in one; the one without an address takes the other's."""
    other.students.update(family=family)
    other.guardians.update(family=family)
    family.address = family.address or other.address
    family.save(update_fields=["address"])
    AuditEvent.record(actor=by, verb="family.joined", target=family, says=f"家庭 {other.pk}")
    other.delete()
    return family


@transaction.atomic
def link_own_children(guardians, *, by):
    """A guardian with the name and telephone of a colleague is that colleague: 子女 are never paired.

    Of the given guardians, those who are; how many. A link once made is not undone by a new telephone.
    """
    found = list(guardians.unlinked_namesakes().select_for_update(of=("self",)))
    for guardian in found:
        guardian.staff_id = guardian.namesake
        guardian.save(update_fields=["staff"])
        AuditEvent.record(actor=by, verb="guardian.linked", target=guardian)
    return len(found)
