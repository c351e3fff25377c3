"""What a correction, a return or a lost answer must not lose."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from branch.core.files import stored
from branch.walkins.actions import end_family_pairing, plan_visit, record_visit, revise_visit
from branch.walkins.families.actions import add_photo
from branch.walkins.models import Contact, HomeVisit, VisitPhoto
from tests.factories import (
    make_class,
    make_family_pairing,
    make_hardship,
    make_head,
    make_pairing,
    make_student,
    make_visit,
    read_photo,
)
from tests.walkins.families.heads import head_with_a_child
from tests.walkins.pages import filled, values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
NEW = reverse("walkins:visit-create")
TODAY = date(2026, 11, 24)


head = pytest.fixture(head_with_a_child)


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


def test_a_photo_whose_visit_was_withdrawn_meanwhile_is_refused(head):
    visit = make_visit(head.child, visitor=head, may_photograph=True)
    columns = stored(VisitPhoto, read_photo())
    HomeVisit.objects.filter(pk=visit.pk).delete()
    with pytest.raises(ValidationError, match="现在不能改"):
        add_photo(visit, key=uuid4(), columns=columns, on=TODAY, by=head.user)


def test_a_family_pair_s_child_that_came_back_later(client):
    """Otherwise a line of the ledger would have 未在班 for its class."""
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
