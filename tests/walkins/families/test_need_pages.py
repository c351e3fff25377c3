"""The pages on which difficulties are raised, listed, worked on and closed."""

from copy import copy
from datetime import date

import pytest
from django.urls import reverse

from branch.core.models import AccessRecord, UndoStep
from branch.walkins.models import FamilyNeed
from tests.factories import (
    make_class,
    make_family_need,
    make_family_pairing,
    make_guardian,
    make_head,
    make_staff,
    make_student,
)
from tests.walkins.pages import filled, shown_students, values

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("walkins:familyneed-list"), reverse("walkins:familyneed-create")


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


@pytest.fixture
def head(client):
    """A head teacher, signed in, with a child of the class who has a brother in another one."""
    school_class = make_class(number=3)
    staff = make_head(school_class)
    staff.child = make_student(school_class, name="张晓雨")
    staff.brother = make_student(
        make_class(entry_year=2026, number=5), name="张晓雷", family=staff.child.family
    )
    client.force_login(staff.user)
    return staff


def need_of(head, **fields):
    return make_family_need(head.child.family, **fields)


def page_of(need, step):
    return reverse(f"walkins:familyneed-{step}", args=[need.pk])


def rows_of(page):
    return list(page.context["object_list"])


def test_two_choices_and_a_day_raise_a_difficulty(client, head):
    form = filled(client, f"{NEW}?student={head.child.pk}")
    assert shown_students() == [head.child.pk]
    page = client.post(NEW, form | {"kind": "care", "due_on": "2026-12-15"}, follow=True)

    need = FamilyNeed.objects.get()
    assert (need.family, need.owner, need.due_on) == (head.child.family, head, date(2026, 12, 15))
    assert "困难已登记。" in page.text


def test_a_pair_is_the_owner_and_asked_for_no_name(client):
    child = make_student()
    pair = make_family_pairing(family=child.family).member.staff
    client.force_login(pair.user)
    form = filled(client, f"{NEW}?student={child.pk}")
    assert "owner" not in form

    client.post(NEW, form | {"kind": "care", "due_on": "2026-12-15"})

    assert FamilyNeed.objects.get().owner == pair


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"kind": ""}, "kind", "请选择困难类别。"),
        ({"due_on": ""}, "due_on", "请填写完成时限。"),
        ({"due_on": "2026-11-23"}, "due_on", "完成时限不能早于今天。"),
        ({"kind": "medical"}, "kind", "已有一件同类困难在办"),
        ({"student": ""}, "student", "请选择学生。"),
        ({"owner": "0"}, "owner", "这一项已不能选"),
        ({"remark": "字" * 101}, "remark", "最多 100 字，请删去 1 字。"),
    ],
)
def test_bad_input_gets_its_sentence_and_nothing_typed_is_lost(client, head, typed, field, says):
    need_of(head, kind="medical")
    sent = {"kind": "care", "due_on": "2026-12-15", "remark": "妈妈夜班", "measure": "talk"} | typed

    page = client.post(NEW, filled(client, f"{NEW}?student={head.child.pk}") | sent)

    form = page.context["form"]
    assert says in form.errors[field][0]
    assert (form["remark"].value(), form["measure"].value()) == (sent["remark"], "talk")
    assert FamilyNeed.objects.count() == 1


def test_a_draft_keeps_what_was_typed(client, head):
    form = filled(client, f"{NEW}?student={head.child.pk}") | {"kind": "care", "keep_draft": "1"}

    page = client.post(NEW, form, follow=True)

    shown = page.context["form"]
    assert (shown["kind"].value(), shown["student"].value()) == ("care", str(head.child.pk))


