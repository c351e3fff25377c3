"""What visits must not lose or show: days, people, consent, photos, to-dos."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.urls import reverse

from branch.core.files import stored
from branch.core.models import AccessRecord
from branch.school.models import Family
from branch.walkins.actions import (
    complete_visit,
    miss_visit,
    plan_visit,
    record_batch,
    record_visit,
    revise_visit,
)
from branch.walkins.families.actions import add_photo
from branch.walkins.models import HomeVisit, VisitPhoto
from tests.activities.held import photo as upload
from tests.factories import (
    make_class,
    make_family_need,
    make_family_pairing,
    make_guardian,
    make_hardship,
    make_member,
    make_pairing,
    make_staff,
    make_student,
    make_visit,
    make_visit_photo,
    read_photo,
)
from tests.walkins.families.heads import head_with_a_child
from tests.walkins.pages import filled, values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
NEW, PLAN = reverse("walkins:visit-create"), reverse("walkins:visit-plan")
TODAY = date(2026, 11, 24)


head = pytest.fixture(head_with_a_child)


def json_post(client, address, sent):
    return client.post(address, sent, headers={"accept": "application/json"})


def test_photos_of_a_visit_a_head_records_for_a_colleague_arrive(client, head):
    colleague = make_staff()
    form = filled(client, f"{NEW}?student={head.child.pk}")
    sent = form | {
        "mode": "home",
        "visitor": colleague.pk,
        "may_photograph": "on",
        "photos_awaited": "1",
    }
    answer = json_post(client, NEW, sent)
    assert answer.status_code == 201
    got = client.post(answer.json()["photos"], {"key": str(uuid4()), "file": upload()})
    assert (got.status_code, HomeVisit.objects.get().photos.count()) == (201, 1)


def test_a_consent_withdrawn_takes_the_photos(client, head):
    visit = make_visit(head.child, visitor=head, may_photograph=True)
    photo = make_visit_photo(visit)
    address = reverse("walkins:visit-update", args=[visit.pk])
    form = filled(client, address)
    form.pop("may_photograph", None)
    client.post(address, form)
    visit.refresh_from_db()
    page = client.get(reverse("walkins:visit-photo", args=[visit.pk, photo.pk]))
    page.close()
    assert visit.may_photograph or page.status_code == 404


def test_the_correction_by_one_who_went_along_keeps_them(client, head, secretary):
    me = secretary.staff
    visit = make_visit(head.child, visitor=head, companions=[me])
    client.force_login(secretary)
    address = reverse("walkins:visit-update", args=[visit.pk])
    page = client.get(address)
    offered = {row.pk for row in page.context["form"]["companions"].offered}
    # what a browser sends: only what is an option can be selected
    form = values(page.context["form"])
    form["companions"] = [pk for pk in form["companions"] if int(pk) in offered]
    client.post(address, form | {"fact": "x"})
    visit.refresh_from_db()
    assert visit.fact == "x"
    assert list(visit.companions.all()) == [me]


def test_the_correction_after_a_companion_left_keeps_them(client, head):
    gone = make_staff(until_on=date(2026, 11, 20))
    visit = make_visit(head.child, visitor=head, companions=[gone])
    address = reverse("walkins:visit-update", args=[visit.pk])
    page = client.get(address)
    offered = {row.pk for row in page.context["form"]["companions"].offered}
    form = values(page.context["form"])
    form["companions"] = [pk for pk in form["companions"] if int(pk) in offered]
    client.post(address, form | {"fact": "x"})
    assert list(visit.companions.all()) == [gone]


def test_recording_a_planned_visit_anew_keeps_who_went_along(client, head):
    companion = make_staff()
    plan_visit(
        student=head.child,
        visitor=head,
        companions=[companion],
        happened_on=TODAY,
        on=TODAY,
        by=head.user,
    )
    form = filled(client, f"{NEW}?student={head.child.pk}")
    client.post(NEW, form | {"mode": "home"})
    visit = HomeVisit.objects.get()
    assert (visit.state, list(visit.companions.all())) == ("done", [companion])


def test_the_desk_names_no_child_of_a_visit_that_is_closed(client, head):
    visitor = make_member().staff
    visit = make_visit(head.child, visitor=visitor, state="planned", happened_on=date(2026, 6, 14))
    client.force_login(visitor.user)
    assert client.get(visit.get_absolute_url()).status_code == 404
    assert "张晓雨" not in client.get("/desk/").text


def test_an_old_plan_offers_no_child(client, head):
    visitor = make_member().staff
    make_visit(head.child, visitor=visitor, state="planned", happened_on=date(2026, 6, 14))
    client.force_login(visitor.user)
    assert "张晓雨" not in client.get(NEW).text


def test_a_student_who_came_later_was_not_visited(head):
    late = make_student(head.child.enrolments.get().school_class, since=date(2026, 11, 1))
    with pytest.raises(ValidationError):
        record_visit(
            student=late,
            visitor=head,
            happened_on=date(2026, 10, 1),
            mode="home",
            on=TODAY,
            by=head.user,
        )


def test_a_visit_of_a_former_year_is_not_recorded_into_the_void(client):
    pairing = make_pairing()
    client.force_login(pairing.member.staff.user)
    form = filled(client, f"{NEW}?student={pairing.student_id}")
    sent = form | {
        "mode": "home",
        "happened_on": "2025-11-20",
        "may_photograph": "on",
        "photos_awaited": "1",
    }
    answer = json_post(client, NEW, sent)
    if answer.status_code == 201:
        assert client.get(answer.json()["address"]).status_code == 200
        assert (
            client.post(
                answer.json()["photos"], {"key": str(uuid4()), "file": upload()}
            ).status_code
            == 201
        )


def test_a_chip_tells_nobody_that_a_difficulty_is_open(client):
    pairing = make_pairing()
    client.force_login(pairing.member.staff.user)
    make_family_need(pairing.student.family, kind="care")
    says = []
    for kind in ("care", "medical"):
        form = filled(client, f"{NEW}?student={pairing.student_id}")
        page = client.post(
            NEW,
            form | {"mode": "home", "fact": kind, "topics": [kind], "due_on": "2026-12-15"},
            follow=True,
        )
        says.append("登记困难 1 件" in page.text)
    assert says[0] == says[1]


def test_a_batch_completes_what_was_planned(head):
    plan_visit(student=head.child, visitor=head, happened_on=TODAY, on=TODAY, by=head.user)
    record_batch(
        students=[head.child], visitor=head, happened_on=TODAY, mode="home", on=TODAY, by=head.user
    )
    assert HomeVisit.objects.done().count() == 1


def test_a_batch_records_after_a_missed_one(head):
    make_visit(head.child, visitor=head, state="missed", miss_reason="nobody", happened_on=TODAY)
    record_batch(
        students=[head.child], visitor=head, happened_on=TODAY, mode="home", on=TODAY, by=head.user
    )
    assert HomeVisit.objects.done().count() == 1


def test_a_visitor_for_whom_was_planned_may_move_it(client, head):
    visitor = make_member().staff
    visit = plan_visit(
        student=head.child, visitor=visitor, happened_on=TODAY, on=TODAY, by=head.user
    )
    again = miss_visit(
        visit, reason="moved", again_on=date(2026, 11, 28), version=1, on=TODAY, by=visitor.user
    )
    assert again.state == "planned"


def test_a_key_of_another_visit_is_no_failure(client, head):
    photo = make_visit_photo(make_visit(head.child, visitor=head, may_photograph=True))
    visit = make_visit(head.child, visitor=head, may_photograph=True)
    address = reverse("walkins:visit-photo-add", args=[visit.pk])
    answer = client.post(address, {"key": str(photo.key), "file": upload()})
    assert answer.status_code in (200, 201, 422)


def test_the_same_key_at_the_same_time_is_no_failure(head):
    visit = make_visit(head.child, visitor=head, may_photograph=True, photos_awaited=2)
    key = uuid4()
    for _ in range(2):
        add_photo(visit, key=key, columns=stored(VisitPhoto, read_photo()), on=TODAY, by=head.user)
    assert visit.photos.count() == 1


def test_a_foreign_photo_keeps_its_file(head, django_capture_on_commit_callbacks):
    photo = make_visit_photo(make_visit(head.child, visitor=head, may_photograph=True))
    visit = make_visit(head.child, visitor=head)
    with django_capture_on_commit_callbacks(execute=True):
        revise_visit(
            visit,
            happened_on=TODAY,
            mode="home",
            version=1,
            on=TODAY,
            by=head.user,
            dropped_photos=[photo],
        )
    assert default_storage.exists(photo.file.name)


def test_a_telephone_shown_is_always_recorded(client):
    pairing = make_family_pairing()
    child = pairing.family.students.get()
    make_guardian(child)
    child.enrolments.update(until_on=date(2026, 11, 20))
    client.force_login(pairing.member.staff.user)
    page = client.post(reverse("walkins:familypairing-phone", args=[pairing.pk]))
    assert page.status_code != 200 or AccessRecord.objects.filter(action="reveal").exists()


def test_a_head_reads_no_sibling_in_the_gap(client, head):
    brother = make_student(make_class(entry_year=2024), name="张晓雷", family=head.child.family)
    make_hardship(brother)
    texts = [client.get("/desk/").text]
    texts += [client.get(reverse(n)).text for n in ("coverage:board",)]
    assert not any("张晓雷" in text for text in texts)


def test_a_committee_completes_the_visit_of_one_who_left(client, head, secretary):
    visitor = make_staff()
    visit = make_visit(head.child, visitor=visitor, happened_on=date(2026, 11, 20), state="planned")
    type(visitor).objects.filter(pk=visitor.pk).update(until_on=date(2026, 11, 22))
    client.force_login(secretary)
    address = reverse("walkins:visit-complete", args=[visit.pk])
    page = client.post(
        address, filled(client, address) | {"mode": "home", "happened_on": "2026-11-20"}
    )
    visit.refresh_from_db()
    assert visit.state == "done", page.context["form"].errors


def test_a_planned_visit_after_a_split_is_to_the_child_alone(head):
    sister = make_student(head.child.enrolments.get().school_class, family=head.child.family)
    visit = plan_visit(student=head.child, visitor=head, happened_on=TODAY, on=TODAY, by=head.user)
    sister.family = Family.objects.create()
    sister.save()
    record_visit(
        student=head.child, visitor=head, happened_on=TODAY, mode="home", on=TODAY, by=head.user
    )
    assert [s.student for s in visit.shares.all()] == [head.child]


def test_a_planned_visit_completed_is_only_to_those_at_school_that_day(head):
    sister = make_student(head.child.enrolments.get().school_class, family=head.child.family)
    visit = plan_visit(
        student=head.child, visitor=head, happened_on=TODAY, on=date(2026, 11, 10), by=head.user
    )
    sister.enrolments.update(until_on=date(2026, 11, 15))
    complete_visit(visit, happened_on=TODAY, mode="home", version=1, on=TODAY, by=head.user)
    assert [s.student for s in visit.shares.all()] == [head.child]


def test_a_lost_answer_and_one_more_photo(client, head):
    form = filled(client, f"{NEW}?student={head.child.pk}")
    sent = form | {"mode": "home", "may_photograph": "on"}
    first = json_post(client, NEW, sent | {"photos_awaited": "1"})
    same = json_post(client, NEW, sent | {"photos_awaited": "1"})
    assert (same.status_code, same.json()) == (201, first.json())
    more = json_post(client, NEW, sent | {"photos_awaited": "2"})
    assert more.status_code == 201
