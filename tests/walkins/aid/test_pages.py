"""The pages of drives and lines: what is typed, said, listed, and what they cost."""

import pytest
from django.urls import reverse

from branch.core.models import AccessRecord, UndoStep
from branch.walkins.actions import reverse_aid
from branch.walkins.models import Aid, Drive
from branch.walkins.todos import AidToApprove
from tests.factories import make_family_pairing, make_head, make_student
from tests.walkins.aid.books import TODAY, Books, small
from tests.walkins.pages import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
LIST, NEW = reverse("walkins:drive-list"), reverse("walkins:drive-create")


@pytest.fixture
def books(committee, secretary):
    """Books of which the committee approves what the secretary enters."""
    return Books(secretary, committee)


def page_of(row, step="detail", kind="aid"):
    return reverse(f"walkins:{kind}-{step}", args=[row.pk])


def income_page(books):
    return reverse("walkins:income-create", args=[books.drive.pk])


def sent(client, books, child, **facts):
    form = filled(client, books.drive.get_absolute_url())
    given = {"amount": "300.00", "source": "union", "receipt": "XZ-0417", "students": [child.pk]}
    return form | {"goods": ""} | given | facts


def test_the_list_has_a_first_step_and_then_the_sums_of_each_drive(as_committee, committee):
    assert "还没有爱心助学活动" in as_committee.get(LIST).text
    books = Books()
    books.income(120_050)
    books.given(20_000)
    books.give(10_000)

    page = as_committee.get(LIST)

    assert [text in page.text for text in ("1,200.50", "200.00", "1,000.50", "待审核 1 笔")] == [
        True
    ] * 4


def test_a_drive_is_opened_by_its_name(as_committee, committee):
    form = filled(as_committee, NEW)
    page = as_committee.post(NEW, form | {"title": "2026年冬季爱心助学"}, follow=True)

    drive = Drive.objects.get()
    assert (drive.keeper, drive.started_on) == (committee.staff, TODAY)
    assert "还没有收支" in page.text


def test_two_hands_from_the_first_sum_to_a_gift(client, books, committee, secretary):
    child = make_student(name="张晓雨")
    client.force_login(secretary)
    form = filled(client, income_page(books))
    client.post(
        income_page(books), form | {"source": "union", "amount": "3,000", "receipt": "GH-0098"}
    )
    client.force_login(committee)
    detail = page_of(Aid.objects.get())
    client.post(detail, filled(client, detail) | {"step": "approve"})
    client.post(books.drive.get_absolute_url(), sent(client, books, child))
    client.force_login(secretary)
    detail = page_of(Aid.objects.last() if Aid.objects.last().is_waiting else Aid.objects.first())
    assert "张晓雨" in client.get(detail).text
    page = client.post(detail, filled(client, detail) | {"step": "approve"}, follow=True)

    assert ("第 2 笔已审核，已计入。" in page.text, books.balance()) == (True, 270_000)
    assert ("张晓雨" in page.text.partition("<form")[0], "−300.00" in page.text) == (False, True)


BAD = [
    ({"amount": "5😀0"}, "amount", "请按 500、500.00 或 1,200.50 的样子填写金额。"),
    ({"amount": ""}, "amount", "请填写金额（元）。"),
    ({"amount": "-5"}, "amount", "金额要大于 0。"),
    ({"amount": "5.005"}, "amount", "金额最多写两位小数，到分为止。"),
    ({"amount": "3000.01"}, "amount", "只有 3,000.00 元，不够支出 3,000.01 元"),
    ({"source": "dues"}, "source", "请从列出的来源里选，党费不能作为来源。"),
    ({"source": "党费"}, "source", "党费不能作为来源。"),
    ({"source": ""}, "source", "请选择来源。"),
    ({"students": []}, "students", "请选择学生。"),
    ({"students": ["0"]}, "students", "这一项已不能选"),
    ({"receipt": ""}, "receipt", "请填写票据号。"),
    ({"payee": ""}, "payee", "请填写收款单位。"),
    ({"goods": "书包 1 个"}, "goods", "助学款不写物资。"),
    ({"kind": "goods"}, "goods", "请填写物资名称和数量。"),
    ({"kind": "comfort"}, "occasion", "请选择慰问事由。"),
    ({"happened_on": "2026-11-25"}, "happened_on", "日期不能晚于今天"),
    ({"receipt": "字" * 41}, "receipt", "最多 40 字"),
    ({"receipt": "给张晓雨"}, "receipt", "写了姓名“张晓雨”"),
]


