"""党员名册: what it says of colleagues, the first time and again."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from branch.coverage.models import Excuse
from branch.members.models import Member, MemberStatus, Office, PartyGroup
from branch.members.timeline import changes_of
from tests.factories import make_member, make_staff
from tests.spreadsheets import bring, check_file, undo, xlsx

pytestmark = pytest.mark.django_db

TERM = date(2026, 9, 1)
NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
MEMBERS = ("工号", "姓名", "党员类别", "入党时间", "转正时间", "党小组", "党内职务")


@pytest.fixture
def says(today):
    """A roster of these rows, imported; its rows as kept."""

    def _says(*rows, on=today, effective_on=TERM, titles=MEMBERS):
        content = xlsx({"党员": [titles, *rows]})
        batch = bring(
            "members", content, on=on, at=NOW, effective_on=effective_on, skip_errors=True
        )
        return list(batch.lines.all())

    return _says


def full(number, *, joined="2018.4.2", since="2019.4.2", group="第一党小组", office=""):
    return (number, "", "正式党员", joined, since, group, office)


def statuses():
    rows = MemberStatus.objects.order_by("member__staff__number", "from_on")
    return [
        (row.member.staff.number, row.kind, str(row.from_on), str(row.until_on)) for row in rows
    ]


def offices():
    rows = Office.objects.order_by("kind", "from_on")
    return [
        (row.kind, row.member.staff.number, str(row.from_on), str(row.until_on)) for row in rows
    ]


def test_a_full_member_without_a_day_of_that_is_one_all_along_and_said(says):
    make_staff(number="A1")

    (row,) = says(full("A1", since=""))

    assert statuses() == [("A1", "full", "2018-04-02", "None")]
    assert row.warnings == ["没有写转正时间，按入党之日起为正式党员登记，请核对。"]


def test_the_day_that_was_missing_is_filled_in_later(says):
    make_staff(number="A1")
    says(full("A1", since=""))

    says(full("A1"))

    assert statuses() == [("A1", "full", "2018-04-02", "None")]
    assert Member.objects.get().regularised_on == date(2019, 4, 2)
    assert [row.verdict for row in says(full("A1"))] == ["unchanged"]


def test_who_was_transferred_in_keeps_the_first_day_in_this_branch(says):
    make_member(staff=make_staff(number="A1"), since=date(2024, 9, 1))

    verdicts = [says(full("A1"))[0].verdict for _ in range(2)]

    assert statuses() == [("A1", "full", "2024-09-01", "None")]
    assert verdicts == ["changed", "unchanged"]


def test_who_left_and_came_back_is_no_longer_said_to_have_left(says):
    member = make_member(staff=make_staff(number="A1"), since=date(2025, 9, 1))
    MemberStatus.objects.create(
        member=member, kind="full", from_on=date(2020, 9, 1), until_on=date(2024, 8, 31)
    )

    (row,) = says(full("A1", office="书记"))

    assert row.warnings == []
    assert [kind for kind, *_ in offices()] == ["secretary"]


def test_on_probation_nobody_is_given_a_seat(says):
    make_staff(number="A1")

    (row,) = says(("A1", "", "预备党员", "2026.6.28", "", "第一党小组", "青年委员"))

    assert (offices(), row.warnings) == ([], ["预备党员不能担任党内职务，没有登记。"])


def test_probation_ends_the_day_before(says):
    make_staff(number="A1")
    says(("A1", "", "预备党员", "2025.6.28", "", "第一党小组", ""))
    assert statuses() == [("A1", "probationary", "2025-06-28", "None")]

    says(full("A1", joined="2025.6.28", since="2026.6.28"))

    assert statuses() == [
        ("A1", "probationary", "2025-06-28", "2026-06-27"),
        ("A1", "full", "2026-06-28", "None"),
    ]


def test_whom_the_portal_knew_on_probation_is_full_from_now_without_a_day(says):
    make_staff(number="A1")
    says(("A1", "", "预备党员", "2025.6.28", "", "第一党小组", ""))

    again = [says(full("A1", joined="2025.6.28", since=""))[0].verdict for _ in range(2)]

    assert statuses() == [
        ("A1", "probationary", "2025-06-28", "2026-11-23"),
        ("A1", "full", "2026-11-24", "None"),
    ]
    assert again == ["changed", "unchanged"]
    assert Member.objects.get().regularised_on == date(2026, 11, 24)


def test_a_full_member_never_goes_back_on_probation(says):
    make_staff(number="A1")
    says(full("A1"))
    before = statuses()

    (row,) = says(("A1", "", "预备党员", "2018.4.2", "", "第一党小组", ""))

    assert (statuses(), row.warnings) == (before, ["已登记为正式党员，党员类别没有改动。"])


def test_who_is_on_probation_has_no_day_of_being_full(says):
    make_staff(number="A1")

    (row,) = says(("A1", "", "预备党员", "2026.6.28", "2026.9.1", "第一党小组", ""))

    assert statuses() == [("A1", "probationary", "2026-06-28", "None")]
    assert row.warnings == ["预备党员还没有转正，转正时间没有读入。"]


def test_an_office_goes_to_the_next_from_when_the_roster_told(says):
    make_staff(number="A1"), make_staff(number="A2")
    says(full("A1", office="党支部书记"))

    says(full("A2", office="书记"))

    assert offices() == [
        ("secretary", "A1", "2026-09-01", "2026-11-23"),
        ("secretary", "A2", "2026-11-24", "None"),
    ]


def test_a_seat_that_began_with_the_term_is_not_rewritten(says):
    first = make_staff(number="A1", name="曾明")
    make_staff(number="A2")
    says(full(first.number, office="书记"), on=date(2026, 9, 3))

    (row,) = says(full("A2", office="书记"), on=date(2026, 9, 10))

    assert offices() == [("secretary", "A1", "2026-09-01", "None")]
    assert row.warnings == ["书记由曾明从 2026-09-01 起担任，没有改动，请到党员名册里登记。"]


def test_two_change_places_and_share_no_day(says):
    make_staff(number="A1"), make_staff(number="A2")
    says(full("A1", office="书记"), full("A2", office="副书记"))

    rows = full("A1", office="副书记"), full("A2", office="书记")
    says(*rows)

    assert offices() == [
        ("deputy", "A2", "2026-09-01", "2026-11-23"),
        ("deputy", "A1", "2026-11-24", "None"),
        ("secretary", "A1", "2026-09-01", "2026-11-23"),
        ("secretary", "A2", "2026-11-24", "None"),
    ]
    assert [row.verdict for row in says(*rows)] == ["unchanged"] * 2


def test_one_may_hold_two_offices(says):
    make_staff(number="A1")

    says(full("A1", office="书记、组织委员"))

    assert offices() == [
        ("organisation", "A1", "2026-09-01", "None"),
        ("secretary", "A1", "2026-09-01", "None"),
    ]


def test_of_two_rows_with_one_office_the_first_counts(says):
    make_staff(number="A1"), make_staff(number="A2")

    rows = says(full("A1", office="副书记"), full("A2", office="副书记"))

    assert offices() == [("deputy", "A1", "2026-09-01", "None")]
    assert rows[1].warnings == ["副书记在这份名册里先写了 A1，这一行没有登记。"]
    again = says(full("A1", office="副书记"), full("A2", office="副书记"))
    assert [row.verdict for row in again] == ["unchanged", "unchanged"]


def test_a_blank_takes_no_office_away(says):
    make_staff(number="A1")
    says(full("A1", office="书记"))

    says(full("A1"))

    assert offices() == [("secretary", "A1", "2026-09-01", "None")]


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("党员", []),
        ("无", []),
        ("统战委员", ["党内职务“统战委员”没有登记：支委只有书记、副书记和各委员。"]),
    ],
)
def test_other_words_are_no_office(says, text, warnings):
    make_staff(number="A1")

    (row,) = says(full("A1", office=text))

    assert (offices(), row.warnings) == ([], warnings)


def test_a_group_is_made_once(says):
    make_staff(number="A1"), make_staff(number="A2"), make_staff(number="A3")

    says(full("A1"), full("A2"), full("A3", group="第二党小组"))

    assert list(PartyGroup.objects.order_by("order").values_list("name", "order")) == [
        ("第一党小组", 1),
        ("第二党小组", 2),
    ]


def test_the_number_may_be_written_small(says):
    make_staff(number="GQ2001")

    says(full("gq2001"))

    assert Member.objects.get().staff.number == "GQ2001"


def test_in_the_first_weeks_a_group_keeps_the_days_it_was_theirs(says):
    make_staff(number="A1")
    for day, group in ((3, "一组"), (3, "二组"), (15, "三组"), (15, "四组")):
        says(full("A1", group=group), on=date(2026, 9, day))

    names = [
        Member.objects.with_group_on(date(2026, *day)).get().group_name
        for day in ((8, 31), (9, 1), (9, 14), (9, 15))
    ]
    assert names == ["一组", "二组", "二组", "四组"]
    moves = [change for change in changes_of(Member.objects.get()) if "党小组" in change.title]
    assert [(str(change.day), change.text) for change in moves] == [
        ("2026-09-15", "由二组调到四组"),
        ("2026-09-01", "由一组调到二组"),
    ]


@pytest.mark.parametrize(("until_on", "code"), [(None, None), (date(2026, 10, 1), "unknown_staff")])
def test_who_has_left_is_no_colleague(says, until_on, code):
    make_staff(number="A1", until_on=until_on)

    (row,) = says(full("A1"))

    assert [error["code"] for error in row.errors] == ([code] if code else [])
    assert Member.objects.count() == (0 if code else 1)


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (("A1", "", "积极分子", "2018.4.2", "", "第一党小组", ""), "党员类别", "missing"),
        (("A1", "", "正式党员", "2019.4.2", "2018.4.2", "第一党小组", ""), "转正时间", "bad_date"),
        (("A1", "", "正式党员", "2027.4.2", "", "第一党小组", ""), "入党时间", "bad_date"),
        (("A1", "", "正式党员", "2018.4.2", "", "", ""), "党小组", "missing"),
        (("A9", "", "正式党员", "2018.4.2", "", "第一党小组", ""), "工号", "unknown_staff"),
    ],
)
def test_what_is_wrong_is_said_at_its_column(says, row, column, code):
    make_staff(number="A1")

    (kept,) = says(row)

    assert [(e["column"], e["code"]) for e in kept.errors] == [(column, code)]
    assert Member.objects.count() == 0


def test_a_group_merged_downwards_is_everybodys(today):
    make_staff(number="A1"), make_staff(number="A2")
    rows = [
        ("党小组", "工号", "党员类别", "入党时间"),
        ("第一党小组", "A1", "正式", "2018.4"),
        (None, "A2", "预备", 20260628.0),
    ]

    bring("members", xlsx({"党员": rows}, {"党员": ["A2:A3"]}), on=today, at=NOW)

    assert [
        (str(one.group), str(one.joined_on)) for one in Member.objects.order_by("staff__number")
    ] == [("第一党小组", "2018-04-01"), ("第一党小组", "2026-06-28")]


def test_a_member_for_whom_an_excuse_stands_is_not_taken_back(today, committee):
    staff = make_staff(number="A1")
    batch = bring("members", xlsx({"党员": [MEMBERS, full("A1")]}), on=today, at=NOW)
    member = Member.objects.get(staff=staff)
    excuse(member, today, committee)

    batch = undo(batch, on=today, at=NOW)

    assert [row.left for row in batch.lines.all()] == ["A1 已有别的记录，保留。"]
    assert MemberStatus.objects.filter(member=member).count() == 2


def excuse(member, today, by):
    return Excuse.objects.create(
        subject_type=Member._meta.label_lower,
        subject_id=member.pk,
        reason="支教",
        from_on=today,
        set_by=by,
    )


def test_a_check_tells_members_apart_from_those_who_are(today):
    make_member(staff=make_staff(number="A1", name="曾明"))
    make_staff(number="A2", name="单远")
    rows = [("A1", "单明", *full("")[2:]), ("A2", "单远", *full("")[2:])]

    found = check_file(
        "members", "a.xlsx", xlsx({"党员": [MEMBERS, *rows]}), on=today, effective_on=TERM
    )

    assert [line.verdict for line in found.lines] == ["changed", "new"]
    assert found.lines[0].warnings[0] == "教职工名册里这个工号是“曾明”，请核对是不是同一个人。"
