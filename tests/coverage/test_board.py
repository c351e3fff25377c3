"""落实情况: the board shows what is met and what is missing among the rows a user may see."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from branch.core.models import AccessRecord
from branch.coverage.actions import record_excuse
from branch.coverage.board import BoardSection
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
    make_posting,
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


def listed(response):
    """The titles of the list that is shown."""
    return [gap.title for gap in response.context["listed"].gaps]


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
    empty = client.get(BOARD, {"duty": "walkins.student_pairing"}).text
    make_pairing(student=waiting("张晓雨").student)

    page = client.get(BOARD, {"duty": "walkins.student_pairing"}).text

    assert ("没有对象，名单是空的。" in empty, "都落实了" in empty) == (True, False)
    assert ("都落实了，没有缺口。" in page, "全部落实" in page) == (True, True)
    assert '<svg class="gq-meter" viewBox="0 0 1 1"' in page


def test_what_may_wait_is_not_said_to_be_done(client, committee, today):
    student = waiting("张晓雨").student
    facts = {"reason": "请假离校", "from_on": today, "until_on": today, "by": committee}
    record_excuse(duty_key="walkins.student_pairing", subject=student, **facts)
    client.force_login(committee)

    page = client.get(BOARD, {"duty": "walkins.student_pairing"}).text

    assert "除暂缓的以外，没有缺口。" in page
    assert '<span class="gq-st gq-st-ok">' in page
    assert ("都落实了" in page, "全部落实</span>" in page) == (False, False)


def test_an_item_of_the_branch_says_how_many_may_wait(client, committee, today):
    facts = {"reason": "外出", "from_on": today, "until_on": today, "by": committee}
    record_excuse(duty_key="service.registered", subject=make_member(), **facts)
    client.force_login(committee)

    assert "<small>0 / 2 名，暂缓 1</small>" in client.get(BOARD).text


def test_a_head_teacher_sees_the_own_class_only(client, head):
    waiting("张晓雨", head.head_posts.get().school_class)
    waiting("金丝雀")
    client.force_login(head.user)

    page = client.get(BOARD)

    assert gaps(page) == ["为张晓雨安排结对"]
    assert "金丝雀" not in page.content.decode()
    assert "安排结对<span" in page.content.decode()
    assert "暂缓<span" not in page.content.decode()


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
    assert f'href="{address}&amp;back=' in client.get(BOARD).content.decode()


@pytest.mark.parametrize("who", ["editor", "counsellor", "administrator", "teacher"])
def test_the_board_is_refused_without_the_permission(client, request, who):
    waiting("金丝雀")
    client.force_login(request.getfixturevalue(who))

    assert client.get(BOARD).status_code == 403


def cells(client, **choice):
    """The rows of the table of grades and classes, each with its cells as numbers."""
    return {
        row.label: [cell and (cell.tally.done, cell.tally.needed, cell.level) for cell in row.cells]
        for row in client.get(BOARD, choice).context["heat"]["rows"]
    }


def test_the_table_has_a_cell_for_each_class(client, committee):
    first, second = make_class(number=1), make_class(number=2)
    make_contact(make_pairing(student=waiting("甲", first).student))
    waiting("乙", second)
    client.force_login(committee)

    assert cells(client) == {
        "初一": [None, None],
        "初二": [(1, 1, 5), (0, 1, 4)],
        "初三": [None, None],
    }


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

    assert cells(client)["初二"] == [(0, 1, 5)]
    assert "暂缓 1" in client.get(BOARD).content.decode()


def test_the_lists_can_be_narrowed_to_one_class(client, committee):
    waiting("甲", make_class(number=1))
    waiting("乙", make_class(number=2))
    client.force_login(committee)

    of_students = {"duty": "walkins.student_pairing"}
    page = client.get(BOARD, of_students | {"group": "初二（2）班"})
    assert listed(page) == ["为乙安排结对"]
    nothing = client.get(BOARD, of_students | {"group": "初三（9）班"})
    assert listed(nothing) == []
    assert ("名单里没有这个班的。" in nothing.text, "都落实了" in nothing.text) == (True, False)


def test_a_class_without_a_gap_is_told_from_one_with_nobody_to_care_for(client, committee):
    make_contact(make_pairing(student=waiting("甲", make_class(number=1)).student))
    client.force_login(committee)

    page = client.get(BOARD, {"duty": "walkins.student_pairing", "group": "初二（1）班"})

    assert "这个班都落实了，没有缺口。" in page.text


def test_the_day_stands_in_its_box_whatever_list_is_chosen(client, committee, today):
    client.force_login(committee)

    page = client.get(BOARD, {"duty": "walkins.student_pairing"})

    assert f'value="{today}"' in str(page.context["asked"]["on"])


def test_the_list_of_a_past_day_leads_back_to_today(client, committee, today):
    client.force_login(committee)

    page = client.get(BOARD, {"duty": "walkins.contact", "on": today - timedelta(days=1)})

    assert '<a href="?duty=walkins.contact#list">回到今天</a>' in page.text


def test_whom_nobody_cares_for_leads_to_the_list_where_it_is_mended(client, committee):
    linked, alone = make_class(number=1), make_class(number=2)
    make_posting(school_class=linked)
    waiting("甲", linked)
    make_pairing(student=waiting("乙", linked).student, started_on=date(2026, 9, 7))
    make_student(alone, name="丙")
    client.force_login(committee)

    page = client.get(BOARD, {"duty": "walkins.whole_roll"})

    keys = [parse_qs(urlsplit(gap.url).query)["duty"] for gap, _ in page.context["listed"].offered]
    assert keys == [["walkins.student_pairing"], ["walkins.contact"], ["walkins.class_posting"]]
    assert [url for _, url in page.context["listed"].offered] == [
        gap.url for gap in page.context["listed"].gaps
    ]
    assert (
        client.get(page.context["listed"].gaps[0].url).context["listed"].gaps[0].title
        == "为甲安排结对"
    )


def test_of_another_class_a_head_teacher_is_told_nothing(client, head):
    school_class = make_class(number=8)
    waiting("张晓雨", school_class)
    waiting("李明", head.head_posts.get().school_class)
    client.force_login(head.user)

    page = client.get(
        BOARD, {"duty": "walkins.student_pairing", "group": school_class.name_on(TODAY)}
    ).text

    assert ("名单里没有这个班的。" in page, "都落实了" in page) == (True, False)


def test_the_strip_shows_the_meetings_of_the_month_and_the_quarter(client, committee):
    make_activity("支委会", starts_at=at(2026, 11, 2))
    make_planned("党员大会", starts_at=at(2026, 12, 11))
    client.force_login(committee)

    strip = {
        row["label"]: (row["text"], row["line"], row["plans"])
        for row in section(client, "activities/life.html")
    }

    assert strip == {
        "支委会": ("已开", "本月 11-02", ""),
        "党小组会": ("待开", "本月", ""),
        "主题党日": ("待开", "本月", ""),
        "党课": ("待上", "本季度", ""),
        "党员大会": ("待开", "本季度", "定于 12-11"),
    }


def test_a_meeting_of_the_next_month_is_no_plan_for_this_one(client, committee):
    make_planned("支委会", starts_at=at(2026, 12, 4))
    make_planned("主题党日", starts_at=at(2026, 11, 27))
    client.force_login(committee)

    plans = {row["label"]: row["plans"] for row in section(client, "activities/life.html")}

    assert (plans["支委会"], plans["主题党日"]) == ("", "定于 11-27")


def test_group_meetings_count_by_group(client, committee):
    group = committee.staff.member.group
    make_member(group=PartyGroup.objects.create(name="第二党小组"))
    make_activity("党小组会", party_group=group, starts_at=at(2026, 11, 6))
    client.force_login(committee)

    strip = {row["label"]: row["text"] for row in section(client, "activities/life.html")}

    assert strip["党小组会"] == "1 / 2 个"


def test_a_group_that_came_since_had_no_meeting_to_hold(client, committee):
    group = committee.staff.member.group
    later = PartyGroup.objects.create(name="第二党小组")
    make_member(group=later, since=date(2026, 11, 20), joined_on=date(2026, 11, 20))
    make_activity("党小组会", party_group=group, starts_at=at(2026, 11, 6))
    client.force_login(committee)

    def says(on):
        found = client.get(BOARD, {"on": on}).context["sections"]
        return next(
            row["text"] for added in found for row in added.data if row["label"] == "党小组会"
        )

    assert [says(on) for on in ("2026-11-10", TODAY)] == ["已开", "1 / 2 个"]


def test_the_students_named_on_the_board_are_recorded_as_read(client, committee):
    need = waiting("张晓雨")
    client.force_login(committee)

    client.get(BOARD)

    assert AccessRecord.objects.get().subjects == {"student": [need.student_id]}


@pytest.fixture
def section_of_names():
    """A section as another app would declare it, which names every student."""

    class Names(BoardSection):
        key, permission, template = "tests.names", "coverage.view_coverage", "activities/life.html"

        def data(self, user, *, on, site, statuses):
            names = Student.objects.values_list("name", flat=True)
            return [{"label": name, "kind": "ok", "text": ""} for name in names]

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


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [("committee", 8), ("head", 7)])
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
