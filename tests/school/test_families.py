"""Families are joined by a shared guardian, and guardians are linked to colleagues."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branch.core.models import AuditEvent
from branch.school.actions import (
    families,
    link_own_children,
    record_guardian,
    record_staff,
    revise_guardian,
    revise_staff,
)
from branch.school.models import Family, Guardian
from tests.factories import make_class, make_guardian, make_head, make_staff, make_student

pytestmark = pytest.mark.django_db
MOTHER = {"name": "林秀珍", "relation": "母亲", "phone": "13900001111"}


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_a_guardian_is_added_to_a_student_without_a_family(committee, today):
    student = make_student(family=None)

    guardian = record_guardian(student, on=today, by=committee, **MOTHER)

    student.refresh_from_db()
    assert (guardian.family, str(guardian), guardian.phone) == (
        student.family,
        "林秀珍",
        "13900001111",
    )
    assert verbs() == ["guardian.recorded"]


def test_a_guardian_of_another_family_needs_confirmation(committee, today):
    sister = make_student(make_class(number=7), name="潘云澈")
    make_guardian(sister, **MOTHER)
    student = make_student()

    with pytest.raises(ValidationError) as refusal:
        record_guardian(student, on=today, by=committee, **MOTHER)

    (message,) = refusal.value.message_dict["is_same_family"]
    assert message.startswith(
        "这位监护人也是初二（7）班 潘云澈的家长，保存后两个孩子将合为一个家庭。"
    )
    assert Family.objects.count() == 2


@pytest.mark.parametrize("is_same_family", [False, True])
def test_a_head_teacher_neither_joins_nor_learns_of_a_family_of_another_class(
    today, is_same_family
):
    mine = make_class()
    head, student = make_head(mine).user, make_student(mine)
    sister = make_student(name="潘云澈")
    make_student(mine, family=sister.family)
    mother = make_guardian(sister, **MOTHER)
    mistyped = make_guardian(student, phone="13900001112")
    acts = [
        lambda **tick: record_guardian(student, on=today, by=head, **MOTHER, **tick),
        lambda **tick: revise_guardian(mistyped, version=1, on=today, by=head, **MOTHER, **tick),
    ]

    for act in acts:
        with pytest.raises(ValidationError) as refusal:
            act(is_same_family=is_same_family)
        message = "这位监护人也是本校另一名学生的家长，请支委核对后合并。"
        assert refusal.value.message_dict == {"name": [message]}

    assert list(Guardian.objects.visible_to(head, on=today).order_by("pk")) == [mother, mistyped]
    assert set(student.family.guardians.all()) == {mistyped}
    assert verbs() == []


@pytest.mark.parametrize("is_same_family", [False, True])
def test_a_family_with_a_child_of_another_class_is_not_joined_by_the_head_teacher(
    today, is_same_family
):
    """It would show that child's head teacher the guardians of the other family."""
    mine = make_class()
    head, student, sister = make_head(mine).user, make_student(mine), make_student(mine)
    make_guardian(sister, **MOTHER)
    make_guardian(student, phone="13900002222")
    make_student(make_class(), family=Family.objects.get(students=student))

    with pytest.raises(ValidationError, match="请支委核对后合并"):
        record_guardian(student, on=today, by=head, is_same_family=is_same_family, **MOTHER)

    assert Family.objects.count() == 2


def test_no_address_is_lost_by_a_guardian_whom_two_families_share(committee, today):
    sister, student = make_student(), make_student()
    make_guardian(sister, **MOTHER)
    make_guardian(student, phone="13900002222")
    for child, address in ((sister, "学林街 3 号"), (student, "望江路 7 号")):
        Family.objects.filter(students=child).update(address=address)

    with pytest.raises(ValidationError, match="选留哪一个"):
        record_guardian(student, on=today, by=committee, is_same_family=True, **MOTHER)

    assert Family.objects.count() == 2


def test_the_head_teacher_of_both_children_joins_their_families(today):
    mine = make_class()
    head, student, sister = make_head(mine).user, make_student(mine), make_student(mine)
    make_guardian(sister, **MOTHER)

    record_guardian(student, on=today, by=head, is_same_family=True, **MOTHER)

    assert set(Family.objects.get().students.all()) == {student, sister}


def test_joined_families_keep_all_students_and_guardians(committee, today):
    sister, student = make_student(), make_student()
    mother, father = make_guardian(sister, **MOTHER), make_guardian(student, phone="13900002222")
    Family.objects.filter(pk=sister.family_id).update(address="学林街 3 号")

    record_guardian(student, on=today, by=committee, is_same_family=True, **MOTHER)

    family = Family.objects.get()
    assert set(family.students.all()) == {sister, student}
    assert set(family.guardians.all()) == {mother, father}
    assert family.address == "学林街 3 号"
    assert verbs() == ["family.joined", "guardian.recorded"]


