"""党员名册 as a list, as pages and as a ledger: readers, order and number of queries."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from branch.members.models import Member, MemberStatus, Office, PartyGroup
from branch.school.models import Subject, Teaching
from tests.activities.page_form import form_of
from tests.factories import LONG_AGO, make_class, make_member, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
ROLL = reverse("members:member-list")
LEDGER = reverse("ledgers:ledger-detail", args=["members"])
TITLES = [
    "序号",
    "姓名",
    "性别",
    "民族",
    "出生年月",
    "学历",
    "入党时间",
    "转正时间",
    "党员类别（正式/预备）",
    "党内职务",
    "所在党小组",
    "行政职务及任教学科",
    "备注",
]


def page_of(member, name="member-detail"):
    return reverse(f"members:{name}", args=[member.pk])


def names(response):
    return [str(row) for row in response.context["object_list"]]


@pytest.fixture
def second_group():
    return PartyGroup.objects.create(name="第二党小组", order=2)


def test_the_roll_is_in_order_of_group_and_strokes(client, as_committee, second_group):
    make_member(staff=make_staff(name="甲"), group=second_group, surname_strokes=2)
    make_member(staff=make_staff(name="乙"), surname_strokes=9)
    make_member(staff=make_staff(name="丙"), surname_strokes=4)

    assert [name for name in names(client.get(ROLL)) if name in "甲乙丙"] == ["丙", "乙", "甲"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"在册", "预备"}),
        ("?q=预", {"预备"}),
        ("?q=yub", {"预备"}),
        ("?q=m907", {"预备"}),
        ("?kind=probationary", {"预备"}),
        ("?scope=all", {"在册", "预备", "已转"}),
        ("?scope=away", set()),
        ("?scope=nonsense", {"在册", "预备"}),
    ],
)
def test_the_roll_is_filtered(client, committee, query, found):
    make_member(staff=make_staff(name="在册"))
    make_member(staff=make_staff(name="预备", number="M907"), status=MemberStatus.Kind.PROBATIONARY)
    left = make_member(staff=make_staff(name="已转"))
    left.statuses.update(until_on=date(2026, 6, 30))
    client.force_login(committee)

    assert set(names(client.get(ROLL + query))) - {str(committee)} == found


def test_a_member_reads_their_own_page_only(client, member):
    Member.objects.filter(pk=member.pk).update(ethnicity="满族")
    other = make_member(ethnicity="苗族", born_on=date(1979, 5, 1))
    client.force_login(member.staff.user)

    assert "满族" in client.get(page_of(member)).content.decode()
    assert client.get(page_of(other)).status_code == 404
    assert client.get(ROLL).status_code == 403
    assert client.get(LEDGER).status_code == 403


def test_only_the_committee_is_offered_changes(client, member, committee):
    shown = {}
    for user in (member.staff.user, committee):
        client.force_login(user)
        shown[user] = "登记转出" in client.get(page_of(member)).content.decode()

    assert list(shown.values()) == [False, True]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_roll_costs_the_same_for_one_and_for_three(
    client, as_committee, rows, django_assert_num_queries
):
    for _ in range(rows):
        Office.objects.filter(until_on=None).update(until_on=LONG_AGO)
        Office.objects.create(member=make_member(), kind="youth", from_on=LONG_AGO)
    client.get(ROLL)

    with django_assert_num_queries(8):
        client.get(ROLL)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_members_page_costs_the_same_however_much_has_changed(
    client, as_committee, rows, django_assert_num_queries
):
    member = make_member()
    for year in range(rows):
        Office.objects.create(
            member=member,
            kind="youth",
            from_on=date(2020 + year, 1, 1),
            until_on=date(2020 + year, 9, 1),
        )
        member.honours.create(year=2020 + year, title="校师德标兵", issuer="校", level="school")
    client.get(page_of(member))

    with django_assert_num_queries(14):
        client.get(page_of(member))


def test_a_new_probationary_member_is_entered_through_the_form(client, as_committee, second_group):
    staff = make_staff(name="周文静")
    form = form_of(client.get(reverse("members:member-create")))
    typed = {
        "staff": staff.pk,
        "kind": "probationary",
        "group": second_group.pk,
        "joined_on": "2026-11-20",
        "from_on": "2026-11-20",
    }

    answer = client.post(reverse("members:member-create"), form | typed, follow=True)

    member = Member.objects.get(staff=staff)
    assert answer.redirect_chain == [(member.get_absolute_url(), 302)]
    assert "预备党员" in answer.content.decode()


def test_two_colleagues_of_one_name_are_told_apart_by_their_numbers(client, as_committee):
    for number in ("A1", "A2"):
        make_staff(name="周文静", number=number)
    make_staff(name="毛志远")

    field = client.get(reverse("members:member-create")).context["form"].fields["staff"]

    assert [label for _, label in field.choices] == [
        "周文静（工号 A1）",
        "周文静（工号 A2）",
        "毛志远",
    ]


def test_the_form_of_regularising_has_the_day_probation_ends(client, as_committee):
    member = make_member(
        status=MemberStatus.Kind.PROBATIONARY,
        joined_on=date(2025, 11, 20),
        since=date(2025, 11, 20),
    )
    address = page_of(member, "member-regularise")
    form = form_of(client.get(address))

    client.post(address, form)

    assert form["full_on"] == ["2026-11-20"]
    assert Member.objects.voting_on(date(2026, 11, 24)).filter(pk=member.pk).exists()


def test_a_birth_is_stored_by_month_and_a_day_long_ago_is_accepted(client, as_committee, member):
    address = page_of(member, "member-update")
    typed = {"born_on": "1979.5", "joined_on": "1998-07-01"}

    client.post(address, form_of(client.get(address)) | typed)

    stored = Member.objects.get(pk=member.pk)
    assert (stored.born_on, stored.joined_on) == (date(1979, 5, 1), date(1998, 7, 1))


def test_the_second_to_save_the_form_is_shown_both_texts(client, as_committee, member):
    address = page_of(member, "member-update")
    form = form_of(client.get(address))
    client.post(address, form | {"education": "本科"})

    again = form_of(client.get(address)) | {"version": form["version"], "education": "大专"}
    answer = client.post(address, again)

    assert answer.status_code == 409
    assert ("学历", "本科", "大专") in answer.context["rows"]


def test_the_button_of_return_ends_an_absence(client, as_committee, member, today):
    address = page_of(member, "member-away")
    typed = {"reason": "支教", "from_on": "2026-11-01", "until_on": "2027-07-10"}
    client.post(address, form_of(client.get(address)) | typed)
    away = Member.objects.present_on(today).filter(pk=member.pk).exists()

    client.post(page_of(member, "member-back"))

    assert (away, Member.objects.present_on(today).filter(pk=member.pk).exists()) == (False, True)


# the ledger


def sheet_of(client, query=""):
    return client.get(LEDGER + query).context["sheet"]


ZHOU = [
    "周文静",
    "女",
    "汉族",
    "1985-03",
    "本科",
    "2010-07-01",
    "2011-07-01",
    "正式",
    "宣传委员",
    "第一党小组",
    "教务主任、英语",
    "借阅档案",
]


def test_the_ledger_has_the_columns_inspectors_ask_for(client, as_committee, term):
    member = make_member(
        staff=make_staff(name="周文静", title="教务主任"),
        ethnicity="汉族",
        born_on=date(1985, 3, 1),
        education="本科",
        joined_on=date(2010, 7, 1),
        regularised_on=date(2011, 7, 1),
        remark="借阅档案",
        surname_strokes=1,
    )
    Office.objects.create(member=member, kind="publicity", from_on=LONG_AGO)
    english, school_class = Subject.objects.create(name="英语"), make_class()
    for taught in (school_class, make_class()):
        Teaching.objects.create(term=term, staff=member.staff, school_class=taught, subject=english)

    sheet = sheet_of(client)

    assert ["序号", *sheet.titles] == TITLES
    assert sheet.texts[0] == ZHOU


def test_the_ledger_lists_the_members_of_the_last_day_or_of_today(client, as_committee):
    gone = make_member(staff=make_staff(name="转出"))
    gone.statuses.update(until_on=date(2026, 10, 31))

    then = sheet_of(client, "?start=2026-09-01&end=2026-10-31")
    now = sheet_of(client, "?start=2026-09-01&end=2027-06-30")

    assert ["转出" in [line[0] for line in sheet.texts] for sheet in (then, now)] == [True, False]
    assert [sheet.info[0] for sheet in (then, now)] == [
        "截至：2026年10月31日",
        "截至：2026年11月24日",
    ]


def test_the_spreadsheet_has_the_same_columns(client, as_committee):

    answer = client.get(reverse("ledgers:ledger-xlsx", args=["members"]))

    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert TITLES in [list(row) for row in rows]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_ledger_costs_the_same_for_one_and_for_three(
    client, as_committee, term, rows, django_assert_num_queries
):
    for _ in range(rows):
        staff = make_member().staff
        subject = Subject.objects.create(name=f"学科{staff.pk}")
        Teaching.objects.create(term=term, staff=staff, school_class=make_class(), subject=subject)
    client.get(LEDGER)

    with django_assert_num_queries(9):
        client.get(LEDGER)
