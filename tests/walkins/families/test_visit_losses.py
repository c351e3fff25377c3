"""Third round."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from branch.walkins.actions import record_visit, revise_visit
from branch.walkins.models import Contact, HomeVisit
from tests.activities.held import photo as upload
from tests.factories import (
    make_class,
    make_family_pairing,
    make_hardship,
    make_head,
    make_pairing,
    make_student,
    make_visit,
)
from tests.walkins.pages import filled, values

pytestmark = pytest.mark.django_db
NEW = reverse("walkins:visit-create")
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """2026-11-24."""


@pytest.fixture
def head(client):
    school_class = make_class()
    staff = make_head(school_class)
    staff.child = make_student(school_class, name="张晓雨")
    client.force_login(staff.user)
    return staff


def test_a_correction_keeps_when_its_contact_was_recorded(head):
    pairing = make_pairing()
    staff = pairing.member.staff
    visit = record_visit(
        student=pairing.student,
        visitor=staff,
        happened_on=TODAY,
        mode="home",
        on=TODAY,
        by=staff.user,
    )
    before = Contact.objects.get().pk
    revise_visit(
        visit, happened_on=TODAY, mode="home", fact="x", version=1, on=TODAY, by=staff.user
    )
    assert Contact.objects.get().pk == before


def test_the_contact_of_a_paired_companion_survives_a_correction(client, secretary):
    """The committee member who went along corrects a word, and the contact of the own pairing is gone."""
    pairing = make_pairing(member=secretary.staff.member)
    visitor = make_head(pairing.student.enrolments.get().school_class)
    record_visit(
        student=pairing.student,
        visitor=visitor,
        companions=[secretary.staff],
        happened_on=TODAY,
        mode="home",
        on=TODAY,
        by=visitor.user,
    )
    visit = HomeVisit.objects.get()
    client.force_login(secretary)
    address = reverse("walkins:visit-update", args=[visit.pk])
    page = client.get(address)
    offered = {row.pk for row in page.context["form"]["companions"].offered}
    form = values(page.context["form"])
    form["companions"] = [pk for pk in form["companions"] if int(pk) in offered]
    client.post(address, form | {"fact": "谈了作息"})
    assert pairing.shares.count() == 1


def test_a_head_s_board_names_no_hardship_of_another_class(client, head):
    brother = make_student(make_class(entry_year=2024), name="张晓雷", family=head.child.family)
    make_hardship(brother)
    assert "张晓雷" not in client.get(reverse("coverage:board")).text


def test_a_photo_can_be_sent_while_it_is_withdrawn(client, head, monkeypatch):
    visit = make_visit(head.child, visitor=head, may_photograph=True)
    address = reverse("walkins:visit-photo-add", args=[visit.pk])
    from branch.core import following

    whole = following.stored

    def slow(*args):
        columns = whole(*args)
        HomeVisit.objects.filter(pk=visit.pk).delete()
        return columns

    monkeypatch.setattr(following, "stored", slow)
    client.raise_request_exception = False
    answer = client.post(address, {"key": str(uuid4()), "file": upload()})
    assert answer.status_code in (404, 422)


def test_a_family_pair_s_child_that_came_back_later(client):
    """A visit on a day on which the child was at another school is on nobody's ledger as 未在班."""
    pairing = make_family_pairing(started_on=date(2026, 11, 2), agreed_on=date(2026, 11, 1))
    child = pairing.family.students.get()
    child.enrolments.update(from_on=date(2026, 11, 1))
    client.force_login(pairing.member.staff.user)
    form = filled(client, f"{NEW}?student={child.pk}") | {
        "mode": "home",
        "happened_on": "2026-09-05",
    }
    page = client.post(NEW, form, follow=True)
    assert "未在班" not in page.text


def test_who_is_no_longer_paired_plans_no_further_visit(client, secretary):
    from branch.walkins.actions import end_family_pairing, plan_visit

    pairing = make_family_pairing()
    child, user = pairing.family.students.get(), pairing.member.staff.user
    plan_visit(student=child, visitor=user.staff, happened_on=date(2026, 11, 28), on=TODAY, by=user)
    end_family_pairing(pairing, on=TODAY, reason="declined", version=1, by=secretary)
    client.force_login(user)
    address = reverse("walkins:visit-plan")
    client.post(
        address, filled(client, address) | {"student": child.pk, "happened_on": "2027-08-30"}
    )
    assert HomeVisit.objects.count() == 1