def test_open_ones_are_listed_by_their_day_under_two_headings(client, head):
    later = need_of(head, kind="place", due_on=date(2026, 12, 15))
    overdue = need_of(head, kind="care", due_on=date(2026, 11, 20))
    closed = need_of(head, kind="supplies", outcome="solved", closed_on=date(2026, 11, 2))
    need_of(head, kind="medical", outcome="mistaken", closed_on=date(2026, 11, 3))

    page = client.get(LIST)

    assert (rows_of(page), page.context["latest"]) == ([overdue, later], [closed])
    assert "共 3 件，已办结 1 件" in page.text
    labels = [tab["label"] for tab in page.context["tabs"]]
    assert labels == ["全部 3", "已到期限 1", "办理中 1", "已办结 1"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=overdue", "care"),
        ("state=running", "place"),
        ("state=closed", "supplies"),
        ("kind=place", "place"),
        ("grade=2025", "care place"),
        ("grade=2024", ""),
        ("grade=x&kind=y&owner=z&state=w", "care place"),
    ],
)
def test_the_list_is_filtered(client, head, query, found):
    need_of(head, kind="place")
    need_of(head, kind="care", due_on=date(2026, 11, 20))
    need_of(head, kind="supplies", outcome="solved", closed_on=date(2026, 11, 2))

    assert [need.kind for need in rows_of(client.get(f"{LIST}?{query}"))] == found.split()


def test_the_list_is_filtered_by_owner_and_keeps_the_filter_in_its_tabs(client, head):
    mine, _ = need_of(head, owner=head), need_of(head, kind="place")

    page = client.get(f"{LIST}?owner={head.pk}")

    assert rows_of(page) == [mine]
    assert page.context["tabs"][1]["url"] == f"?owner={head.pk}&state=overdue"


def test_closed_ones_of_last_school_year_are_not_listed(client, as_committee):
    old = {"raised_on": date(2026, 3, 2), "due_on": date(2026, 5, 1)}
    make_family_need(**old, outcome="solved", closed_on=date(2026, 8, 31))
    make_family_need(**old, outcome="solved", closed_on=date(2026, 9, 1))

    assert client.get(LIST).context["counts"] == {"overdue": 0, "running": 0, "closed": 1}


def test_a_family_is_named_by_the_child_whom_the_reader_may_read(client, head):
    need = need_of(head)
    make_family_need(make_student(name="金丝雀").family)

    pages = [LIST, need.get_absolute_url(), page_of(need, "update"), page_of(need, "close")]
    texts = [client.get(page).text for page in pages]

    assert ["张晓雨家" in text for text in texts] == [True] * 4
    assert not [name for name in ("张晓雷", "金丝雀") for text in texts if name in text]
    assert {tuple(row.subjects["student"]) for row in AccessRecord.objects.all()} == {
        (head.child.pk,)
    }


