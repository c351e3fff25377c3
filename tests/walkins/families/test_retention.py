"""When the records of those who left are deleted, not a day before, and who is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from branch.core.contributions import TodoSource
from branch.core.models import AuditEvent, Figure
from branch.school.actions import record_departure
from branch.school.models import Student
from branch.walkins.actions import announce_due, delete_past_term
from branch.walkins.chores import PastTerm, UnknownPhotos
from branch.walkins.figures import NOTES_KEPT
from branch.walkins.models import (
    DueDeletion,
    VisitPhoto,
)
from branch.walkins.terms import deleted_from, gone_for
from tests.factories import (
    make_class,
    make_contact,
    make_note,
    make_pairing,
    make_student,
    make_user,
    make_visit,
)
from tests.short_transactions import rolled_back
from tests.walkins.families.leavers import (
    ALL,
    DAY,
    DUE,
    GONE,
    LEFT,
    leave,
    left,
    make_everything,
    make_photo,
)
from tests.walkins.students.factories import make_proposal

pytestmark = pytest.mark.django_db
# the day


@pytest.mark.parametrize(
    ("last_day", "day"),
    [
        (date(2026, 10, 9), date(2027, 10, 10)),
        (date(2027, 2, 28), date(2028, 2, 29)),
        (date(2028, 2, 28), date(2029, 3, 1)),
        (date(2028, 2, 29), date(2029, 3, 1)),
        (date(2027, 12, 31), date(2029, 1, 1)),
    ],
)
def test_a_year_is_over_before_anything_goes(school_class, last_day, day):
    make_everything(leave(make_student(school_class), last_day))

    assert delete_past_term(on=day - DAY) == 0
    assert left() == ALL
    assert (day - last_day).days > 365
    delete_past_term(on=day)
    assert left() == GONE


def test_a_graduate_left_with_the_class():
    pupil = make_student(make_class(entry_year=2023))
    make_everything(pupil)

    delete_past_term(on=date(2027, 8, 31))
    assert left() == ALL
    delete_past_term(on=date(2027, 9, 1))
    assert left() == GONE


def test_one_who_was_in_no_class_yet_keeps_everything():
    make_everything(Student.objects.create(number="S1", name="骆", family=make_student().family))

    assert delete_past_term(on=date(2031, 1, 1)) == 0


SOME = settings(
    max_examples=60,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
STAYS = st.lists(
    st.tuples(
        st.dates(date(2024, 9, 1), date(2029, 12, 31)),
        st.none() | st.integers(0, 900),
        st.integers(2023, 2027),
    ),
    min_size=1,
    max_size=3,
)


@SOME
@given(stays=STAYS, years=st.integers(0, 3), wait=st.integers(-800, 800))
def test_those_gone_are_those_whose_day_has_come(stays, years, wait):
    """The query of a day and the day that the page of a note shows agree for any enrolments."""
    with rolled_back():
        Figure.objects.create(
            key=NOTES_KEPT.key, value=years, from_on=date(2020, 1, 1), set_by=make_user(), why="x"
        )
        student = Student.objects.create(number="S1", name="骆")
        for number, (from_on, length, entry_year) in enumerate(
            sorted(stays, key=lambda one: one[0])
        ):
            last = number == len(stays) - 1
            until = (
                from_on + timedelta(days=length or 0) if length is not None or not last else None
            )
            student.enrolments.create(
                school_class=make_class(entry_year=entry_year), from_on=from_on, until_on=until
            )
        day = deleted_from(student.last_day, years=years)

        for on in (day - DAY, day, day + timedelta(days=wait)):
            found = gone_for(NOTES_KEPT, on=on).filter(pk=student.pk).exists()
            assert found is (on >= day)


# who is safe


def test_a_pupil_who_returned_is_safe(pupil, school_class):
    make_everything(pupil)
    pupil.enrolments.create(school_class=school_class, from_on=date(2027, 9, 1))

    assert delete_past_term(on=DUE) == 0
    assert left() == ALL


def test_a_pupil_who_is_to_return_is_safe(pupil, school_class):
    make_everything(pupil)
    pupil.enrolments.create(school_class=school_class, from_on=date(2027, 12, 1))

    assert delete_past_term(on=DUE) == 0


def test_a_leaving_written_down_with_a_wrong_year_deletes_nothing_for_thirty_days(committee):
    pupil = make_student(make_class(entry_year=2025), date(2025, 9, 1))
    make_everything(pupil)
    record_departure(pupil, last_on=date(2025, 10, 9), version=pupil.version, by=committee)
    AuditEvent.objects.update(at=datetime(2026, 11, 24, 2, tzinfo=UTC))

    assert delete_past_term(on=date(2026, 12, 23)) == 0
    assert left() == ALL
    delete_past_term(on=date(2026, 12, 24))
    assert left() == GONE


# the run


def test_one_audit_line_has_the_counts_and_a_second_run_leaves_none(pupil):
    make_everything(pupil)

    delete_past_term(on=DUE)

    (event,) = AuditEvent.objects.filter(verb="records.expired")
    assert (event.actor, event.says) == (
        None,
        "保密记录 2 段、帮扶和家访的文字 2 条、目标和学习情况 2 条、家访照片 1 张、实际困难 1 件、家访 1 次",
    )
    assert delete_past_term(on=DUE) == 0
    assert delete_past_term(on=DUE + DAY) == 0
    assert AuditEvent.objects.filter(verb="records.expired").count() == 1


def test_a_killed_run_leaves_everything_to_the_next(pupil):
    make_everything(pupil)

    def kill(execute, sql, params, many, context):
        if sql.startswith("DELETE") and "homevisit" in sql:
            raise DatabaseError("killed")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(kill), pytest.raises(DatabaseError):
        delete_past_term(on=DUE)
    assert (left(), AuditEvent.objects.filter(verb="records.expired").count()) == (ALL, 0)

    delete_past_term(on=DUE)
    assert left() == GONE


def test_a_file_that_a_killed_run_left_is_deleted_a_day_later():
    photo = make_photo(make_visit())
    storage = photo.file.storage
    kept = make_photo(make_visit())
    VisitPhoto.objects.filter(pk=photo.pk).delete()
    at = datetime.now(UTC)

    UnknownPhotos().run(at=at + timedelta(hours=23))
    assert storage.exists(photo.file.name)
    UnknownPhotos().run(at=at + timedelta(hours=25))
    assert (storage.exists(photo.file.name), storage.exists(kept.file.name)) == (False, True)


# the notice


def notice(user):
    return [
        todo.title
        for todo in TodoSource.of("walkins.due_deletions").todos(user, at=None, site=None)
    ]


def test_the_committee_is_told_thirty_days_ahead(
    committee, pupil, django_capture_on_commit_callbacks
):
    make_everything(pupil)

    with django_capture_on_commit_callbacks(execute=True):
        announce_due(on=DUE - timedelta(days=31))
    assert notice(committee) == []
    with django_capture_on_commit_callbacks(execute=True):
        announce_due(on=DUE - timedelta(days=30))
    assert notice(committee) == [
        "30 天内将到期删除：保密记录 2 段、帮扶和家访的文字 2 条、目标和学习情况 2 条、家访照片 1 张、实际困难 1 件、家访 1 次"
    ]
    assert left() == ALL


def test_what_is_told_is_what_is_deleted(pupil, school_class):
    make_everything(pupil)
    make_visit(pupil, make_student(school_class, family=pupil.family))
    announce_due(on=DUE - timedelta(days=30))
    told = "、".join(map(str, DueDeletion.objects.all()))

    delete_past_term(on=DUE)

    assert AuditEvent.objects.get(verb="records.expired").says == told


def test_nobody_else_is_told(pupil, administrator, counsellor, member):
    make_everything(pupil)
    announce_due(on=DUE)

    assert [notice(user) for user in (administrator, counsellor, member.staff.user)] == [[], [], []]


def test_the_desk_shows_it_and_no_name(client, committee, pupil, the_day, term):
    make_everything(pupil)
    announce_due(on=DUE)
    client.force_login(committee)

    page = client.get(reverse("portal:desk")).text

    assert "30 天内将到期删除：保密记录 2 段" in page
    assert pupil.name not in page.split("30 天内将到期删除")[1].split("</li>")[0]


def test_a_tick_deletes_and_tells_of_the_next_thirty_days(committee, pupil, school_class):
    make_everything(pupil)
    make_visit(leave(make_student(school_class), LEFT + 7 * DAY))

    PastTerm().run(at=datetime(2027, 10, 10, 2, tzinfo=UTC))

    assert notice(committee) == ["30 天内将到期删除：家访 1 次"]


# the page of a note


def test_the_page_of_a_note_says_how_long_it_is_kept(client, the_day, term):
    """初二 of 2026 leaves in the summer of 2028."""
    note = make_note(make_contact(make_pairing(student=make_student(make_class(entry_year=2025)))))
    client.force_login(note.author)

    page = client.get(note.get_absolute_url()).text

    assert "学生离校满 1 年" in page
    assert "2029年9月1日" in page


def test_the_reason_for_one_more_student_goes_with_the_texts(committee):
    pupil = leave(make_student(make_class()))
    pairing = make_pairing(student=pupil, over_reason="教这个班，天天见面")
    begun = make_proposal(
        student=pupil,
        member=pairing.member,
        over_reason="教这个班，天天见面",
        accepted_on=LEFT,
        guardian_informed_on=LEFT,
        guardian_mode="face",
        student_agreed_on=LEFT,
        proposed_on=LEFT,
        closed_on=LEFT,
        closed_as="started",
        pairing=pairing,
    )

    assert delete_past_term(on=DUE - DAY) == 0
    assert delete_past_term(on=DUE) == 2

    for row in (pairing, begun):
        row.refresh_from_db()
        assert (row.over_reason, row.version) == ("", 2)
