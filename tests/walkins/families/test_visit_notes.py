"""The sealed note of a home visit: its visitor's and the counsellor's, until the school year is over."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from branch.core.models import AccessRecord, AuditEvent
from branch.walkins.actions import withdraw_visit, write_visit_note
from branch.walkins.models import VisitNote
from tests.factories import (
    make_class,
    make_head,
    make_member,
    make_staff,
    make_student,
    make_visit,
    make_visit_note,
)
from tests.walkins.pages import filled
from tests.walkins.world import SENTENCE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
TODAY = date(2026, 11, 24)


@pytest.fixture
def visit():
    school_class = make_class()
    head = make_head(school_class)
    child = make_student(school_class, name="张晓雨")
    return make_visit(child, visitor=head, companions=[make_staff()])


def noted_by(visit, staff, text=SENTENCE):
    return write_visit_note(visit, text=text, on=TODAY, at=timezone.now(), by=staff.user)


def test_the_visitor_writes_rewrites_and_deletes_it(client, visit):
    client.force_login(visit.visitor.user)
    new = reverse("walkins:visitnote-create", args=[visit.pk])
    page = client.post(new, filled(client, new) | {"text": SENTENCE}, follow=True)
    assert "您写了一段保密记录" in page.text
    note = VisitNote.objects.get()
    edit = reverse("walkins:visitnote-update", args=[note.pk])
    client.post(edit, filled(client, edit) | {"text": "睡得好些了"})
    assert "睡得好些了" in client.get(note.get_absolute_url()).text
    client.post(reverse("walkins:visitnote-delete", args=[note.pk]))
    assert not VisitNote.objects.exists()


def test_each_reading_is_recorded_with_the_children(client, visit):
    note = make_visit_note(visit, SENTENCE)
    client.force_login(visit.visitor.user)
    assert SENTENCE in client.get(note.get_absolute_url()).text
    record = AccessRecord.objects.get(action="open")
    children = list(visit.shares.values_list("student", flat=True))
    assert (record.reader, record.subjects) == (visit.visitor.user, {"student": children})


def test_the_counsellor_finds_it_on_the_child_s_page(client, counsellor, visit):
    note = make_visit_note(visit, SENTENCE)
    client.force_login(counsellor)
    page = client.get(visit.shares.get().student.get_absolute_url())
    assert note.get_absolute_url() in page.text
    assert SENTENCE in client.get(note.get_absolute_url()).text


@pytest.mark.parametrize("who", ["companion", "committee", "secretary", "administrator"])
def test_nobody_else_opens_it_or_sees_that_there_is_one(client, request, visit, who):
    note = make_visit_note(visit, SENTENCE)
    is_companion = who == "companion"
    user = visit.companions.get().user if is_companion else request.getfixturevalue(who)
    client.force_login(user)
    pages = [visit.get_absolute_url(), visit.shares.get().student.get_absolute_url()]
    assert not any("保密记录" in client.get(page).text for page in pages)
    assert client.get(note.get_absolute_url()).status_code in (403, 404)


@pytest.mark.parametrize(("day", "answer"), [(date(2026, 6, 14), 404), (date(2026, 9, 1), 200)])
def test_its_author_opens_it_until_the_school_year_of_the_visit_is_over(client, day, answer):
    note = make_visit_note(make_visit(visitor=make_member().staff, happened_on=day))
    client.force_login(note.author)
    assert client.get(note.get_absolute_url()).status_code == answer


def test_a_companion_and_the_committee_write_none(visit, committee):
    for staff in (visit.companions.get(), committee.staff):
        with pytest.raises(ValidationError, match="现在不能写保密记录"):
            noted_by(visit, staff)


def test_a_planned_visit_has_none(visit):
    visit.state = "planned"
    visit.save()
    with pytest.raises(ValidationError, match="还没有走访"):
        noted_by(visit, visit.visitor)


def test_it_goes_with_its_visit_and_an_event_says_so(visit):
    make_visit_note(visit)
    by = visit.visitor.user
    withdraw_visit(visit, reason="twice", version=visit.version, on=TODAY, by=by)
    assert not VisitNote.objects.exists()
    assert AuditEvent.objects.filter(verb="note.deleted").count() == 1


def test_a_visitor_without_a_record_of_their_own_is_led_to_no_closed_page(client):
    visit = make_visit(visitor=make_staff())
    client.force_login(visit.visitor.user)
    assert "写保密记录" not in client.get(visit.get_absolute_url()).text