@pytest.mark.parametrize(("typed", "field", "says"), BAD)
def test_bad_input_gets_its_sentence_and_nothing_typed_is_lost(
    as_committee, books, typed, field, says
):
    books.income()
    form = sent(as_committee, books, make_student(name="张晓雨"), **typed)

    page = as_committee.post(books.drive.get_absolute_url(), form)

    shown = page.context["form"]
    assert says in shown.errors[field][0]
    assert {name: str(shown[name].value()) for name in ("amount", "receipt", "goods")} == {
        name: str(form.get(name, "")) for name in ("amount", "receipt", "goods")
    }
    assert Aid.objects.count() == 1


def test_all_faults_are_said_at_once(as_committee, books):
    form = filled(as_committee, books.drive.get_absolute_url())

    page = as_committee.post(
        books.drive.get_absolute_url(), form | {"amount": "😀", "source": "dues", "receipt": ""}
    )

    assert set(page.context["form"].errors) == {"amount", "source", "students", "receipt"}


def test_a_forged_income_of_dues_is_refused_at_its_field(as_committee, books):
    form = filled(as_committee, income_page(books)) | {"amount": "500", "receipt": "DF-1"}

    page = as_committee.post(income_page(books), form | {"source": "党费"})

    assert page.context["form"].errors == {"source": ["请从列出的来源里选，党费不能作为来源。"]}
    assert page.context["form"]["amount"].value() == "500"
    assert not Aid.objects.exists()


def test_a_form_sent_twice_stores_one_line(as_committee, books):
    books.income()
    form = sent(as_committee, books, make_student())

    for _ in range(2):
        as_committee.post(books.drive.get_absolute_url(), form)

    assert Aid.objects.filter(flow=-1).count() == 1


def test_a_draft_keeps_what_was_typed(as_committee, books):
    books.income()
    form = sent(as_committee, books, make_student(), keep_draft="1")

    page = as_committee.post(books.drive.get_absolute_url(), form, follow=True)

    assert page.context["form"]["amount"].value() == "300.00"


def test_a_refusal_needs_its_reason_and_is_told(as_committee, books):
    detail = page_of(books.income(counts=False))
    form = filled(as_committee, detail) | {"step": "refuse"}

    page = as_committee.post(detail, form)
    assert page.context["form"].errors == {"refusal": ["请选择不同意的原因。"]}
    page = as_committee.post(detail, form | {"refusal": "receipt"}, follow=True)

    assert "第 1 笔没有通过" in page.text
    assert ("不同意：票据不符" in as_committee.get(detail).text, books.balance()) == (True, 0)


def test_who_entered_a_line_is_offered_its_withdrawal_alone(client, books, secretary):
    line = books.income(counts=False)
    client.force_login(secretary)
    page = client.get(page_of(line)).text
    assert ("撤回这一笔" in page, ">同意</button>" in page) == (True, False)
    posted = client.post(page_of(line), filled(client, page_of(line)) | {"step": "approve"})
    assert "登记的人不能自己审核" in posted.text

    page = client.post(page_of(line, "withdraw"), {"version": 1}, follow=True)

    assert ("第 1 笔已撤回。" in page.text, UndoStep.objects.count()) == (True, 1)
    assert Aid.objects.get().state == "withdrawn"


