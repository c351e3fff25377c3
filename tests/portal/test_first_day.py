"""A desk on a member's first day says what comes next and where; the cards of pairings follow."""

from datetime import timedelta

import pytest

from branch.accounts.models import Role
from tests.conftest import TODAY
from tests.factories import (
    make_contact,
    make_family_pairing,
    make_member,
    make_pairing,
    make_session,
    make_staff,
    make_student,
    make_visit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]
DESK = "/desk/"
NEXT = '<h2 id="next">接下来</h2>'


def desk_of(client, user):
    client.force_login(user)
    return client.get(DESK)


def test_a_new_member_is_told_what_comes_next_and_each_step_opens(client):
    page = desk_of(client, make_member().staff.user)

    steps = page.context["steps"]
    assert [step.title for step in steps] == [
        "与一名学生结对",
        "参加组织生活",
        "参加志愿服务",
        "选好怎样提醒",
    ]
    assert [client.get(step.url).status_code for step in steps] == [200] * 4
    assert all(f'href="{step.url}"' in page.text for step in steps)
    assert NEXT in page.text
    assert "这周的事都做完了" not in page.text


@pytest.mark.parametrize("has_contact", [False, True])
def test_who_has_a_pairing_is_not_told_again(client, has_contact):
    pairing = make_pairing()
    if has_contact:
        make_contact(pairing)

    page = desk_of(client, pairing.member.staff.user)

    assert page.context["steps"] == []
    assert NEXT not in page.text


@pytest.mark.parametrize("begun", ["a pairing that ended", "a family", "a visit", "a session"])
def test_who_has_begun_is_not_told_to_begin(client, begun):
    member = make_member()
    if begun == "a pairing that ended":
        ended = {"until_on": TODAY - timedelta(days=9), "end_reason": "other", "outcome": "paused"}
        make_pairing(member=member, **ended)
    elif begun == "a family":
        make_family_pairing(member=member)
    elif begun == "a visit":
        make_visit(visitor=member.staff)
    else:
        make_session(leaders=[member.staff])

    assert desk_of(client, member.staff.user).context["steps"] == []


def test_nobody_is_counted_to_themself(client):
    titles = [todo.title for todo in desk_of(client, make_member().staff.user).context["todos"]]

    assert "1 名党员还没有结对学生" not in titles


def test_who_has_a_role_or_is_no_member_is_not_told(client):
    for staff in (make_staff(), make_staff(Role.COMMITTEE), make_member(Role.EDITOR).staff):
        assert desk_of(client, staff.user).context["steps"] == []


def paired(member, name, days, **contact):
    """A pairing of the member whose last contact was so many days ago."""
    pairing = make_pairing(member=member, student=make_student(name=name))
    make_contact(pairing, happened_on=TODAY - timedelta(days=days), **contact)
    return pairing


def test_the_cards_of_pairings_begin_with_who_waits_longest(client):
    member = make_member()
    for name, days in (("甲一", 3), ("乙二", 20), ("丙三", 11)):
        paired(member, name, days)

    page = desk_of(client, member.staff.user)

    assert [row.student.name for row in page.context["pairings"]] == ["乙二", "丙三", "甲一"]


def test_a_card_has_a_meter_and_what_is_planned_next(client):
    member = make_member()
    paired(member, "甲一", 60)
    paired(member, "乙二", 3, next_plan="带数学错题本")

    page = desk_of(client, member.staff.user)

    late, early = page.context["pairings"]
    assert (late.waited, early.waited) == (late.allowed, 3)
    assert 3 < early.allowed < 60
    assert '<svg class="gq-meter gq-meter-mid"' in page.text
    assert f'viewBox="0 0 {early.allowed} 1"' in page.text
    assert page.text.count("下次打算：") == 1
    assert "下次打算：带数学错题本" in page.text
