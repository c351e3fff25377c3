"""落实情况: the board shows what is met and what is missing among the rows a user may see."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from branch.core.models import AccessRecord, AuditEvent
from branch.coverage.actions import record_excuse
from branch.coverage.board import BoardSection
from branch.coverage.models import Excuse
from branch.members.models import PartyGroup
from branch.school.models import Student
from tests.activities.factories import at, make_activity, make_planned
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_contact,
    make_member,
    make_need,
    make_pairing,
    make_student,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]
BOARD = "/desk/coverage/"


def panel(response, key):
    return next(row for row in response.context["panels"] if row.duty.key == key)


def section(client, template):
    """The data a section's template gets from the board."""
    found = client.get(BOARD).context["sections"]
    return next(row.data for row in found if row.template == template)


def gaps(response, key="walkins.student_pairing"):
    return [gap.title for gap in panel(response, key).gaps]


def waiting(name, school_class=None):
    return make_need(make_student(school_class, name=name))


def test_the_tiles_show_how_many_are_done_and_what_is_missing(client, committee):
    make_contact(make_pairing())
    waiting("张晓雨")
    client.force_login(committee)

    page = client.get(BOARD)

    status = panel(page, "walkins.student_pairing").status
    assert (status.whole.met, status.whole.bound) == (1, 2)
    assert gaps(page) == ["为张晓雨安排结对"]
    assert "待结对学生（1 名）" in page.content.decode()


def test_the_board_says_so_where_nothing_is_missing(client, committee):
    client.force_login(committee)

    assert "都落实了，没有缺口。" in client.get(BOARD).content.decode()


def test_a_head_teacher_sees_the_own_class_only(client, head):
    waiting("张晓雨", head.head_posts.get().school_class)
    waiting("金丝雀")
    client.force_login(head.user)

    page = client.get(BOARD)

    assert gaps(page) == ["为张晓雨安排结对"]
    assert "金丝雀" not in page.content.decode()
    assert "安排结对<span" not in page.content.decode()


def test_a_member_sees_the_own_pairings_only(client, member):
    make_pairing(member=member, student=make_need(make_student(name="张晓雨")).student)
    make_pairing(student=make_need(make_student(name="金丝雀")).student)
    client.force_login(member.staff.user)

    page = client.get(BOARD)

    assert gaps(page, "walkins.contact") == ["联系结对学生张晓雨"]
    assert "金丝雀" not in page.content.decode()


def test_the_committee_sees_whose_pairing_waits(client, committee):
    pairing = make_pairing(student=make_need(make_student(make_class(number=3))).student)
    line = "初二（3）班　{}结对 70 天，还没有联系记录</p>"

    client.force_login(committee)
    assert line.format(f"结对党员 {pairing.member}　") in client.get(BOARD).content.decode()
    client.force_login(pairing.member.staff.user)
    assert line.format("") in client.get(BOARD).content.decode()


def test_a_member_is_not_offered_to_arrange_the_own_pairing(client, member, committee):
    address = reverse("walkins:proposal-create") + f"?member={member.pk}"
    client.force_login(member.staff.user)
    page = client.get(BOARD)
    assert gaps(page, "walkins.member_pairing") == [f"为{member}安排结对"]
    assert address not in page.content.decode()
    assert client.get(address).status_code == 403

    client.force_login(committee)
    assert f'href="{address}"' in client.get(BOARD).content.decode()


@pytest.mark.parametrize("who", ["editor", "counsellor", "administrator", "teacher"])
def test_the_board_is_refused_without_the_permission(client, request, who):
    waiting("金丝雀")
    client.force_login(request.getfixturevalue(who))

    assert client.get(BOARD).status_code == 403


def test_the_table_has_a_cell_for_each_class(client, committee):
    first, second = make_class(number=1), make_class(number=2)
    make_contact(make_pairing(student=waiting("甲", first).student))
    waiting("乙", second)
    client.force_login(committee)

    rows = section(client, "walkins/heat.html")["rows"]

    cells = [(cell.done, cell.total, cell.level) for cell in rows[1]["cells"]]
    assert (rows[1]["label"], cells, rows[1]["total"]) == ("初二", [(1, 1, 5), (0, 1, 4)], "1/2")


