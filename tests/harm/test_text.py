"""The mandatory-reporting text: whom to call, on every form about a pupil."""

from datetime import timedelta

import pytest
from django.urls import reverse

from branch.accounts.models import Role
from branch.harm.named import named_on
from tests.activities.factories import programme
from tests.factories import make_contact, make_grant, make_pairing, make_staff, make_student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
CALLED = '<a href="tel:13800000005">13800000005</a>'


@pytest.fixture
def pages(head):
    """{name: address} of every page with the text."""
    student = make_student(head.head_posts.get().school_class)
    contact = make_contact(make_pairing(student=student))
    return {
        "contact": reverse("walkins:contact-create") + f"?pairing={contact.pairings.get().pk}",
        "correction": reverse("walkins:contact-update", args=[contact.pk]),
        "pairing": contact.get_absolute_url(),
        "need": reverse("walkins:need-create")
        + f"?school_class={student.enrolments.get().school_class_id}",
        "class session": reverse("walkins:session-create"),
        "report": reverse("harm:report-create"),
    }


def test_every_form_shows_the_named_persons_to_call(client, as_committee, named, pages):
    answers = {name: client.get(address).text for name, address in pages.items()}

    assert {name: text.count(CALLED) for name, text in answers.items()} == dict.fromkeys(pages, 1)
    for text in answers.values():
        assert '<a href="tel:110">110</a>' in text
        assert "<b>先打电话，再记。</b>" in text
        assert "涉及上述人员本人的，直接报警。" in text


def test_every_form_leads_to_the_record(client, as_committee, pages):
    link = f'<a href="{pages.pop("report")}">记一笔</a>'

    answers = {name: client.get(address).text for name, address in pages.items()}

    assert {name: text.count(link) for name, text in answers.items()} == dict.fromkeys(pages, 1)


def test_without_named_persons_the_principal_is_to_be_told(client, as_committee, pages):
    text = client.get(pages["contact"]).text

    assert "学校还没有指定负责人：请直接报告校长，并拨打 110。" in text


def test_other_activities_do_not_have_the_text(client, as_committee, named):
    address = reverse("activities:activity-create") + f"?programme={programme('主题党日').pk}"

    assert CALLED not in client.get(address).text


def test_the_named_persons_are_in_the_order_of_their_numbers(today):
    later = make_staff(Role.CRISIS, number="T2")
    first = make_staff(Role.CRISIS, number="T1")

    assert list(named_on(today)) == [first, later]


@pytest.mark.parametrize(
    "fields",
    [
        {"until_on": "2026-11-23"},
        {"from_on": "2026-11-25"},
        {"until_on": "2026-11-24", "is_ended": True},
        {"confirmed_at": None},
    ],
)
def test_a_grant_that_does_not_hold_names_nobody(today, fields):
    make_grant(make_staff().user, Role.CRISIS, **fields)

    assert list(named_on(today)) == []


def test_a_colleague_who_left_is_not_named(today):
    make_staff(Role.CRISIS, until_on=today - timedelta(days=1))

    assert list(named_on(today)) == []
