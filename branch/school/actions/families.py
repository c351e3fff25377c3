"""Guardians, and which children are one family."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from branch.core.models import AuditEvent
from branch.school.models import Family, Guardian, Student


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
    student = guardian.family.students.first()
    family = _family_of(student, name, phone, is_same_family, on=on, by=by)
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
    student = Student.objects.select_for_update(of=("self",)).get(pk=student.pk)
    if student.family_id is None:
        student.family = Family.objects.create()
        student.save(update_fields=["family"])
    known = Guardian.objects.filter(~Q(phone=""), name=name, phone=phone)
    other = known.exclude(family=student.family_id).first()
    ids = {student.family_id, other.family_id if other else student.family_id}
    families = {row.pk: row for row in Family.objects.select_for_update().filter(pk__in=ids)}
    if other is None:
        return families[student.family_id]
    if not is_same_family:
        raise ValidationError({"is_same_family": _join_says(other, on=on, by=by)})
    return _join(families[student.family_id], families[other.family_id], by=by)


def _join_says(guardian, *, on, by):
    """Names the other child only to who may see that child."""
    child = Student.objects.filter(family=guardian.family_id).visible_to(by, on=on)
    seen = child.with_class_on(on).first()
    whose = f"{seen.class_name_on(on)} {seen}" if seen else "本校另一名学生"
    return f"这位监护人也是{whose}的家长，保存后两个孩子将合为一个家庭。请核对姓名和电话，确实是同一个人再勾选。"


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
