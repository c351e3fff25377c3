"""学习情况: the bands of one student, compared with nobody, corrected and undone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from branch.core.undo import undo
from branch.walkins.actions import record_progress
from branch.walkins.models import Pairing, Progress
from branch.walkins.students.views.trends import SCALE, trends_of
from tests.factories import make_class, make_head, make_pairing, make_student
from tests.walkins.goals import DAY, make_learner, make_progress, make_subject

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 9)


@pytest.fixture
def pairing(the_day):
    return make_learner(student=make_student(make_class()))


def record(pairing, band="mostly", subject=None, on=DAY, by=None):
    return record_progress(
        pairing,
        subject=subject or make_subject(),
        band=band,
        happened_on=on,
        on=DAY,
        by=by or pairing.member.staff.user,
    )


def test_the_bands_are_four_words_and_no_number_is_stored():
    assert Progress.Band.labels == ["要多帮一把", "基本跟上", "跟得上", "学得轻松"]
    numbers = (models.IntegerField, models.DecimalField, models.FloatField)
    fields = [one.name for one in Progress._meta.concrete_fields if isinstance(one, numbers)]
    assert fields == ["id"]


def test_a_band_is_recorded_with_its_day_and_writer(pairing):
    record(pairing, "keeping", on=OCTOBER)

    row = Progress.objects.get()
    assert (row.pairing, row.band, row.happened_on) == (pairing, "keeping", OCTOBER)
    assert row.recorded_by == pairing.member.staff.user


def test_a_second_record_of_the_day_corrects_the_first(pairing):
    record(pairing, "help")
    record(pairing, "help", subject=make_subject("英语", 2))

    record(pairing, "keeping")

    bands = [(str(row.subject), row.band) for row in Progress.objects.order_by("subject__order")]
    assert bands == [("数学", "keeping"), ("英语", "help")]


def test_the_database_keeps_one_row_a_pairing_subject_and_day(pairing):
    row = make_progress(pairing)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_progress(pairing, on=row.happened_on)


def test_a_record_and_a_correction_are_undone_today(pairing, today):
    by = pairing.member.staff.user
    first, second = record(pairing, "help"), record(pairing, "easy")

    undo(second, on=today, at=timezone.now(), by=by)
    assert Progress.objects.get().band == "help"
    undo(first, on=today, at=timezone.now(), by=by)

    assert not Progress.objects.exists()


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (DAY + timedelta(days=1), "日期不能晚于今天。"),
        (date(2026, 9, 14), "这一天不在结对期间：结对从 2026-09-15 起，请改日期。"),
    ],
)
def test_a_day_outside_the_pairing_is_refused_at_its_field(pairing, on, says):
    with pytest.raises(ValidationError) as refusal:
        record(pairing, on=on)

    assert refusal.value.message_dict == {"happened_on": [says]}


def test_nothing_is_recorded_without_a_need_for_it(the_day):
    with pytest.raises(ValidationError, match="没有学业帮扶的需求"):
        record(make_pairing())


def test_nothing_is_recorded_once_the_pairing_has_ended(pairing, committee):
    ended = {"until_on": DAY, "end_reason": "other", "outcome": "paused"}
    Pairing.objects.filter(pk=pairing.pk).update(**ended)

    with pytest.raises(ValidationError, match="已经结束"):
        record(pairing, by=committee)


def test_the_head_teacher_of_the_class_records_and_no_other(pairing):
    head = make_head(pairing.student.enrolments.get().school_class).user
    record(pairing, by=head)

    with pytest.raises(ValidationError):
        record(pairing, by=make_head(make_class()).user)
    assert Progress.objects.get().recorded_by == head


def test_a_later_pairing_of_the_student_begins_anew(pairing):
    make_progress(pairing)
    later = make_pairing(student=pairing.student)

    assert not Progress.objects.visible_to(later.member.staff.user).exists()
    assert later.progress.count() == 0


def test_a_trend_goes_from_left_to_right_and_up(pairing):
    bands = ("help", "mostly", "easy")
    rows = [
        make_progress(pairing, band=band, on=OCTOBER + timedelta(days=n * 10))
        for n, band in enumerate(bands)
    ]
    only = make_progress(pairing, make_subject("英语", 2), "keeping")

    mathematics, english = trends_of([only, *rows])

    assert mathematics.line == "4,35 50,25 96,5"
    assert mathematics.says == "数学：10月9日要多帮一把，10月19日基本跟上，10月29日学得轻松"
    assert english.points == [(50, 15)]
    assert [label for label, _ in SCALE] == Progress.Band.labels[::-1]


def test_what_was_recorded_today_says_of_which_day_it_is(client, pairing):
    record(pairing, "keeping", on=OCTOBER, subject=make_subject("数学"))
    client.force_login(pairing.member.staff.user)

    assert "今天记的：10月9日 周五 数学 跟得上" in client.get(pairing.get_absolute_url()).text