def test_a_reversal_is_entered_by_its_reason(as_committee, books):
    books.income()
    line = books.given()
    address = page_of(line, "reverse")
    form = filled(as_committee, address)
    page = as_committee.post(address, form | {"reason": "other"})
    assert page.context["form"].errors == {"remark": ["请写明原因。"]}

    page = as_committee.post(address, form | {"reason": "receipt"}, follow=True)

    assert "冲正已提交，另一名支委审核后计入。" in page.text
    assert Aid.objects.get(reverses=line).number == 3
    assert "已经冲正，或者冲正还在审核" in as_committee.get(address).text


def test_the_books_show_each_line_with_its_balance(as_committee, books):
    books.income(286_050)
    wrong = books.given(30_000)
    books.approve(reverse_aid(wrong, reason="receipt", version=2, on=TODAY, by=books.one))
    books.give(10_000, make_student(), make_student(), **small())

    page = as_committee.get(books.drive.get_absolute_url())

    rows = [(line.title, line.amount_says, line.balance) for line in page.context["lines"]]
    child = wrong.recipients.with_class_then().get()
    assert [row[1:] for row in rows] == [
        ("+300.00", 276_050),
        ("−100.00", 246_050),
        ("−300.00", 256_050),
        ("+2,860.50", 286_050),
    ]
    assert (rows[0][0], rows[2][0]) == ("冲正第 2 笔", f"{child.class_name} （未编号）")
    sums = page.context["sums"]
    assert (sums.ins, sums.outs, sums.undone, sums.balance) == (286_050, 10_000, 30_000, 276_050)
    assert "<s>−300.00</s>" in page.text


def test_the_page_records_whose_line_it_shows(as_committee, books):
    books.income()
    child = make_student()
    books.give(10_000, child)

    as_committee.get(books.drive.get_absolute_url())

    assert child.pk in AccessRecord.objects.first().subjects["student"]


def test_a_line_that_waits_is_on_the_desks_of_the_others(books, committee, secretary):
    books.income()
    child = make_student(name="张晓雨")
    line = books.give(10_000, child)

    found = {
        user: [todo.title for todo in _todos(user) if "审核" in todo.title]
        for user in (committee, secretary)
    }

    assert found == {committee: [f"审核{line}：爱心助学款"], secretary: []}
    books.approve(line)
    assert not [todo for todo in _todos(committee) if "审核" in todo.title]


def _todos(user):
    return list(AidToApprove().todos(user, at=None, site=None))


def test_a_head_and_a_pair_read_the_lines_of_their_children_on_their_page(client, books):
    books.income()
    child, other = make_student(name="张晓雨"), make_student(name="林若楠")
    head = make_head(child.enrolments.get().school_class)
    pair = make_family_pairing(family=child.family)
    books.given(10_000, child, other, kind="comfort", occasion="winter")
    books.give(20_000, child, kind="comfort", occasion="spring")

    pages = {head: child.get_absolute_url(), pair.member.staff: pair.get_absolute_url()}
    for person, address in pages.items():
        client.force_login(person.user)
        page = client.get(address).text
        assert ("入冬慰问" in page, "2 名学生共 100.00 元" in page) == (True, True)
        # neither what waits nor the other child
        assert ("春节慰问" in page, "林若楠" in page) == (False, False)
        assert client.get(books.drive.get_absolute_url()).status_code == 403


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize(("name", "queries"), [("list", 6), ("detail", 15)])
def test_a_page_costs_the_same_however_long(
    as_committee, books, count, name, queries, django_assert_num_queries
):
    books.income(900_000)
    for _ in range(count):
        books.given(10_000)
        books.give(10_000, make_student(), make_student())
    address = LIST if name == "list" else books.drive.get_absolute_url()
    as_committee.get(address)

    with django_assert_num_queries(queries):
        as_committee.get(address)
