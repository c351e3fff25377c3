"""按批家访: the head teacher ticks the pupils called on."""

from datetime import date

import pytest
from django.urls import reverse

from branch.core.models import Draft
from branch.walkins.models import HomeVisit
from tests.costs import cost_of
from tests.factories import (
    make_class,
    make_head,
    make_pairing,
    make_staff,
    make_student,
    make_visit,
)
from tests.walkins.pages import filled, shown_students, values

pytestmark = pytest.mark.django_db
BATCH = reverse("walkins:visit-batch")


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


@pytest.fixture
def place():
    return make_class(number=3)


@pytest.fixture
def head(client, place):
    staff = make_head(place)
    client.force_login(staff.user)
    return staff


def named(page):
    return [str(student) for student, _ in page.context["lines"]]


def send(client, *students, **typed):
    form = filled(client, BATCH) | {"students": [student.pk for student in students]}
    return client.post(BATCH, form | typed, follow=True)


def test_eight_pupils_are_recorded_at_once(client, head, place):
    pupils = [make_student(place) for _ in range(8)]

    page = send(client, *pupils, happened_on="2026-11-21")

    visits = HomeVisit.objects.all()
    assert {(visit.state, visit.mode, visit.visitor, visit.happened_on) for visit in visits} == {
        ("done", "home", head, date(2026, 11, 21))
    }
    assert visits.count() == 8
    assert "已登记家访 8 户。" in page.text


def test_those_not_called_on_this_school_year_come_first_then_by_number(client, head, place):
    called, before, never = (
        make_student(place, number=f"2025{n}", name=name)
        for n, name in enumerate(("张晓雨", "李明", "王小明"))
    )
    make_visit(called, happened_on=date(2026, 10, 10))
    make_visit(before, happened_on=date(2026, 5, 1))
    make_visit(never, mode="phone")

    page = client.get(BATCH)

    assert named(page) == ["李明", "王小明", "张晓雨"]
    days = [student.last_visited_on for student, _ in page.context["lines"]]
    assert days == [date(2026, 5, 1), None, date(2026, 10, 10)]
    assert set(shown_students()) == {called.pk, before.pk, never.pk}


def test_a_tab_leaves_those_not_called_on_this_school_year(client, head, place):
    make_visit(make_student(place, name="张晓雨"))
    make_student(place, name="李明")

    page = client.get(BATCH, {"state": "unvisited"})

    assert named(page) == ["李明"]
    assert "张晓雨" not in page.text


def test_siblings_of_the_class_share_one_visit(client, head, place):
    brother = make_student(place)
    sister = make_student(place, family=brother.family)

    page = send(client, brother, sister)

    assert HomeVisit.objects.get().shares.count() == 2
    assert "已登记家访 1 户。" in page.text


def test_a_batch_sent_twice_is_stored_once(client, head, place):
    form = filled(client, BATCH) | {"students": [make_student(place).pk]}
    form["students"] = [make_student(place).pk]

    pages = [client.post(BATCH, form) for _ in range(2)]

    assert {page.status_code for page in pages} == {302}
    assert HomeVisit.objects.count() == 1


def test_a_pupil_already_recorded_on_that_day_is_left_out_and_said(client, head, place):
    first, second = make_student(place), make_student(place)
    send(client, first)

    page = send(client, first, second)

    assert "已登记家访 1 户。1 户这一天已有记录，没有再存。" in page.text
    assert HomeVisit.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"students": []}, "students", "请勾选走访的学生。"),
        ({"happened_on": "2026-11-25"}, "happened_on", "这一天还没有到。"),
        ({"happened_on": ""}, "happened_on", "请填写走访日期。"),
        ({"mode": ""}, "mode", "请选择走访方式。"),
    ],
)
def test_bad_input_gets_its_sentence_and_keeps_the_ticks(client, head, place, typed, field, says):
    pupil = make_student(place)

    page = send(client, pupil, **typed)

    form = page.context["form"]
    assert says in form.errors[field][0]
    assert values(form).get("students", []) == ([] if "students" in typed else [str(pupil.pk)])
    assert not HomeVisit.objects.exists()


def test_a_draft_keeps_the_ticks(client, head, place):
    pupils = [make_student(place) for _ in range(2)]
    form = filled(client, BATCH) | {"students": [pupils[0].pk], "keep_draft": "1"}

    client.post(BATCH, form)
    page = client.get(BATCH, {"draft": Draft.objects.get().token})

    assert values(page.context["form"])["students"] == [str(pupils[0].pk)]
    assert not HomeVisit.objects.exists()


def test_the_committee_chooses_a_class_and_its_head_teacher_is_filled_in(client, committee, place):
    staff, pupil = make_head(place), make_student(place)
    make_student(name="鲁听澜")
    client.force_login(committee)
    assert named(client.get(BATCH)) == []
    address = f"{BATCH}?school_class={place.pk}"

    form = filled(client, address) | {"students": [pupil.pk]}
    page = client.post(address, form, follow=True)

    assert HomeVisit.objects.get().visitor == staff
    assert "鲁听澜" not in page.text


def test_a_head_teacher_lists_no_other_class(client, head, place):
    other = make_student(name="鲁听澜")
    make_student(place)
    address = f"{BATCH}?school_class={other.enrolments.get().school_class_id}"

    page = client.get(address)
    answer = client.post(BATCH, filled(client, BATCH) | {"students": [other.pk]})

    assert "鲁听澜" not in page.text
    assert answer.context["form"].errors["students"] == [
        "勾选的学生里有一名现在不能选，请重新勾选。"
    ]
    assert not HomeVisit.objects.exists()


def test_a_member_without_a_class_is_told_where_to_record(client):
    pairing = make_pairing(student=make_student(name="李明"))
    client.force_login(pairing.member.staff.user)

    page = client.get(BATCH)

    assert "您现在没有担任班主任" in page.text
    assert "李明" not in page.text


@pytest.mark.parametrize("who", ["counsellor", "editor", "administrator", "teacher"])
def test_others_are_refused(client, request, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(BATCH).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_long(client, head, place, count):
    for _ in range(count):
        make_visit(make_student(place), companions=[make_staff()])
        make_student(place)
    client.get(BATCH)

    page, cost = cost_of(client.get, BATCH)

    assert (page.status_code, cost) == (200, 15)