def test_a_corrected_telephone_may_join_families_too(committee, today):
    sister, student = make_student(), make_student()
    mother = make_guardian(sister, **MOTHER)
    mistyped = make_guardian(student, **MOTHER | {"phone": "13900001112"})

    kept = revise_guardian(
        mistyped, on=today, version=1, by=committee, is_same_family=True, **MOTHER
    )

    assert kept == mother
    assert Guardian.objects.get().family.students.count() == 2


def test_a_guardian_is_not_recorded_twice(committee, today):
    student = make_student()
    make_guardian(student, **MOTHER)

    with pytest.raises(ValidationError) as refusal:
        record_guardian(student, on=today, by=committee, **MOTHER)

    assert refusal.value.message_dict == {"name": ["这位监护人已经登记过。"]}


def test_a_guardian_is_linked_by_name_and_telephone_together(committee, today):
    parent = make_staff(name="林秀珍", phone="13900001111")
    make_staff(name="林秀珍", phone="13900009999")
    student, other = make_student(), make_student()

    record_guardian(student, on=today, by=committee, **MOTHER)
    record_guardian(other, on=today, by=committee, **MOTHER | {"phone": "13900003333"})

    assert student.is_child_of(parent)
    assert Guardian.objects.filter(staff=None).get().phone == "13900003333"


def test_a_new_name_removes_the_link(committee, today):
    parent = make_staff(name="林秀珍", phone="13900001111")
    guardian = make_guardian(make_student(), staff=parent, **MOTHER)

    revise_guardian(
        guardian,
        name="林大勇",
        relation="父亲",
        phone="13900001111",
        on=today,
        version=1,
        by=committee,
    )

    assert Guardian.objects.get().staff is None


def test_a_new_telephone_does_not_undo_a_link(committee, today):
    parent = make_staff(name="林秀珍", phone="13900001111")
    guardian = make_guardian(make_student(), staff=parent, **MOTHER)

    revise_guardian(
        guardian, on=today, version=1, by=committee, **MOTHER | {"phone": "13900004444"}
    )

    assert Guardian.objects.get().staff == parent


def test_a_colleagues_new_telephone_links_their_guardian_row(administrator):
    student = make_student()
    make_guardian(student, **MOTHER)
    staff = make_staff(name="林秀珍", phone="")
    fields = {"number": staff.number, "name": staff.name, "gender": "f", "title": "", "remark": ""}

    revise_staff(staff, phone="13900001111", version=1, by=administrator, **fields)

    assert student.is_child_of(staff)


def test_a_new_colleague_is_linked_to_their_guardian_row(administrator):
    student = make_student()
    make_guardian(student, **MOTHER)

    staff = record_staff(number="T9", name="林秀珍", phone="13900001111", by=administrator)

    assert student.is_child_of(staff)


def test_all_guardians_are_linked_in_one_call(administrator):
    for n in range(2):
        make_staff(name=f"老师{n}", phone=f"1390000{n:04}")
        make_guardian(make_student(), name=f"老师{n}", phone=f"1390000{n:04}")
    make_guardian(make_student(), name="老师1", phone="")

    found = [link_own_children(Guardian.objects.all(), by=administrator) for _ in range(2)]

    assert found == [2, 0]
    assert verbs() == ["guardian.linked"] * 2


# two writers at once


def meanwhile(monkeypatch, act):
    """Run `act` between the lock of the families and their second reading."""
    read, calls = families.families_of, []

    def reading(*args):
        calls.append(args)
        if len(calls) == 2:
            act()
        return read(*args)

    monkeypatch.setattr(families, "families_of", reading)


def test_joining_families_that_were_joined_meanwhile_is_refused(committee, today, monkeypatch):
    sister, student, third = make_student(), make_student(), make_student()
    make_guardian(sister, **MOTHER)
    meanwhile(
        monkeypatch,
        lambda: record_guardian(third, on=today, by=committee, is_same_family=True, **MOTHER),
    )

    with pytest.raises(ValidationError) as refusal:
        record_guardian(student, on=today, by=committee, is_same_family=True, **MOTHER)

    assert refusal.value.messages == [families.CHANGED]


def test_correcting_a_guardian_that_was_merged_meanwhile_is_refused(committee, today):
    student = make_student()
    guardian = make_guardian(student)
    Guardian.objects.all().delete()

    with pytest.raises(ValidationError) as refusal:
        revise_guardian(guardian, on=today, version=1, by=committee, **MOTHER)

    assert refusal.value.messages == [families.CHANGED]


def test_families_are_locked_before_students_and_in_one_order(committee, today):
    """SQLite has one writer at a time and needs no lock of a row."""
    sister, student = make_student(), make_student()
    make_guardian(sister, **MOTHER)

    with CaptureQueriesContext(connection) as queries:
        record_guardian(student, on=today, by=committee, is_same_family=True, **MOTHER)

    sql = [query["sql"] for query in queries]
    lock = next(
        query for query in sql if query.startswith("SELECT") and 'FROM "school_family"' in query
    )
    assert 'ORDER BY "school_family"."id" ASC' in lock
    assert lock.endswith("FOR UPDATE") is connection.features.has_select_for_update
    assert sql.index(lock) < next(n for n, query in enumerate(sql) if query.startswith("UPDATE"))
