"""Ledgers have the same rows and the same permission on the screen, in print and in both files."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from branch.activities.models import Activity, Attendance, Programme
from branch.core.models import AccessRecord, AuditEvent
from branch.ledgers.ledger import Ledger
from branch.school.models import RollNumber, Student, Term
from branch.walkins.models import PostingPlan
from tests.activities.factories import at, make_activity
from tests.factories import (
    make_class,
    make_contact,
    make_family_need,
    make_member,
    make_need,
    make_pairing,
    make_posting,
    make_session,
    make_staff,
    make_student,
    make_visit,
)
from tests.ledgers.files import document, spreadsheet, words_of
from tests.walkins.aid.books import Books, make_hands

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]
SLUG = "organisation-life"
SHANGHAI = ZoneInfo("Asia/Shanghai")
FILES = ("ledger-xlsx", "ledger-docx")
PAGES = ("ledger-detail", "ledger-print", *FILES)


def make_meeting(title, *members, day=date(2026, 11, 6), kind="general_meeting", by):
    programme = Programme.objects.get(kind=kind)
    held = Activity.objects.create(
        programme=programme,
        title=title,
        starts_at=datetime(day.year, day.month, day.day, 16, tzinfo=SHANGHAI),
        place="党员活动室",
        state=Activity.State.DONE,
        logged_by=by,
    )
    for member in members:
        Attendance.objects.create(activity=held, staff=member.staff, state="present")
    return held


def address(name, query="", slug=SLUG):
    return reverse(f"ledgers:{name}", args=[slug]) + query


@pytest.mark.parametrize("name", PAGES)
def test_a_member_sees_the_own_meetings_only(client, member, name):
    make_meeting("审议工作计划", member, by=member.staff.user)
    make_meeting("金丝雀会议", make_member(), by=member.staff.user)
    client.force_login(member.staff.user)

    words = words_of(client.get(address(name)))

    assert ("审议工作计划" in words, "金丝雀会议" in words) == (True, False)


@pytest.mark.parametrize("name", PAGES)
def test_the_committee_sees_every_meeting(client, committee, member, name):
    make_meeting("审议工作计划", member, by=committee)
    client.force_login(committee)

    assert "审议工作计划" in words_of(client.get(address(name)))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "slug", "scope"),
    [
        ("committee", SLUG, "范围：全支部"),
        ("member", SLUG, "范围：本人"),
        ("head", SLUG, "范围：本人"),
        ("committee", "contacts", "范围：全支部"),
        ("member", "contacts", "范围：本人"),
        ("head", "contacts", "范围：本班"),
        ("paired head", "contacts", "范围：本人、本班"),
    ],
)
def test_the_head_of_a_sheet_names_the_scope_of_its_records(
    client, request, name, who, slug, scope
):
    person = request.getfixturevalue(who.split()[-1])
    staff = getattr(person, "staff", person)
    if who == "paired head":
        make_pairing(member=make_member(staff=staff))
    client.force_login(getattr(staff, "user", staff))

    words = words_of(client.get(address(name, slug=slug)))

    assert re.search(r"范围：[^\s<　]*", words)[0] == scope


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["editor", "counsellor", "administrator", "teacher"])
def test_a_ledger_is_refused_without_the_permission(client, request, committee, name, who):
    make_meeting("金丝雀会议", by=committee)
    client.force_login(request.getfixturevalue(who))

    response = client.get(address(name))

    assert response.status_code == 403
    assert "金丝雀会议" not in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_an_unknown_ledger_is_a_404(client, committee, name):
    client.force_login(committee)

    assert client.get(address(name, slug="no-such-ledger")).status_code == 404


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["九月会", "十一月会"]),
        ("?period=term", ["九月会", "十一月会"]),
        ("?period=month", ["十一月会"]),
        ("?period=quarter", ["十一月会"]),
        ("?period=school_year", ["九月会", "十一月会"]),
        ("?period=year", ["三月会", "九月会", "十一月会"]),
        ("?start=2026-03-01&end=2026-09-30", ["三月会", "九月会"]),
        ("?period=nonsense", ["九月会", "十一月会"]),
    ],
)
def test_a_period_shows_the_rows_of_its_days(client, committee, query, titles):
    for month, title in ((3, "三月会"), (9, "九月会"), (11, "十一月会")):
        make_meeting(title, day=date(2026, month, 6), by=committee)
    client.force_login(committee)

    sheet = client.get(address("ledger-detail", query)).context["sheet"]

    assert [row.title for row in sheet.rows] == titles


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?start=2026-11-24&end=2026-11-01", "结束日期不能早于开始日期。"),
        ("?start=2026-11-24", "请填写开始和结束两个日期。"),
    ],
)
def test_days_that_make_no_period_are_refused_at_the_field(client, committee, query, says):
    client.force_login(committee)

    assert says in client.get(address("ledger-detail", query)).content.decode()


def test_the_sheet_has_the_head_and_foot_inspectors_expect(client, committee):
    make_meeting("审议工作计划", by=committee)
    client.force_login(committee)

    page = client.get(address("ledger-print")).content.decode()

    for words in (
        "中共广勤中学支部委员会",
        "“三会一课”登记表",
        "期间：2026年9月1日至2027年1月29日",
        "填表人：",
        "审核人：",
        "填报日期：",
        "（盖章处）",
        f"打印人 {committee} 2026-11-24 14:30 · 内部资料",
    ):
        assert words in page
    assert 'class="gq-a4 gq-a4-wide"' in page


@pytest.mark.parametrize("name", FILES)
def test_an_exported_file_is_named_stamped_and_recorded(client, committee, name):
    make_meeting("审议工作计划", by=committee)
    client.force_login(committee)
    suffix = name.removeprefix("ledger-")

    response = client.get(address(name))

    assert f"20260901-20270129.{suffix}" in response.headers["Content-Disposition"]
    assert f"导出人 {committee} 2026-11-24 14:30 · 内部资料" in words_of(response)
    event = AuditEvent.objects.get(verb="ledger.exported")
    assert (event.actor, event.says) == (
        committee,
        f"“三会一课”登记表-20260901-20270129.{suffix}，1 行",
    )


def make_rows_of_every_ledger(name, today, by):
    """Make a row of each ledger with a member and a student of that name; of an open event it is the title."""
    member = make_member(staff=make_staff(name=name))
    make_contact(make_pairing(member=member), happened_on=today)
    make_meeting(name, member, by=by)
    make_visit(visitor=member.staff, happened_on=today)
    make_family_need(owner=member.staff)
    posting = make_posting(member=member)
    make_session(posting.school_class, leaders=[member.staff])
    plan = PostingPlan.objects.create(
        term=Term.objects.get(), started_by=by, computed_at=timezone.now()
    )
    plan.lines.create(member=member, school_class=posting.school_class, basis="plain")
    hands = make_hands()
    hands[0].name = name
    hands[0].save()
    Books(*hands).income()
    for kind in ("家长学校", "社区大讲堂", "党员服务直通车"):
        make_activity(kind, title=name, starts_at=at(2026, 11, 14))
    Student.objects.update(name=name)


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "＝1+1", "\t=1+1", "@SUM(A1)"])
@pytest.mark.parametrize("slug", sorted(Ledger.registry))
def test_no_name_is_exported_as_a_formula(client, committee, today, slug, name):
    make_rows_of_every_ledger(name, today, by=committee)
    client.force_login(committee)

    sheet = spreadsheet(client.get(address("ledger-xlsx", slug=slug)))

    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    named = [cell for cell in cells if name.strip() in str(cell.value)]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert {(cell.value, cell.data_type) for cell in named} == {(f"'{name}", "s")}


@pytest.mark.parametrize("name", ['{DDEAUTO c:\\cmd "/k x"}\x01', '<w:fldSimple w:instr="X"/>'])
@pytest.mark.parametrize("slug", sorted(Ledger.registry))
def test_no_name_is_exported_as_a_field_of_a_document(client, committee, today, slug, name):
    make_rows_of_every_ledger(name, today, by=committee)
    client.force_login(committee)

    response = client.get(address("ledger-docx", slug=slug))

    found = document(response)
    parts = (found.element, found.sections[0].footer.part.element)
    assert [field for part in parts for field in part.xpath("//@w:instr | //w:instrText")] == [
        "PAGE",
        "NUMPAGES",
    ]
    assert name.rstrip("\x01") in words_of(response)


def test_a_reader_in_wechat_is_told_how_to_download(client, committee):
    client.force_login(committee)
    agent = {"User-Agent": "Mozilla/5.0 MicroMessenger/8.0"}

    hint = "在浏览器打开"

    assert hint in client.get(address("ledger-detail"), headers=agent).content.decode()
    assert hint not in client.get(address("ledger-detail")).content.decode()


def test_the_list_names_the_ledgers_one_may_open(client, committee):
    client.force_login(committee)

    page = client.get(reverse("ledgers:ledger-list"))

    assert "三会一课登记表" in [
        row.title.replace("“", "").replace("”", "") for row in page.context["ledgers"]
    ]


def contact_with(name, number, term, **fields):
    """A contact with a student of that name and roll number."""
    student = make_student(name=name, **fields)
    RollNumber.objects.create(term=term, student=student, number=number)
    return make_contact(make_pairing(student=make_need(student).student))


@pytest.mark.parametrize("name", PAGES)
def test_a_ledger_names_students_by_number_and_only_to_their_own_member(client, term, name):
    mine = contact_with("张晓雨", "0471", term)
    contact_with("金丝雀", "0938", term)
    client.force_login(mine.member.staff.user)

    words = words_of(client.get(address(name, slug="contacts")))

    assert [text for text in ("0471", "张晓雨", "0938", "金丝雀") if text in words] == ["0471"]


@pytest.mark.parametrize("name", PAGES)
def test_a_student_without_a_number_is_a_blank_and_no_name(client, committee, term, name):
    own = make_class(number=3)
    make_contact(make_pairing(student=make_need(make_student(own, name="张晓雨")).student))
    client.force_login(committee)

    words = words_of(client.get(address(name, slug="contacts")))

    assert [text for text in ("初二（3）班", "张晓雨", "None") if text in words] == ["初二（3）班"]


@pytest.mark.parametrize("name", PAGES)
def test_a_head_teacher_sees_the_students_of_the_own_class(client, term, head, name):
    own = head.head_posts.get().school_class
    contact_with("张晓雨", "0471", term, school_class=own)
    contact_with("金丝雀", "0938", term)
    client.force_login(head.user)

    words = words_of(client.get(address(name, slug="contacts")))

    assert ("0471" in words, "0938" in words) == (True, False)


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("ledger-detail", "view"),
        ("ledger-print", "print"),
        ("ledger-xlsx", "export"),
        ("ledger-docx", "export"),
    ],
)
def test_the_students_in_a_ledger_are_recorded_with_the_way_it_was_read(
    client, committee, term, name, action
):
    contact = contact_with("张晓雨", "0471", term)
    client.force_login(committee)

    client.get(address(name, slug="contacts"))

    record = AccessRecord.objects.get()
    student = contact.pairings.get().student_id
    assert (record.reader, record.action, record.subjects) == (
        committee,
        action,
        {"student": [student]},
    )


@pytest.mark.parametrize("name", FILES)
def test_an_export_is_no_answer_to_head(client, committee, name):
    client.force_login(committee)

    assert client.head(address(name)).status_code == 405
    assert AuditEvent.objects.filter(verb="ledger.exported").count() == 0


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("ledger-detail", 9), ("ledger-print", 9), ("ledger-xlsx", 10), ("ledger-docx", 10)],
)
def test_a_sheet_costs_the_same_for_one_row_and_for_three(
    client, committee, member, django_assert_num_queries, rows, name, queries
):
    for n in range(rows):
        make_meeting(f"会议{n}", member, by=committee)
    client.force_login(committee)
    client.get(address(name))

    with django_assert_num_queries(queries):
        client.get(address(name))
