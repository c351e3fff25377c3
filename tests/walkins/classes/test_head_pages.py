"""班主任上岗学时: who can be head teacher on a day, and who sees whose hours."""

from datetime import date

import pytest
from django.urls import reverse

from branch.coverage.actions import record_excuse
from branch.members.models import PartyGroup
from tests.activities.factories import at, make_planned
from tests.costs import cost_of
from tests.factories import make_class, make_head, make_member, make_staff, make_term
from tests.walkins.classes.heads import REASON, make_member_head, make_training, make_waiver

pytestmark = pytest.mark.django_db
PAGE, PRINT = reverse("walkins:head-list"), reverse("walkins:head-print")


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


def names_of(page):
    """{part: [(group, names)]}"""
    return {
        anchor: [(name, [str(line.member) for line in lines]) for name, lines in groups]
        for anchor, _, _, groups in page.context["parts"]
    }


def lines_of(page):
    return {str(line.member): line for line in page.context["ready"].lines}


def make_named(name, *, group="第一党小组", order=1, strokes=5, **fields):
    party_group, _ = PartyGroup.objects.get_or_create(name=group, defaults={"order": order})
    staff = make_staff(name=name)
    return make_member(staff=staff, group=party_group, surname_strokes=strokes, **fields)


def test_members_are_in_two_lists_by_group_and_strokes(client, committee, as_committee):
    second = {"group": "第二党小组", "order": 2}
    people = [
        make_named("丁少", strokes=2),
        make_named("丁多", strokes=3),
        make_named("王", **second),
        make_named("方没有", strokes=4),
    ]
    make_training(*[person.staff for person in people[:3]])
    make_training(people[1].staff, starts_at=at(2026, 9, 18))
    PartyGroup.objects.filter(members=committee.staff.member).update(order=0)

    page = client.get(PAGE, {"on": "2026-11-24"})

    assert names_of(page) == {
        "lacking": [("第一党小组", ["方没有", str(committee.staff.member)])],
        "ready": [("第一党小组", ["丁少", "丁多"]), ("第二党小组", ["王"])],
    }


def test_a_line_says_what_counted_and_why_hours_lack(client, as_committee):
    post = make_member_head(school_class=make_class(number=3))
    make_training(post.staff, psychology_hours=4, title="我的快乐谁做主")
    make_training(post.staff, starts_at=at(2025, 8, 27), title="去年的培训")
    make_waiver(post)

    page = client.get(PAGE, {"on": "2026-11-24"})

    line = lines_of(page)[str(post.staff)]
    assert (line.class_names, line.hours.says) == ("初二（3）班", "现有 4，应有 6，还差 2")
    assert [str(row.activity) for row in line.attended] == ["我的快乐谁做主"]
    assert "2026-08-27 我的快乐谁做主" in page.text
    assert f'至 2026-12-31<br><span class="gq-small gq-muted">{REASON}</span>' in page.text


@pytest.mark.parametrize(
    ("terms", "day"),
    [
        ([date(2027, 3, 1), date(2027, 9, 1)], date(2027, 3, 1)),
        ([], date(2027, 9, 1)),
    ],
)
def test_it_asks_for_the_first_day_of_the_next_term(client, as_committee, terms, day):
    for number, starts_on in enumerate(terms, start=1):
        make_term(first_year=2026 + number, starts_on=starts_on, ends_on=starts_on.replace(day=28))

    page = client.get(PAGE)

    assert page.context["ready"].on == day
    assert [link["current"] for link in page.context["days"]].count(True) == 1


def test_a_past_day_has_its_own_members_posts_and_hours(client, as_committee):
    old = make_head(
        make_class(number=1), staff=make_named("老班").staff, until_on=date(2026, 8, 31)
    )
    make_training(old, starts_at=at(2025, 9, 10), title="去年九月")
    make_training(old, title="今年八月")
    make_named("后来的", since=date(2026, 10, 1))
    make_named("后来走的").statuses.update(until_on=date(2026, 10, 1))

    may = lines_of(client.get(PAGE, {"on": "2026-05-20"}))
    now = lines_of(client.get(PAGE, {"on": "2026-11-24"}))

    assert ("后来的" in may, "后来走的" in may) == (False, True)
    assert ("后来的" in now, "后来走的" in now) == (True, False)
    assert (may["老班"].class_names, now["老班"].class_names) == ("初一（1）班", "")
    assert [str(row.activity) for row in may["老班"].attended] == ["去年九月"]
    assert [str(row.activity) for row in now["老班"].attended] == ["今年八月"]


def test_members_who_are_away_are_left_out_unless_they_head_a_class(
    client, committee, as_committee
):
    for person in (
        make_named("支教的"),
        make_member_head(staff=make_staff(name="带班的")).staff.member,
    ):
        record_excuse(
            duty_key="", subject=person, reason="支教", from_on=date(2026, 9, 1), by=committee
        )

    lines = lines_of(client.get(PAGE, {"on": "2026-11-24"}))

    assert ("支教的" in lines, "带班的" in lines) == (False, True)


