from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.models import F, Q, Value

from branch.coverage.duty import Duty, Gap, done_once
from branch.coverage.models import Excuse
from branch.coverage.status import Tally, count_unassigned, statuses
from branch.members.models import Member
from branch.school.groups import ByClass
from branch.school.models import SchoolClass
from tests.factories import LONG_AGO, make_class, make_member, make_student, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def schooling():
    """A duty for these tests: the education of every member is recorded."""

    class Schooling(Duty):
        key, title, permission = "tests.schooling", "学历登记", "core.use_desk"
        missing_says = "{count} 名党员还没有登记学历"

        def bound(self, *, on):
            return Member.objects.active_on(on)

        def seen_by(self, rows, user, *, on, today):
            return rows.visible_to(user)

        def with_done(self, rows, *, on):
            return rows.annotate(**done_once(~Q(education="")))

        def gap(self, row, *, on):
            return Gap(row, row.joined_on, None, frozenset(), "/", "尚未登记")

    yield Schooling()
    del Duty.registry["tests.schooling"]


def _excuse(member, **fields):
    return Excuse.objects.create(
        **{
            "duty_key": "tests.schooling",
            "subject_type": "members.member",
            "subject_id": member.pk,
            "reason": "支教",
            "from_on": LONG_AGO,
            "set_by": make_user(),
            **fields,
        }
    )


def _status(duty, user, today):
    (status,) = statuses(user, on=today, only=[duty])
    return status


def test_each_subject_is_either_met_excused_or_a_gap(schooling, secretary, today):
    make_member(education="本科")
    away, waiting = make_member(), make_member()
    _excuse(away)

    status = _status(schooling, secretary, today)

    own = Member.objects.get(staff__user=secretary)
    assert status.whole.met == 1
    assert [gap.subject for gap, _ in status.excused] == [away]
    assert {gap.subject for gap in status.gaps} == {waiting, own}
    assert status.whole.bound == Member.objects.count()


def test_an_excuse_holds_to_its_last_day(schooling, secretary, today):
    away = make_member()
    _excuse(away, until_on=today)

    excused = [
        [gap.subject for gap, _ in _status(schooling, secretary, day).excused]
        for day in (today, today + timedelta(1))
    ]

    assert excused == [[away], []]


def test_an_excuse_from_every_duty_counts_and_one_from_another_duty_does_not(
    schooling, secretary, today
):
    away, elsewhere = make_member(), make_member()
    _excuse(away, duty_key="")
    _excuse(elsewhere, duty_key="tests.other")

    status = _status(schooling, secretary, today)

    assert [gap.subject for gap, _ in status.excused] == [away]


def test_a_subject_that_meets_a_duty_is_not_excused(schooling, secretary, today):
    _excuse(make_member(education="本科"))

    assert _status(schooling, secretary, today).excused == []


def test_a_duty_has_no_status_for_a_user_without_its_permission(schooling, today):
    make_member()

    assert statuses(make_user(), on=today, only=[schooling]) == []


@pytest.fixture
def full_classes():
    """A duty that needs more than one thing of a subject: each class has three pupils."""

    class FullClasses(ByClass, Duty):
        key, title, permission = "tests.full_classes", "满班", "coverage.view_coverage"
        track, unit, done_unit, gap_title, note = "class", "个班", "名", "未满的班", "每班三名。"
        missing_says = "{count} 个班没有满"

        def bound(self, *, on):
            return SchoolClass.objects.in_school_on(on)

        def with_done(self, rows, *, on):
            return rows.with_roll_count_on(on).annotate(
                done_count=F("roll_count"), needed_count=Value(3), class_number=F("number")
            )

        def gap(self, row, *, on):
            return Gap(row, on, None, frozenset(), "/", f"有 {row.done_count} 名", row.name_on(on))

    yield FullClasses()
    del Duty.registry["tests.full_classes"]


def _class_of(count):
    school_class = make_class()
    for _ in range(count):
        make_student(school_class)
    return school_class


def test_what_is_done_is_summed_as_well_as_the_subjects(full_classes, secretary, today):
    """A class with more than enough pupils makes up for no other class."""
    classes = [_class_of(count) for count in (3, 5, 2, 0)]

    status = _status(full_classes, secretary, today)

    assert status.whole == Tally(met=2, open=2, done=8, needed=12, missing=4)
    assert status.tallies[2025, classes[2].number] == Tally(open=1, done=2, needed=3, missing=1)
    assert [gap.subject for gap in status.gaps] == classes[2:]


@pytest.mark.usefixtures("term", "time_stands")
def test_the_tile_names_the_units_of_subjects_and_of_what_is_done(client, full_classes, secretary):
    _class_of(3)
    _class_of(1)
    client.force_login(secretary)

    page = client.get("/desk/coverage/").text

    assert "<b>4</b><small> / 6</small>" in page
    assert "差 2 名</span>" in page
    assert "1 个班还没有做够" in page


def test_of_two_excuses_the_one_from_this_duty_is_shown(schooling, secretary, today):
    away = make_member()
    _excuse(away, duty_key="", reason="支教")
    _excuse(away, reason="证书在办")

    status = _status(schooling, secretary, today)

    assert [excuse.reason for _, excuse in status.excused] == ["证书在办"]


def test_a_duty_without_a_gap_reads_no_rows(schooling, secretary, today, django_assert_num_queries):
    Member.objects.update(education="本科")
    assert _status(schooling, secretary, today).whole.met == 1
    status = _status(schooling, secretary, today)

    with django_assert_num_queries(1):
        assert (status.whole.met, status.gaps, status.excused) == (1, [], [])


def test_a_duty_without_subjects_has_an_empty_tally(full_classes, secretary, today):
    assert _status(full_classes, secretary, today).whole == Tally()
    assert count_unassigned([]) == {}


def test_a_duty_is_counted_by_class_by_party_group_or_as_a_whole_and_says_what_is_missing():
    before = dict(Duty.registry)

    says = {"key": "tests.by_grade", "missing_says": "{count} 个年级"}
    with pytest.raises(ImproperlyConfigured, match="cannot be counted by"):
        type("ByGrade", (Duty,), says | {"group_keys": ("entry_year",)})
    with pytest.raises(ImproperlyConfigured, match="does not say what is missing"):
        type("Silent", (Duty,), says | {"missing_says": ""})

    assert Duty.registry == before
