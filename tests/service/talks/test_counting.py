"""A talk for parents that also counts as 党课: one record, in each ledger, with hours once."""

import pytest

from branch.activities.ledgers import OrganisationLife
from branch.activities.models import Activity, Attendance
from tests.activities.factories import at, programme
from tests.activities.page_form import form_of
from tests.factories import make_member, make_staff
from tests.service.talks.test_ledgers import AUTUMN

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(as_committee, the_day):
    """A talk entered with the form: 178 parents, a member and a colleague took part, another member spoke."""
    member, colleague, speaker = make_member().staff, make_staff(), make_member().staff
    own, lesson = programme("家长学校"), programme("党课")
    address = f"/desk/activities/new/?programme={own.pk}"
    typed = {
        "title": "《给孩子真正的支持》",
        "format": "salon",
        "starts_at": "2026-11-20T18:30",
        "place": "报告厅",
        "audience_count": "178",
        "participants": [str(member.pk), str(colleague.pk)],
        "speakers": [str(speaker.pk)],
        "hours": "2",
        "also_counts_as": [str(lesson.pk)],
    }
    answer = as_committee.post(address, form_of(as_committee.get(address)) | typed)
    assert answer.status_code == 302, answer.context["form"].errors
    talk = Activity.objects.get()
    return talk, {member, colleague, speaker}


def test_who_spoke_and_who_took_part_have_its_hours_once(talk):
    talk, people = talk
    rows = Attendance.objects.filter(activity=talk)

    assert talk.format == "salon"
    assert {row.staff for row in rows} == people
    assert rows.count() == 3


def test_it_stands_among_the_lessons_with_the_members_who_were_there(talk, committee):
    talk, _ = talk
    ledger = OrganisationLife()
    (row,) = ledger.rows(committee, period=AUTUMN, filters=None)

    said = dict(zip((one.title for one in ledger.columns), ledger.cells(row), strict=True))

    assert (said["类别"], said["应到"], said["实到"]) == ("党课", None, 2)


def test_another_look_at_the_form_keeps_who_took_part(talk, as_committee):
    talk, people = talk
    address = f"/desk/activities/{talk.pk}/edit/"
    sent = form_of(as_committee.get(address))
    assert len(sent["participants"]) == 2

    as_committee.post(address, sent | {"speakers": []})

    assert {row.staff for row in talk.attendances.all()} < people
    assert talk.attendances.count() == 2


def test_other_programmes_are_asked_for_no_form_of_event(as_committee):
    own = programme("党员大会")
    page = as_committee.get(f"/desk/activities/new/?programme={own.pk}")

    assert "format" not in page.context["form"].fields


def test_closing_as_planned_counts_the_speaker(as_committee, committee, the_day):
    talk = Activity.objects.create(
        programme=programme("家长学校"),
        title="读懂青春期",
        starts_at=at(2026, 11, 20),
        place="报告厅",
        state="planned",
        logged_by=committee,
    )
    speaker = make_staff()
    talk.parts.create(role="speaker", staff=speaker)

    as_committee.post(f"/desk/activities/{talk.pk}/close/", {"version": talk.version})

    assert [row.staff for row in talk.attendances.all()] == [speaker]
