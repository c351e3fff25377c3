"""Who reaches a family, a telephone, a note or a photo, and for how long."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from branch.core.models import AccessRecord
from branch.core.undo import undo
from branch.coverage.models import Excuse
from branch.school.actions import join_families
from branch.walkins.actions import (
    end_family_pairing,
    plan_visit,
    record_visit,
    withdraw_visit,
    write_visit_note,
)
from branch.walkins.families.actions import add_photo
from branch.walkins.models import HomeVisit
from tests.activities.held import held_by
from tests.activities.held import photo as upload
from tests.factories import (
    make_class,
    make_family_pairing,
    make_guardian,
    make_hardship,
    make_member,
    make_pairing,
    make_staff,
    make_student,
    make_visit,
    make_visit_note,
    make_visit_photo,
)
from tests.walkins.families.heads import head_with_a_child
from tests.walkins.pages import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
NEW, PLAN = reverse("walkins:visit-create"), reverse("walkins:visit-plan")
TODAY = date(2026, 11, 24)


head = pytest.fixture(head_with_a_child)


def test_a_plan_does_not_keep_the_door_of_an_ended_pairing_open(client, secretary):
    pairing = make_family_pairing()
    child, user = pairing.family.students.get(), pairing.member.staff.user
    plan_visit(student=child, visitor=user.staff, happened_on=date(2026, 11, 28), on=TODAY, by=user)
    end_family_pairing(pairing, on=TODAY, reason="declined", version=1, by=secretary)
    client.force_login(user)
    assert child.name not in client.get(NEW).text
    form = filled(client, PLAN) | {"student": child.pk, "happened_on": "2027-08-30"}
    client.post(PLAN, form)
    assert HomeVisit.objects.count() == 1


def test_a_plan_has_a_last_day(client):
    pairing = make_pairing()
    client.force_login(pairing.member.staff.user)
    form = filled(client, f"{PLAN}?student={pairing.student_id}")
    client.post(PLAN, form | {"happened_on": "2088-11-28"})
    assert not HomeVisit.objects.exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("address", [NEW, PLAN])
def test_an_odd_day_is_no_failure(client, head, day, address):
    form = filled(client, f"{address}?student={head.child.pk}") | {"mode": "home"}
    assert client.post(address, form | {"happened_on": day}).status_code in (200, 302)


def test_a_plan_of_a_head_for_a_colleague_can_be_made_by_one_of_them(client, head):
    colleague = make_staff()
    form = filled(client, f"{PLAN}?student={head.child.pk}")
    client.post(PLAN, form | {"visitor": colleague.pk, "happened_on": "2026-11-24"})
    done = reverse("walkins:visit-complete", args=[HomeVisit.objects.get().pk])
    answers = [client.get(done).status_code]
    client.force_login(colleague.user)
    answers.append(client.get(done).status_code)
    assert 200 in answers


def test_a_correction_to_a_former_year_keeps_the_note_open_to_its_author(client):
    pairing = make_pairing()
    visitor = pairing.member.staff
    visit = make_visit(pairing.student, visitor=visitor)
    note = make_visit_note(visit)
    client.force_login(visitor.user)
    address = reverse("walkins:visit-update", args=[visit.pk])
    client.post(address, filled(client, address) | {"happened_on": "2026-08-30"})
    assert client.get(note.get_absolute_url()).status_code == 200


def test_an_excuse_of_a_family_goes_along_when_it_is_joined(secretary):
    school_class = make_class()
    kept = make_student(school_class)
    other = make_hardship(make_student(school_class)).student
    Excuse.objects.create(
        duty_key="walkins.family_pairing",
        subject_type="school.family",
        subject_id=other.family_id,
        reason="家长婉拒",
        from_on=date(2026, 11, 1),
        set_by=secretary,
    )
    former, family = other.family_id, kept.family
    step = join_families(family, other, version=1, on=TODAY, by=secretary)
    assert Excuse.objects.get().subject_id == family.pk
    undo(step, on=TODAY, at=timezone.now(), by=secretary)
    assert Excuse.objects.get().subject_id == former


def test_the_last_visit_in_the_form_is_recorded_as_read(client, head):
    visitor = make_member().staff
    make_visit(head.child, visitor=visitor, topics=["care"])
    client.force_login(visitor.user)
    page = client.get(f"{NEW}?student={head.child.pk}")
    shown = page.context["last"]
    record = AccessRecord.objects.filter(page="walkins:visit-create").first()
    assert shown is None or (record and head.child.pk in record.subjects["student"])


def test_a_photo_after_a_withdrawal_is_refused_with_a_sentence(head):
    visit = make_visit(head.child, visitor=head, may_photograph=True)
    withdraw_visit(
        HomeVisit.objects.get(pk=visit.pk), reason="twice", version=1, on=TODAY, by=head.user
    )
    with pytest.raises(ValidationError):
        add_photo(visit, key=uuid4(), columns={}, on=TODAY, by=head.user)


def test_a_note_after_a_withdrawal_keeps_its_text(client, head, monkeypatch):
    visit = make_visit(head.child, visitor=head)
    withdraw_visit(
        HomeVisit.objects.get(pk=visit.pk), reason="twice", version=1, on=TODAY, by=head.user
    )
    with pytest.raises(ValidationError):
        write_visit_note(visit, text="x", on=TODAY, at=timezone.now(), by=head.user)


def test_a_planned_visit_keeps_its_photo_of_nobody(client, head):
    """Seventh photo through a correction with awaited ones."""
    visit = make_visit(head.child, visitor=head, may_photograph=True, photos_awaited=6)
    address = reverse("walkins:visit-photo-add", args=[visit.pk])
    codes = [
        client.post(address, {"key": str(uuid4()), "file": upload()}).status_code for _ in range(7)
    ]
    assert (codes[-1], visit.photos.count()) == (422, 6)


def test_a_note_is_no_word_to_a_committee_companion(client, head, secretary):
    visit = make_visit(head.child, visitor=head, companions=[secretary.staff])
    bare = make_visit(head.child, visitor=head, companions=[secretary.staff])
    note = make_visit_note(visit)
    client.force_login(secretary)

    def pages(v):
        text = ""
        for name in ("detail", "update", "withdraw"):
            text += client.get(reverse(f"walkins:visit-{name}", args=[v.pk])).text.replace(
                f"/{v.pk}/", "/N/"
            )
        codes = [
            client.get(reverse("walkins:visitnote-create", args=[v.pk])).status_code,
            client.post(
                reverse("walkins:visitnote-create", args=[v.pk]), {"text": "x"}
            ).status_code,
        ]
        return "保密记录" in client.get(v.get_absolute_url()).text, codes

    assert pages(visit) == pages(bare)
    assert client.get(note.get_absolute_url()).status_code == 404
    assert client.post(reverse("walkins:visitnote-delete", args=[note.pk])).status_code in (
        403,
        404,
    )
    client.force_login(head.user)


def test_an_ended_pair_reaches_no_telephone(client, secretary):
    pairing = make_family_pairing()
    make_family_pairing(member=pairing.member)
    make_guardian(pairing.family.students.get())
    end_family_pairing(pairing, on=TODAY, reason="declined", version=1, by=secretary)
    client.force_login(pairing.member.staff.user)
    assert client.post(reverse("walkins:familypairing-phone", args=[pairing.pk])).status_code == 404
    assert client.get(pairing.get_absolute_url()).status_code == 404


def test_held_files_of_another_user_are_not_taken(client, head):
    row = held_by(make_staff().user)
    form = filled(client, f"{NEW}?student={head.child.pk}") | {
        "mode": "home",
        "may_photograph": "on",
    }
    form |= {"form_token": str(row.token), "new_photos-held": [str(row.pk)]}
    client.post(NEW, form)
    assert not HomeVisit.objects.filter(photos__isnull=False).exists()


def test_dropped_photos_of_another_visit_are_refused(client, head):
    photo = make_visit_photo(make_visit(make_student(), may_photograph=True))
    visit = make_visit(head.child, visitor=head)
    address = reverse("walkins:visit-update", args=[visit.pk])
    client.post(address, filled(client, address) | {"dropped_photos": [str(photo.pk)]})
    photo.refresh_from_db()


def test_the_counsellor_s_timeline_leads_to_no_closed_page(client, counsellor):
    pairing = make_pairing()
    visitor = pairing.member.staff
    visit = record_visit(
        student=pairing.student,
        visitor=visitor,
        happened_on=TODAY,
        mode="home",
        on=TODAY,
        by=visitor.user,
    )
    client.force_login(counsellor)
    page = client.get(pairing.get_absolute_url())
    assert page.status_code == 200
    assert (
        visit.get_absolute_url() not in page.text
        or client.get(visit.get_absolute_url()).status_code == 200
    )


def test_a_visit_of_a_visitor_who_left_is_somebody_s_to_do(client, head, secretary):
    visitor = make_staff()
    make_visit(head.child, visitor=visitor, happened_on=date(2026, 11, 20), state="planned")
    type(visitor).objects.filter(pk=visitor.pk).update(until_on=date(2026, 11, 18))
    found = []
    for user in (secretary, head.user):
        client.force_login(user)
        found.append("走访张晓雨家" in client.get("/desk/").text)
    assert any(found)
