"""Members asked for several students at once: one list, a look at what would be sent, one step."""

import pytest
from django.urls import reverse

from branch.coverage.models import Notice
from branch.walkins import actions
from branch.walkins.models import PairingProposal
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_student,
)
from tests.walkins.classes.test_hours import set_figure
from tests.walkins.pages import filled

pytestmark = pytest.mark.django_db
PAGE = reverse("walkins:proposal-several")


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


@pytest.fixture
def students():
    school_class = make_class(number=3)
    names = ("张晓雨", "孙雨桐", "赵思远")
    return [make_need(make_student(school_class, name=name)).student for name in names]


@pytest.fixture
def members():
    return [make_member() for _ in range(3)]


def sent(students, members, **fields):
    pairs = zip(students, members, strict=True)
    asked = {f"member_{student.pk}": member.pk for student, member in pairs}
    return {"pick": [student.pk for student in students], **asked, **fields}


def send(client, students, members, **fields):
    return client.post(PAGE, filled(client, PAGE) | sent(students, members, **fields), follow=True)


def asked():
    rows = PairingProposal.objects.order_by("student")
    return [(row.student, row.member, row.over_reason) for row in rows]


def test_what_would_be_sent_is_shown_first_and_stored_by_nothing(as_committee, students, members):
    page = send(as_committee, students[:2], members[:2])

    assert "发出 2 条建议" in page.text
    assert all(name in page.text for name in ("张晓雨", "孙雨桐", str(members[0]), str(members[1])))
    assert "赵思远" not in page.text
    assert "现在 0 名，都接受后 1 名" in page.text
    assert asked() == []


def test_both_are_asked_with_one_step_and_told(as_committee, students, members):
    page = send(as_committee, students[:2], members[:2], step="send")

    assert "已发出 2 条结对建议，等本人接受。" in page.text
    assert asked() == [(students[0], members[0], ""), (students[1], members[1], "")]
    assert {row.user for row in Notice.objects.all()} == {row.staff.user for row in members[:2]}


def test_the_way_back_keeps_what_was_chosen(as_committee, students, members):
    page = send(as_committee, students[1:2], members[2:], step="back")

    (chosen,) = [
        (line.student, field.value())
        for line, field, is_picked in page.context["form"].lines
        if is_picked
    ]
    assert chosen == (students[1], str(members[2].pk))
    assert asked() == []


@pytest.mark.usefixtures("members")
def test_nobody_is_proposed_for_all(as_committee, students, members):
    lines = as_committee.get(PAGE).context["form"].lines

    assert len({field.value() for _, field, _ in lines}) == 3


def test_a_member_who_would_have_too_many_needs_a_reason(
    as_committee, committee, students, members
):
    set_figure("walkins.pairings_a_member", 1, committee)
    twice = (students[:2], [members[0]] * 2)
    why = f"why_{members[0].pk}"

    looked = send(as_committee, *twice)
    assert f"{members[0]}超过 1 名，说明原因" in looked.text
    assert "选填" not in looked.text
    assert "请写一句为什么" not in looked.text
    refused = send(as_committee, *twice, step="send")
    assert f"请写一句为什么请{members[0]}再加一名。" in refused.text
    assert asked() == []

    send(as_committee, *twice, step="send", **{why: "教这个班"})
    assert asked() == [(students[0], members[0], ""), (students[1], members[0], "教这个班")]


def test_a_student_asked_for_meanwhile_is_named_and_the_others_wait(
    as_committee, committee, students, members
):
    form = filled(as_committee, PAGE) | sent(students, members, step="send")
    actions.propose_pairing(student=students[0], member=members[0], on=TODAY, by=committee)

    page = as_committee.post(PAGE, form)

    assert "有的学生刚安排过，没有重复安排。" in page.text
    assert "发出 2 条建议" in page.text
    assert len(asked()) == 1


def test_nothing_ticked_is_said(as_committee, students, members):
    page = as_committee.post(PAGE, filled(as_committee, PAGE))

    assert "请勾选要安排的学生。" in page.text


def test_a_head_teacher_arranges_for_the_own_class(client, students, members):
    other = make_need(make_student(make_class(number=4), name="金丝雀")).student
    head = make_head(students[0].enrolments.get().school_class)
    client.force_login(head.user)

    assert "金丝雀" not in client.get(PAGE).text
    send(client, [other], members[:1], step="send")
    assert asked() == []
    send(client, students[:1], members[:1], step="send")
    assert asked() == [(students[0], members[0], "")]


def test_the_board_leads_there_where_several_wait(client, committee, students):
    client.force_login(committee)
    lists = {"duty": "walkins.student_pairing"}
    assert PAGE in client.get(reverse("coverage:board"), lists).text
    for student in students[1:]:
        make_pairing(student=student)

    assert PAGE not in client.get(reverse("coverage:board"), lists).text


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_for_one_and_for_many(
    as_committee, members, count, django_assert_num_queries
):
    for _ in range(count):
        make_need(make_student(make_class()))
    as_committee.get(PAGE)

    with django_assert_num_queries(15):
        as_committee.get(PAGE)
