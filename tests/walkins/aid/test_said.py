"""What pages and papers of aid say: who reads a line, whose drive it is, what an amount is of, which fields are asked."""

import pytest
from django.urls import reverse

from branch.walkins.actions import refuse_aid
from branch.walkins.models import Drive
from tests.factories import make_student
from tests.ledgers.files import spreadsheet
from tests.walkins.aid.books import Books, small
from tests.walkins.pages import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
ALONE, ALL = "只有支委看得到。", "结对党员、班主任和支委看得到。"
NEW = reverse("walkins:drive-create")


@pytest.fixture
def books(committee, secretary):
    return Books(secretary, committee)


def audience(client, line):
    return client.get(line.get_absolute_url()).context["audience"]


def test_each_line_says_who_reads_it(as_committee, books, committee):
    income = books.income()
    waiting = books.give()
    before = audience(as_committee, waiting)
    books.approve(waiting)
    refused = books.give()
    refuse_aid(refused, refusal="amount", version=1, on=books.on, by=committee)

    said = [audience(as_committee, line) for line in (income, waiting, refused)]

    assert (before, said) == (f"{ALONE}计入以后，{ALL}", [ALONE, ALL, ALONE])


def test_the_papers_of_a_drive_name_it_and_those_of_all_name_none(as_committee, books):
    books.income()
    own = f"?start=2026-11-01&end=2026-11-30&drive={books.drive.pk}"
    paper, table = (reverse(f"ledgers:ledger-{form}", args=["aid"]) for form in ("print", "xlsx"))

    head = spreadsheet(as_committee.get(table + own))

    says = f"活动：{books.drive}"
    assert says in as_committee.get(paper + own).text
    assert says in str([[cell.value for cell in row] for row in head.iter_rows(max_row=4)])
    assert "活动：" not in as_committee.get(paper + own.partition("&drive")[0]).text


def test_rows_and_total_of_the_paper_write_amounts_alike(as_committee, books):
    books.income(100_000)
    paper = reverse("ledgers:ledger-print", args=["aid"])

    text = as_committee.get(f"{paper}?start=2026-11-01&end=2026-11-30").text

    assert ('<span class="gq-whole">1,000.00</span>' in text, "1000.00" in text) == (True, False)


def test_an_amount_for_several_is_said_to_be_the_sum(as_committee, books):
    books.income()
    one, several = (books.give(5_000, *(make_student() for _ in range(n))) for n in (1, 3))

    texts = [as_committee.get(line.get_absolute_url()).text for line in (one, several)]

    assert ["名学生合计）" in text for text in texts] == [False, True]
    assert "（3 名学生合计）" in texts[1]
    assert "几名学生一起的，写合计。" in as_committee.get(books.drive.get_absolute_url()).text


def test_goods_say_that_the_amount_is_their_value(as_committee, books):
    books.income()
    line = books.give(5_000, **small("书包 1 个"))

    assert line.what_says.startswith("物资：书包 1 个，金额为折价")


def test_what_some_kinds_ask_for_is_not_called_optional(as_committee, books):
    books.income()
    page = as_committee.get(books.drive.get_absolute_url()).text
    waiting = as_committee.get(books.income(counts=False).get_absolute_url()).text

    optional = ["票据号", "物资名称和数量", "慰问事由"]
    assert [f'{label} <span class="gq-opt">' in page for label in optional] == [False] * 3
    assert '不同意的原因 <span class="gq-opt">' not in waiting


def test_a_second_drive_of_the_same_name_is_refused_at_its_name(as_committee):
    form = filled(as_committee, NEW) | {"title": "2026年冬季爱心助学"}
    second = filled(as_committee, NEW) | {"title": "2026年冬季爱心助学"}
    as_committee.post(NEW, form)

    page = as_committee.post(NEW, second)

    assert list(page.context["form"].errors) == ["title"]
    assert Drive.objects.count() == 1


def test_a_drive_keeps_its_own_name_and_is_ended_while_it_is_empty(as_committee, books):
    update = reverse("walkins:drive-update", args=[books.drive.pk])
    assert update in as_committee.get(books.drive.get_absolute_url()).text

    as_committee.post(update, filled(as_committee, update) | {"ended_on": str(books.on)})

    assert not Drive.objects.get().is_running