def test_an_excused_student_is_missing_in_no_cell(client, committee, today):
    """As in the tile: what may wait is no gap."""
    student = waiting("甲", make_class(number=1)).student
    record_excuse(
        duty_key="walkins.student_pairing",
        subject=student,
        reason="请假离校",
        from_on=today,
        until_on=today,
        by=committee,
    )
    client.force_login(committee)

    (cell,) = section(client, "walkins/heat.html")["rows"][1]["cells"]

    assert (cell.gap, cell.excused, cell.level) == (0, 1, 5)
    assert "暂缓 1" in client.get(BOARD).content.decode()


def test_the_lists_can_be_narrowed_to_one_class(client, committee):
    waiting("甲", make_class(number=1))
    waiting("乙", make_class(number=2))
    client.force_login(committee)

    page = client.get(BOARD, {"group": "初二（2）班"})
    assert gaps(page) == ["为乙安排结对"]
    assert "待结对党员" not in page.content.decode()
    nothing = client.get(BOARD, {"group": "初三（9）班"})
    assert gaps(nothing) == []
    assert "这个班都落实了，没有缺口。" in nothing.content.decode()


def test_the_strip_shows_the_meetings_of_the_month_and_the_quarter(client, committee):
    make_activity("支委会", starts_at=at(2026, 11, 2))
    make_planned("党员大会", starts_at=at(2026, 12, 11))
    client.force_login(committee)

    strip = {
        row["label"]: (row["text"], row["line"]) for row in section(client, "activities/life.html")
    }

    assert strip == {
        "支委会": ("本月已开", "11-02"),
        "党小组会": ("本月待开", ""),
        "主题党日": ("本月待开", ""),
        "党课": ("本季度待上", ""),
        "党员大会": ("本季度待开", "定于 12-11"),
    }


def test_group_meetings_count_by_group(client, committee):
    group = committee.staff.member.group
    make_member(group=PartyGroup.objects.create(name="第二党小组"))
    make_activity("党小组会", party_group=group, starts_at=at(2026, 11, 6))
    client.force_login(committee)

    strip = {row["label"]: row["text"] for row in section(client, "activities/life.html")}

    assert strip["党小组会"] == "1 / 2 个小组"


def test_the_students_named_on_the_board_are_recorded_as_read(client, committee):
    need = waiting("张晓雨")
    client.force_login(committee)

    client.get(BOARD)

    assert AccessRecord.objects.get().subjects == {"student": [need.student_id]}


@pytest.fixture
def section_of_names():
    """A section as another app would declare it, which names every student."""

    class Names(BoardSection):
        key, permission, template = "tests.names", "coverage.view_coverage", "walkins/heat.html"

        def data(self, user, *, on, site, statuses):
            names = Student.objects.values_list("name", flat=True)
            return {"rows": [{"label": name, "cells": []} for name in names]}

        def student_ids(self, data):
            return Student.objects.values_list("pk", flat=True)

    yield
    del BoardSection.registry[Names.key]


def test_the_students_named_in_a_section_are_recorded_as_read(client, head, section_of_names):
    student = make_student(name="潘云澈")
    client.force_login(head.user)

    page = client.get(BOARD)

    assert "潘云澈" in page.text
    assert AccessRecord.objects.get().subjects == {"student": [student.pk]}


def excuse_address(pairing, key="walkins.contact"):
    return reverse("coverage:excuse-create", args=[key, pairing.pk])


def excused(pairing, by, **fields):
    of = {"duty_key": "walkins.contact", "subject": pairing, "reason": "学生请假离校"}
    return record_excuse(**{**of, "from_on": TODAY, "by": by, **fields})


def end_address(excuse):
    return reverse("coverage:excuse-end", args=[excuse.pk])


def typed(page, **fields):
    return {"form_token": page.context["form"]["form_token"].value(), **fields}


def test_the_committee_excuses_a_pairing_for_a_while(client, committee):
    pairing = make_pairing()
    client.force_login(committee)
    form = client.get(excuse_address(pairing))

    client.post(excuse_address(pairing), typed(form, reason="学生请假离校", until_on="2026-12-18"))

    excuse = Excuse.objects.get()
    assert (excuse.reason, excuse.from_on, excuse.until_on) == (
        "学生请假离校",
        TODAY,
        date(2026, 12, 18),
    )
    assert AuditEvent.objects.filter(verb="excuse.recorded", actor=committee).count() == 1
    board = client.get(BOARD)
    assert gaps(board, "walkins.contact") == []
    assert len(panel(board, "walkins.contact").excused) == 1
    assert "学生请假离校，至 12月18日 周五" in board.content.decode()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"until_on": "2026-12-18"}, "请填写原因。"),
        ({"reason": "请假"}, "请选择暂缓到哪一天。"),
        ({"reason": "请假", "until_on": "2026-11-01"}, "暂缓到的日期不能早于今天。"),
    ],
)
def test_a_missing_value_is_named_at_its_field_and_nothing_is_stored(
    client, committee, fields, says
):
    pairing = make_pairing()
    client.force_login(committee)
    form = client.get(excuse_address(pairing))

    answer = client.post(excuse_address(pairing), typed(form, **fields))

    assert says in answer.content.decode()
    assert Excuse.objects.count() == 0


