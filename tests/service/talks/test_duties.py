"""家长学校 in the term and 书记家长课 in the year: what counts, on which day, and who is asked."""

from datetime import date

import pytest

from branch.activities.models import Activity
from branch.core.models import Figure
from branch.coverage.duty import MET, OPEN
from branch.coverage.status import Tally, count_unassigned, statuses
from branch.members.models import Office
from branch.service.talks.duties import LecturesForParents, SecretaryLecturesParents
from tests.activities.factories import at, programme
from tests.conftest import TODAY
from tests.factories import make_member, make_user
from tests.service.talks.rows import make_talk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "the_day")]
SUMMER = at(2026, 7, 3)


def row_of(kind, on=TODAY):
    duty = kind.of(kind.key)
    return duty.with_standing(duty.bound(on=on), on=on, **duty.figures(on=on)).get()


@pytest.fixture
def seat():
    return Office.objects.create(
        member=make_member(), kind=Office.Kind.SECRETARY, from_on=date(2025, 9, 1)
    )


def test_two_talks_of_the_term_are_needed_and_planned_ones_are_not_held():
    make_talk()
    make_talk(starts_at=SUMMER, ends_at=None)
    make_talk(starts_at=at(2026, 12, 4), ends_at=None, state=Activity.State.PLANNED)

    row = row_of(LecturesForParents)

    assert (row.standing, row.done_count, row.planned_count, row.needed_count) == (OPEN, 1, 1, 2)


def test_a_talk_of_another_programme_that_counts_for_it_is_one():
    make_talk()
    make_talk("专题报告").also_counts_as.add(programme("家长学校"))

    assert row_of(LecturesForParents).standing == MET
    assert row_of(LecturesForParents, on=date(2026, 11, 19)).standing == OPEN


def test_the_school_says_how_many_a_term_has():
    make_talk()
    facts = {"why": "支部会定", "set_by": make_user()}
    Figure.objects.create(key="service.parent_talks", value=1, from_on=date(2026, 9, 1), **facts)

    assert row_of(LecturesForParents).standing == MET


def test_the_committee_is_asked_for_talks(committee):
    found = [row for row in statuses(committee, on=TODAY) if row.duty.key == LecturesForParents.key]

    assert count_unassigned(found) == {LecturesForParents.key: Tally(open=1, missing=2)}
    (gap,) = found[0].gaps
    assert gap.says == "本学期已办 0 场，还差 2 场"
    assert gap.url.endswith(f"?programme={programme('家长学校').pk}")


def test_the_secretary_speaks_once_in_the_calendar_year(seat):
    talk = make_talk(staff=seat.member.staff, starts_at=SUMMER, ends_at=None)

    assert row_of(SecretaryLecturesParents).standing == MET
    talk.starts_at = at(2025, 12, 31)
    talk.save()
    assert row_of(SecretaryLecturesParents).standing == OPEN


def test_a_talk_of_somebody_else_is_not_the_secretarys(seat):
    make_talk(staff=make_member().staff)

    assert row_of(SecretaryLecturesParents).standing == OPEN


def test_a_talk_of_the_secretary_before_counts_in_the_year(seat):
    talk = make_talk(staff=seat.member.staff, starts_at=SUMMER, ends_at=None)
    Office.objects.filter(pk=seat.pk).update(until_on=date(2026, 8, 31))
    Office.objects.create(member=make_member(), kind=seat.kind, from_on=date(2026, 9, 1))

    assert row_of(SecretaryLecturesParents).standing == MET
    Activity.objects.filter(pk=talk.pk).update(starts_at=at(2026, 9, 25))
    assert row_of(SecretaryLecturesParents).standing == OPEN


def test_the_secretary_alone_is_asked_for_it(secretary, committee):
    Office.objects.create(
        member=secretary.staff.member, kind=Office.Kind.SECRETARY, from_on=date(2025, 9, 1)
    )

    asked = {
        user: [gap.title for row in statuses(user, on=TODAY) for gap in row.own_gaps]
        for user in (secretary, committee)
    }

    assert [title for title in asked[secretary] if "家长学校" in title] == ["主讲一场家长学校"]
    assert [title for title in asked[committee] if "家长学校" in title] == []


def test_without_a_secretary_the_strip_says_nothing_of_their_lecture(as_committee):
    Office.objects.all().delete()
    page = as_committee.get("/desk/coverage/").content.decode()

    assert ("书记家长课</b>" in page, "家长学校</b>" in page) == (False, True)