@pytest.mark.parametrize(
    ("day", "listed"),
    [
        ("2027-03-01", [("没有补记的", True), ("十二月的培训", False)]),
        ("2026-11-24", [("没有补记的", True), ("十二月的培训", False), ("开学以后的", False)]),
        ("2026-11-23", [("没有补记的", True)]),
        ("2026-05-20", []),
    ],
)
def test_trainings_to_come_and_those_not_recorded_are_listed(client, as_committee, day, listed):
    facts = {"hours": 2, "psychology_hours": 2}
    make_planned(title="十二月的培训", starts_at=at(2026, 12, 18), **facts)
    make_planned(title="没有补记的", starts_at=at(2026, 11, 20), **facts)
    make_planned(title="开学以后的", starts_at=at(2027, 9, 2), **facts)
    make_planned(title="没有心理学时", starts_at=at(2026, 12, 1))

    page = client.get(PAGE, {"on": day})

    assert [(str(row), has_begun) for row, has_begun in page.context["to_come"]] == listed


def test_without_a_training_the_page_says_what_to_do(client, as_committee):
    text = client.get(PAGE).text

    assert "安排一场有心理健康教育学时的培训" in text
    assert reverse("activities:activity-list") in text


def test_before_there_was_a_branch_the_page_is_empty(client, as_committee):
    text = client.get(PAGE, {"on": "2010-05-01"}).text

    assert "这一天没有党员" in text
    assert PRINT not in text


@pytest.mark.parametrize("who", ["holder", "stranger"])
def test_a_member_sees_their_own_hours_alone(client, who):
    post, other = make_member_head(), make_waiver().post
    make_waiver(post, reason="自己的原因")
    make_training(other.staff, psychology_hours=4, title="别人去的培训")
    reader = post.staff if who == "holder" else make_member().staff
    client.force_login(reader.user)

    page = client.get(PAGE, {"on": "2026-11-24"})

    assert list(lines_of(page)) == [reader.name]
    hidden = [REASON, "别人去的培训", other.staff.name, "更正", PRINT]
    assert [text for text in hidden if text in page.text] == []
    assert ("自己的原因" in page.text) is (who == "holder")


def test_colleagues_who_are_no_members_do_not_see_it(client, head, counsellor, administrator):
    make_waiver()
    answers = []
    for user in (head.user, counsellor, administrator):
        client.force_login(user)
        answers.append(client.get(PAGE).status_code)

    assert answers == [403, 403, 403]


def test_the_print_has_no_reasons(client, as_committee):
    post = make_waiver(make_member_head(school_class=make_class(number=3))).post
    make_training(post.staff, psychology_hours=4)

    page = client.get(PRINT, {"on": "2026-11-24"})

    name = str(post.staff)
    (row,) = [row for row in page.context["rows"] if row[1] == name]
    assert row == ["第一党小组", name, "初二（3）班", "08-27 倾听与转介", 4, 2, "2026-12-31"]
    assert page.context["info"] == ["上岗日期：2026-11-24", "应有：6 学时"]
    assert page.context["total"] == "能上岗的 0 名，还差学时的 2 名"
    assert REASON not in page.text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("head-list", 12), ("head-print", 9)])
def test_a_page_costs_the_same_however_long(client, as_committee, count, name, queries):
    for _ in range(count):
        make_training(make_waiver().post.staff, psychology_hours=4)
        make_planned(hours=2, psychology_hours=2, starts_at=at(2026, 12, 18))
    address = reverse(f"walkins:{name}")
    client.get(address)

    page, cost = cost_of(client.get, address)

    assert (page.status_code, cost) == (200, queries)


def reason_of(post):
    return reverse("walkins:waiver-create", args=[post.pk])


def test_a_reason_is_written_for_those_who_lack_hours_now(client, as_committee):
    """A training in the spring counts today, and no longer on the first of September."""
    lapsing, lacking = make_member_head(), make_member_head()
    make_training(lapsing.staff, starts_at=at(2026, 5, 20))
    coming = make_member_head(from_on=date(2027, 9, 1))

    page = client.get(PAGE, {"on": "2027-09-01"})

    posts = (lapsing, lacking, coming)
    assert str(lapsing.staff) in [str(line.member) for line in page.context["ready"].lacking]
    assert [reason_of(post) in page.text for post in posts] == [False, True, True]


@pytest.mark.parametrize(("day", "is_over"), [("2026-12-31", False), ("2027-01-01", True)])
def test_a_waiver_whose_day_is_over_is_marked(client, as_committee, day, is_over):
    make_waiver()

    page, paper = client.get(PAGE, {"on": day}), client.get(PRINT, {"on": day})

    assert ("已过期限" in page.text, "2026-12-31（已过）" in paper.text) == (is_over, is_over)


def test_the_day_is_not_a_filter_to_take_off(client, as_committee):
    assert "去掉筛选" not in client.get(PAGE, {"on": "2026-11-24"}).text
    assert "现任班主任" not in client.get(PRINT, {"on": "2027-09-01"}).text