def test_a_met_or_unknown_duty_cannot_be_excused(client, committee):
    done = make_pairing()
    make_contact(done)
    client.force_login(committee)

    assert client.get(excuse_address(done)).status_code == 404
    assert client.get(excuse_address(done, "no.such.duty")).status_code == 404


def test_only_the_committee_excuses(client, member):
    pairing = make_pairing(member=member)
    client.force_login(member.staff.user)

    assert client.get(excuse_address(pairing)).status_code == 403


def test_the_committee_ends_an_excuse_early(client, committee):
    pairing = make_pairing()
    excuse = excused(pairing, committee, from_on=TODAY - timedelta(days=20))
    client.force_login(committee)
    assert f'action="{end_address(excuse)}"' in client.get(BOARD).text

    answer = client.post(end_address(excuse), follow=True)

    excuse.refresh_from_db()
    assert excuse.until_on == TODAY - timedelta(days=1)
    assert gaps(answer, "walkins.contact") == [f"联系结对学生{pairing.student}"]
    assert "暂缓已结束，今天起照常提醒。" in answer.text
    assert "这条暂缓已经结束。" in client.post(end_address(excuse), follow=True).text
    assert AuditEvent.objects.filter(verb="excuse.ended", actor=committee).count() == 1


def test_an_excuse_that_began_today_is_void_once_ended(client, committee):
    excuse = excused(make_pairing(), committee)
    client.force_login(committee)

    client.post(end_address(excuse))

    assert not Excuse.objects.exists()
    assert AuditEvent.objects.filter(verb="excuse.ended", actor=committee).count() == 1


def test_a_head_teacher_ends_no_excuse(client, head, committee):
    school_class = head.head_posts.get().school_class
    pairing = make_pairing(student=make_need(make_student(school_class)).student)
    excuse = excused(pairing, committee)
    client.force_login(head.user)

    assert end_address(excuse) not in client.get(BOARD).text
    assert client.post(end_address(excuse)).status_code == 403
    assert Excuse.objects.filter(until_on=None).exists()


@pytest.mark.parametrize(
    ("days", "is_taken"),
    [((-20, -1), True), ((-20, 0), False), ((30, None), False), ((31, 60), True)],
)
def test_two_excuses_of_one_duty_share_no_day(committee, days, is_taken):
    """The first excuse lasts thirty days from today."""
    pairing = make_pairing()
    excused(pairing, committee, until_on=TODAY + timedelta(days=30))
    first, last = (day if day is None else TODAY + timedelta(days=day) for day in days)

    if is_taken:
        excused(pairing, committee, from_on=first, until_on=last)
    else:
        with pytest.raises(ValidationError, match="已登记过暂缓"):
            excused(pairing, committee, from_on=first, until_on=last)

    excused(make_pairing(), committee, from_on=first, until_on=last)


def test_two_open_excuses_are_refused_by_the_database(committee):
    first = excused(make_pairing(), committee)
    first.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_an_excuse_ends_by_itself(client, committee):
    pairing = make_pairing()
    record_excuse(
        duty_key="walkins.contact",
        subject=pairing,
        reason="学生请假离校",
        from_on=TODAY - timedelta(days=20),
        until_on=TODAY - timedelta(days=1),
        by=committee,
    )
    client.force_login(committee)

    assert len(gaps(client.get(BOARD), "walkins.contact")) == 1


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [("committee", 11), ("head", 9)])
def test_the_board_costs_the_same_for_one_row_and_for_three(
    client, request, django_assert_num_queries, who, queries, rows
):
    person = request.getfixturevalue(who)
    school_class = person.head_posts.get().school_class if who == "head" else make_class()
    for _ in range(rows):
        make_pairing(student=make_need(make_student(school_class)).student)
        make_need(make_student(school_class))
    client.force_login(getattr(person, "user", person))
    client.get(BOARD)

    with django_assert_num_queries(queries):
        client.get(BOARD)
