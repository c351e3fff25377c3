"""The pages on which needs are raised, found and closed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from branch.core.models import AccessRecord
from branch.walkins.models import SupportNeed
from tests.factories import (
    make_class,
    make_member,
    make_need,
    make_pairing,
    make_student,
)
from tests.walkins.pages import filled, shown_students

pytestmark = pytest.mark.django_db
PAIRING = reverse("walkins:pairing-create")
NEED = reverse("walkins:need-create")


def offered(page):
    """The students in the select."""
    return [value for value, _ in page.context["form"].fields["student"].choices if value]


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


def test_a_head_teacher_raises_a_need_of_their_class_in_two_choices(client, head):
    student = make_student(head.head_posts.get().school_class)
    make_student()
    client.force_login(head.user)

    form = filled(client, NEED)
    assert shown_students() == [student.pk]
    client.post(NEED, form | {"student": student.pk, "kind": "company"})

    assert SupportNeed.objects.get().get_raised_as_display() == "班主任提出"


def test_the_roll_is_listed_a_class_at_a_time(client, as_committee):
    school_class, other = make_class(), make_class()
    student = make_student(school_class)
    make_student(other)
    assert offered(client.get(NEED)) == []
    assert not AccessRecord.objects.exists()

    page = client.get(NEED, {"school_class": school_class.pk})

    assert offered(page) == [student.pk]
    assert shown_students() == [student.pk]


def test_a_student_found_by_search_may_be_sent_without_a_class(client, as_committee):
    student = make_student()

    refused = client.post(NEED, filled(client, NEED) | {"student": student.pk})
    assert offered(refused) == [student.pk]
    assert shown_students() == [student.pk]
    client.post(NEED, filled(client, NEED) | {"student": student.pk, "kind": "company"})

    assert SupportNeed.objects.get().student == student


def test_no_need_is_raised_for_a_student_who_has_left(client, as_committee):
    gone = make_student()
    gone.enrolments.update(until_on=date(2026, 10, 1))
    graduate = make_student(make_class(entry_year=2020))

    for student in (gone, graduate):
        page = client.post(NEED, filled(client, NEED) | {"student": student.pk, "kind": "company"})
        assert page.context["form"].errors == {"student": ["这名学生现在不能选，请重新选择。"]}

    assert not SupportNeed.objects.exists()
    assert not AccessRecord.objects.exists()


def test_no_page_shows_that_a_counsellor_raised_a_need(client, counsellor, committee):
    student = make_student()
    client.force_login(counsellor)
    address = f"{NEED}?school_class={student.enrolments.get().school_class_id}"
    client.post(address, filled(client, address) | {"student": student.pk, "kind": "company"})

    client.force_login(committee)
    need = SupportNeed.objects.get()
    pages = [
        client.get(reverse("walkins:need-list")),
        client.get(reverse("walkins:need-close", args=[need.pk])),
        client.get(PAIRING),
    ]

    texts = [page.content.decode() for page in pages]
    assert "学校提出" in texts[0]
    for text in texts:
        assert counsellor.name not in text
        assert "心理教师提出" not in text


def test_a_colleagues_pairing_is_counted_and_not_named(client, head):
    """A head teacher and a colleague are paired with the same student of another class."""
    student = make_need().student
    colleague = make_pairing(student=student)
    client.force_login(head.user)
    make_pairing(student=make_need().student, member=make_member(staff=head))
    mine = make_pairing(student=student, member=head.member)

    text = client.get(reverse("walkins:need-list")).content.decode()

    assert (mine.get_absolute_url() in text, colleague.get_absolute_url() in text) == (True, False)
    assert colleague.member.staff.name not in text
    assert text.count(f">{head.name}</a> 等 2 名党员</td>") == 1
    assert text.count(f">{head.name}</a></td>") == 1


def test_the_committee_closes_a_need(client, as_committee, today):
    need = make_need()
    address = reverse("walkins:need-close", args=[need.pk])

    client.post(address, filled(client, address) | {"reason": "declined"})

    need.refresh_from_db()
    assert (need.until_on, need.close_reason) == (today - timedelta(days=1), "declined")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "unpaired paired"),
        ("state=unpaired", "unpaired"),
        ("state=closed", "closed"),
        ("kind=living", "paired"),
    ],
)
def test_the_list_of_needs_can_be_filtered(client, as_committee, query, found):
    school_class = make_class()
    rows = {
        "unpaired": make_need(make_student(school_class)),
        "paired": make_need(make_student(school_class), kind="living"),
        "closed": make_need(until_on=date(2026, 11, 1), close_reason="met"),
    }
    make_pairing(student=rows["paired"].student)

    page = client.get(reverse("walkins:need-list") + "?" + query)

    assert list(page.context["object_list"]) == [rows[name] for name in found.split()]


def test_a_student_whose_member_left_is_listed_as_unpaired(client, as_committee, today):
    pairing = make_pairing()
    pairing.member.staff.until_on = today - timedelta(days=1)
    pairing.member.staff.save()

    page = client.get(reverse("walkins:need-list") + "?state=unpaired")

    assert [need.student for need in page.context["object_list"]] == [pairing.student]


def test_a_draft_taken_up_lists_the_class_of_its_head_teacher(client, head):
    student = make_student(head.head_posts.get().school_class)
    client.force_login(head.user)
    form = filled(client, NEED) | {"student": student.pk, "keep_draft": "1"}

    page = client.post(NEED, form, follow=True)

    assert "draft=" in page.redirect_chain[0][0]
    assert offered(page) == [student.pk]
