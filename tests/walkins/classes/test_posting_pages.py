"""联系班级: the list, the form, the end, on the real pages."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from branch.core.consequences import follows
from branch.coverage.models import Excuse
from branch.school.models import SchoolClass
from branch.walkins.models import Basis, ClassPosting
from tests.conftest import TODAY, stop_clock
from tests.factories import (
    make_class,
    make_head,
    make_member,
    make_posting,
    make_staff,
    make_term,
    make_user,
)
from tests.walkins.classes.rows import teach
from tests.walkins.pages import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
LIST, NEW = reverse("walkins:classposting-list"), reverse("walkins:classposting-create")
DAY = timedelta(days=1)


def lines(page):
    """(grade, class, head teacher, [(member, sentence)]) of each class listed."""
    return [
        (grade, line.name, str(line.head), [(str(one.member), says) for one, says in line.beside])
        for grade, rows in page.context["grades"]
        for line in rows
    ]


def test_the_list_names_every_class_by_grade_and_its_linked_members(as_committee):
    third, first = make_class(entry_year=2024, number=1), make_class(entry_year=2026, number=2)
    make_class(entry_year=2023)
    make_head(third, staff=make_staff(name="顾一鸣"))
    member = make_member(staff=make_staff(name="董知远"))
    teach(member.staff, "数学", third)
    make_posting(member=member, school_class=third)
    make_posting(school_class=third, until_on=TODAY - DAY)

    page = as_committee.get(LIST)

    assert lines(page) == [
        ("初一", "初一（2）班", "None", []),
        ("初三", "初三（1）班", "顾一鸣", [("董知远", "教初三（1）班数学")]),
    ]
    assert f"{NEW}?school_class={first.pk}" in page.text


def test_a_class_whose_member_left_is_open_again(as_committee):
    gone = make_member(staff=make_staff(until_on=date(2026, 11, 1)))
    posting = make_posting(member=gone)

    text = as_committee.get(LIST).text

    assert "已离校或转出" in text
    assert f"{NEW}?school_class={posting.school_class_id}" in text


def test_one_that_begins_later_is_listed_with_its_day(as_committee):
    make_posting(from_on=date(2027, 3, 1))

    assert "2027-03-01" in as_committee.get(LIST).text


def test_a_head_teacher_and_a_linked_member_see_their_class_without_buttons(client):
    posting, other = make_posting(), make_posting()
    head = make_head(posting.school_class)

    for user in (head.user, posting.member.staff.user):
        client.force_login(user)
        page = client.get(LIST)
        assert list(page.context["object_list"]) == [posting.school_class]
        assert [word in page.text for word in ("结束", "安排党员", str(other.member))] == [
            False
        ] * 3


def test_a_school_without_classes_says_so(as_committee):
    assert "还没有班级" in as_committee.get(LIST).text


def test_the_form_has_the_class_and_offers_members_with_what_they_teach(as_committee):
    school_class = make_class(number=3)
    member = make_posting(member=make_member(staff=make_staff(name="周文静"))).member
    teach(member.staff, "英语", make_class(number=4), school_class)
    away = make_member()
    Excuse.objects.create(
        subject_type="members.member",
        subject_id=away.pk,
        reason="支教",
        from_on=TODAY,
        set_by=make_user(),
    )

    form = as_committee.get(f"{NEW}?school_class={school_class.pk}").context["form"]

    assert form["school_class"].value() == school_class.pk
    says = dict(form.fields["member"].choices)
    assert says[member.pk] == "周文静（初二（3）班、初二（4）班英语；现联系 1 个班）"
    assert away.pk not in says


def test_a_posting_is_added_by_hand_with_its_basis(as_committee, member):
    school_class = make_class(number=3)
    teach(member.staff, "英语", make_class(number=4))
    form = filled(as_committee, f"{NEW}?school_class={school_class.pk}")

    page = as_committee.post(NEW, form | {"member": member.pk}, follow=True)

    posting = ClassPosting.objects.get()
    assert (posting.member, posting.school_class, posting.from_on) == (member, school_class, TODAY)
    assert posting.basis == Basis.TAUGHT_GRADE
    says = f"已安排{member}联系初二（3）班，依据：任教本年级。"
    assert [str(message) for message in page.context["messages"]] == [says]


def test_a_refusal_stands_at_its_field_and_keeps_what_was_chosen(as_committee):
    school_class = make_class()
    own = make_member(staff=make_head(school_class))
    form = filled(as_committee, f"{NEW}?school_class={school_class.pk}")

    page = as_committee.post(NEW, form | {"member": own.pk, "from_on": "2026-11-20"})

    assert page.context["form"].errors == {"member": ["这名党员是这个班的班主任，请另选一名党员。"]}
    assert page.context["form"]["from_on"].value() == "2026-11-20"


@pytest.mark.parametrize(
    ("has_next", "day"), [(True, date(2027, 3, 1)), (False, date(2027, 2, 10))]
)
def test_in_the_holidays_it_begins_with_the_next_term(
    client, monkeypatch, committee, has_next, day, member
):
    stop_clock(monkeypatch, date(2027, 2, 10))
    client.force_login(committee)
    if has_next:
        make_term(number=2, starts_on=date(2027, 3, 1), ends_on=date(2027, 6, 30))

    assert client.get(NEW).context["form"]["from_on"].value() == day


def test_an_end_is_said_and_undone_by_one_tap(as_committee):
    posting = make_posting()
    address = reverse("walkins:classposting-end", args=[posting.pk])

    page = as_committee.post(address, filled(as_committee, address), follow=True)
    posting.refresh_from_db()
    assert (posting.until_on, posting.is_ended) == (TODAY, True)
    assert as_committee.get(address).status_code == 404

    (undo,) = re.findall(r'action="(/desk/undo/[^"]+)"', page.text)
    as_committee.post(undo)
    posting.refresh_from_db()
    assert posting.until_on is None


def test_one_that_has_not_begun_is_withdrawn_without_a_day(as_committee):
    posting = make_posting(from_on=TODAY + DAY)
    address = reverse("walkins:classposting-end", args=[posting.pk])
    form = as_committee.get(address).context["form"]

    as_committee.post(address, filled(as_committee, address))

    assert form["until_on"].is_hidden
    assert ClassPosting.objects.count() == 0


def test_the_school_s_page_of_a_class_names_them_and_leads_to_the_class_page(client):
    posting = make_posting(member=make_member(staff=make_staff(name="周文静")))
    gone = make_member(staff=make_staff(name="罗世昌", until_on=date(2026, 11, 1)))
    make_posting(member=gone, school_class=posting.school_class)
    client.force_login(make_head(posting.school_class).user)

    text = client.get(posting.school_class.get_absolute_url()).text

    page = reverse("walkins:class-detail", args=[posting.school_class_id])
    assert [word in text for word in ("周文静", "罗世昌", page)] == [True, False, True]


def test_what_follows_a_release_or_a_leaving_names_the_classes(member, committee):
    school_class = make_class(number=3)
    make_posting(member=member, school_class=school_class)
    make_posting(member=member, school_class=make_class(entry_year=2023))
    make_posting(member=member, until_on=TODAY - DAY)
    make_posting(school_class=school_class)

    says = "不再联系初二（3）班，请支委另行安排联系党员"
    for step, record in (("members.release", member), ("school.staff_leave", member.staff)):
        found = [one.says for one in follows(step, record, on=TODAY, by=committee)]
        assert [text for text in found if "联系" in text] == [says]


def test_members_are_found_by_a_typed_name(as_committee):
    member = make_member(staff=make_staff(name="周文静"))
    address = f"{reverse('portal:people-options')}?kind=member&scope=posting&q=周文"

    assert [row["value"] for row in as_committee.get(address).json()["options"]] == [member.pk]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("list", 10), ("create", 11), ("end", 6)])
def test_a_page_costs_the_same_however_long(
    as_committee, django_assert_num_queries, count, name, queries
):
    for n in range(count):
        posting = make_posting()
        make_head(posting.school_class)
        teach(posting.member.staff, f"学科{n}", posting.school_class)
    args = [posting.pk] if name == "end" else []
    address = reverse(f"walkins:classposting-{name}", args=args)
    as_committee.get(address)

    with django_assert_num_queries(queries):
        as_committee.get(address)


def test_a_hundred_classes_are_listed_by_the_page(as_committee):
    SchoolClass.objects.bulk_create(
        SchoolClass(entry_year=year, number=n) for year in (2024, 2025, 2026) for n in range(1, 31)
    )

    first, second = (as_committee.get(LIST, {"page": n}) for n in (1, 2))

    assert [len(lines(page)) for page in (first, second)] == [50, 40]
    assert len(first.content) < 100_000