def test_the_owner_alone_sees_the_family_of_the_task_until_it_is_closed(client, head):
    owner = make_staff()
    need = need_of(head, owner=owner)
    client.force_login(owner.user)
    assert "张晓雨家" in client.get(LIST).text
    address = page_of(need, "close")

    page = client.post(address, filled(client, address) | {"outcome": "solved"}, follow=True)

    assert page.redirect_chain == [(LIST, 302)]
    assert "张晓雨" not in page.text
    assert client.get(need.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("who", ["counsellor", "editor", "administrator", "teacher"])
def test_a_colleague_without_a_task_finds_an_empty_list(client, request, head, who):
    need = need_of(head)
    client.force_login(request.getfixturevalue(who))

    page = client.get(LIST)

    assert (rows_of(page), page.context["total"], page.context["kinds"]) == ([], 0, [])
    assert "没有请您办的困难" in page.text
    steps = [need.get_absolute_url(), page_of(need, "update"), page_of(need, "close")]
    assert [client.get(step).status_code for step in steps] == [404, 404, 404]
    assert client.get(NEW).status_code == 403


def test_what_is_done_about_it_is_written_and_its_day_moved(client, head):
    need = need_of(head, due_on=date(2026, 11, 20))
    address = page_of(need, "update")
    sent = {"measure": "after_school", "due_on": "2026-12-18", "owner": head.pk}

    page = client.post(address, filled(client, address) | sent, follow=True)

    need.refresh_from_db()
    assert (need.measure, need.due_on, need.owner) == ("after_school", date(2026, 12, 18), head)
    assert "联系社区托管" in page.text


def test_the_second_writer_sees_both_texts(client, head):
    need = need_of(head, owner=head)
    address = page_of(need, "update")
    form = filled(client, address)
    client.post(address, form | {"remark": "社区下周一答复"})

    page = client.post(address, filled_again(form) | {"remark": "已经问过社区"})

    assert page.status_code == 409
    assert ("内部备注", "社区下周一答复", "已经问过社区") in page.context["rows"]
    client.post(address, values(page.context["form"]))
    need.refresh_from_db()
    assert need.remark == "已经问过社区"


def filled_again(form):
    """The same form opened by a second colleague."""
    return form | {"form_token": "11111111-1111-4111-8111-111111111111"}


def test_it_is_closed_with_an_outcome_and_reopened_by_undo(client, head):
    need = need_of(head)
    address = page_of(need, "close")
    bare = client.post(address, filled(client, address))
    assert bare.context["form"].errors == {"outcome": ["请选择办理结果。"]}

    page = client.post(address, values(bare.context["form"]) | {"outcome": "solved"}, follow=True)

    assert "已解决，家长确认" in page.text
    client.post(reverse("portal:step-undo", args=[UndoStep.objects.get().token]))
    need.refresh_from_db()
    assert need.is_open


def test_a_closed_one_is_only_read(client, head):
    need = need_of(head, outcome="solved", closed_on=date(2026, 11, 20))

    for step in ("update", "close"):
        page = client.get(page_of(need, step))
        assert "这件困难已经办结" in page.text
        assert 'method="post" novalidate' not in page.text


def test_the_committee_reads_how_many_of_each_kind(client, as_committee):
    for kind in ("care", "care", "place"):
        make_family_need(kind=kind)
    make_family_need(kind="place", outcome="solved", closed_on=date(2026, 11, 2))
    make_family_need(kind="place", outcome="mistaken", closed_on=date(2026, 11, 2))

    kinds = client.get(LIST).context["kinds"]

    assert kinds == [("照护不足", 0, 2), ("学习场所", 1, 2)]


def test_the_family_page_has_open_ones_first_and_the_link_to_another(client, head):
    make_guardian(head.child)
    need_of(head, kind="supplies", outcome="solved", closed_on=date(2026, 11, 2))
    need_of(head, kind="place")
    need_of(head, kind="medical", outcome="mistaken", closed_on=date(2026, 11, 2))

    page = client.get(head.child.family.get_absolute_url())

    card = page.text.partition('id="needs"')[2].partition("</section>")[0]
    assert f"{NEW}?student={head.child.pk}" in card
    assert card.index("学习场所") < card.index("学习用品") < card.index("已解决，家长确认")
    assert "就医" not in card


def test_the_remark_is_on_the_page_of_the_difficulty_alone(client, head):
    need = need_of(head, remark="妈妈夜班到九点", owner=head, due_on=date(2026, 11, 20))
    pages = [need.get_absolute_url(), LIST, head.child.family.get_absolute_url(), "/desk/"]

    shown = ["妈妈夜班到九点" in client.get(page).text for page in pages]

    assert shown == [True, False, False, False]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(
    client, as_committee, count, django_assert_num_queries
):
    for _ in range(count):
        make_family_need()
        make_family_need(outcome="solved", closed_on=date(2026, 11, 2))
    client.get(LIST)

    with django_assert_num_queries(13):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("step", "queries"), [("detail", 9), ("update", 13), ("close", 9)])
def test_a_page_costs_the_same_however_many_children(
    client, head, step, queries, count, django_assert_num_queries
):
    need = need_of(head)
    for _ in range(count):
        make_student(head.child.enrolments.get().school_class, family=head.child.family)
    client.get(page_of(need, step))

    with django_assert_num_queries(queries):
        client.get(page_of(need, step))


def test_a_thousand_are_paged(client, as_committee):
    need = make_family_need(outcome="solved", closed_on=date(2026, 11, 1))
    FamilyNeed.objects.bulk_create([copy_of(need) for _ in range(999)])

    page = client.get(f"{LIST}?state=closed&page=50")

    assert (len(rows_of(page)), page.context["paginator"].count) == (20, 1_000)
    assert client.get(f"{LIST}?state=closed&page=51").status_code == 404


def copy_of(need):
    row = copy(need)
    row.pk = None
    return row


def test_a_state_that_no_difficulty_is_in_is_no_filter_to_take_off(client, head):
    need_of(head)

    page = client.get(f"{LIST}?state=overdue").text

    assert ("没有这样的困难" in page, "去掉筛选" in page) == (True, False)
