"""帮困助学收支登记表: its columns, sums that add, no name; screen, paper, spreadsheet."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from branch.core.periods import Period
from branch.school.actions import deal_roll_numbers
from branch.school.models import RollNumber
from branch.walkins.actions import reverse_aid
from branch.walkins.aid.ledgers import AidLedger
from branch.walkins.models import Aid
from tests.factories import make_class, make_student
from tests.ledgers.files import spreadsheet, words_of
from tests.walkins.aid.books import TODAY, Books, small

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), "")
ASKED = "?start=2026-11-01&end=2026-11-30"
TITLES = (
    "日期｜摘要｜收入来源｜支出用途｜收入金额（元）｜支出金额（元）｜结余（元）｜物资名称和数量"
    "｜物资折价（元）｜受助人数｜经手人｜审批人｜收款单位及凭证号"
)
MONEY = {name: 3 + n for n, name in enumerate(("purpose", "ins", "outs", "left"))}


@pytest.fixture
def child(term):
    child = make_student(make_class(number=3), name="张晓雨")
    deal_roll_numbers(on=TODAY)
    return child


@pytest.fixture
def full(books, child):
    """An income, money that was reversed and given again, goods, and lines that do not count."""
    books.income(286_050, receipt="GH-0098")
    wrong = books.given(30_000, child, receipt="XZ-0471")
    books.approve(reverse_aid(wrong, reason="receipt", version=2, on=TODAY, by=books.one))
    books.given(30_000, child, receipt="XZ-0417", day=TODAY)
    books.give(18_000, child, day=TODAY, **small())
    books.give(1_000, child)
    return books


def texts(user, period=NOVEMBER):
    ledger = AidLedger()
    return [ledger.texts(row) for row in ledger.rows(user, period=period, filters=None)]


def test_the_columns_are_those_of_the_form():
    assert "｜".join(column.title for column in AidLedger.columns) == TITLES


def test_a_line_has_categories_and_the_number_of_the_student(full, child, committee):
    who = f"初二（3）班 {RollNumber.objects.get(student=child).number}"
    one, other = full.one.name, full.other.name

    rows = texts(committee)

    assert rows[0][:7] == ["2026-11-03", "第 1 笔：收款", "工会", "", "2,860.50", "", "2,860.50"]
    assert rows[0][7:] == ["", "", "", one, other, "学校财务室 GH-0098"]
    assert rows[1][1:7] == [f"第 2 笔：{who}", "", "爱心助学款", "", "300.00", "2,560.50"]
    assert rows[2][1:7] == [
        "第 3 笔：冲正第 2 笔（票据号写错）",
        "",
        "爱心助学款",
        "",
        "-300.00",
        "2,860.50",
    ]
    goods = ["学习用品 2 件", "180.00", "1", one, "", ""]
    assert rows[4][3:] == ["物资", "", "180.00", "2,380.50", *goods]
    assert [len(rows), [row[9] for row in rows]] == [5, ["", "1", "-1", "1", "1"]]


def test_the_sums_add(full, committee):
    rows = AidLedger().rows(committee, period=NOVEMBER, filters=None)
    cells = [AidLedger().cells(row) for row in rows]

    ins, outs, goods = (sum(row[n] or 0 for row in cells) for n in (4, 5, 8))

    assert AidLedger().summary(rows) == (
        f"合计：期初结余 0.00 元，收入 {ins:,} 元，支出 {outs:,} 元（其中物资折价 {goods:,} 元），"
        f"期末结余 {ins - outs:,} 元，受助 2 人次"
    )
    assert (ins, outs, goods) == (Decimal("2860.50"), Decimal("480.00"), Decimal("180.00"))


def test_a_later_period_begins_with_what_was_left(full, committee):
    period = Period(date(2026, 11, 24), date(2026, 11, 30), "")
    rows = AidLedger().rows(committee, period=period, filters=None)

    assert "期初结余 2,560.50 元，收入 0.00 元，支出 180.00 元" in AidLedger().summary(rows)
    assert "期末结余 2,380.50 元" in AidLedger().summary(rows)
    assert AidLedger().summary(rows.none()) == ""


def test_the_spreadsheet_has_numbers_that_add_and_no_name(full, as_committee):
    answer = as_committee.get(reverse("ledgers:ledger-xlsx", args=["aid"]) + ASKED)

    rows = [row for row in spreadsheet(answer).values if isinstance(row[0], int)]
    ins = sum(row[5] for row in rows if row[5] is not None)
    outs = sum(row[6] for row in rows if row[6] is not None)
    assert (len(rows), round(ins - outs, 2)) == (5, rows[-1][7])
    assert spreadsheet(answer).cell(6, 6).number_format == "#,##0.00"
    assert "张晓雨" not in words_of(answer)


@pytest.mark.parametrize("form", ["detail", "print", "xlsx", "docx"])
def test_each_form_has_the_total_and_no_name(full, as_committee, form):
    answer = as_committee.get(reverse(f"ledgers:ledger-{form}", args=["aid"]) + ASKED)

    words = words_of(answer)
    assert ("期末结余 2,380.50 元" in words, "张晓雨" in words) == (True, False)


def test_the_page_of_a_drive_leads_to_its_own_table(full, as_committee):
    other = Books()
    other.income(100, receipt="GH-7777")
    page = as_committee.get(full.drive.get_absolute_url())

    sheet = as_committee.get(page.context["sheet"]).text

    assert ("XZ-0417" in sheet, "GH-7777" in sheet) == (True, False)
    assert "期末结余 2,380.50 元" in sheet


def test_the_balance_of_all_drives_runs_through(full, committee):
    Books().income(100, day=date(2026, 11, 2))

    assert [row[6] for row in texts(committee)][:2] == ["1.00", "2,861.50"]


def test_others_have_no_such_table(full, client, head, member):
    for user in (head.user, member.staff.user):
        client.force_login(user)
        for form in ("detail", "print", "xlsx", "docx"):
            address = reverse(f"ledgers:ledger-{form}", args=["aid"])
            assert client.get(address).status_code == 403
        assert not AidLedger().rows(user, period=NOVEMBER, filters=None)
    assert Aid.objects.exists()
