"""Several rows of one import change one record: taken back it is as before the first, at a version of its own."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from branch.rosters import actions
from branch.school.models import Guardian, Student
from tests.factories import make_class, make_guardian, make_student
from tests.spreadsheets import bring, carry_on, csv_file, undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term")]

NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SOON = NOW + timedelta(hours=2)
TITLES = ("学号", "姓名", "班级", "父亲", "父亲电话", "母亲", "母亲电话", "备注")
OLD, NEW = "13900002222", "13900001111"


@pytest.fixture
def younger():
    """The younger of two siblings, who are not known to be siblings: each has a family."""
    place = make_class(entry_year=2026, number=1)
    elder = make_student(place, number="1", name="曾明")
    younger = make_student(place, number="2", name="曾亮")
    make_guardian(elder, name="林秀珍", phone=NEW)
    make_guardian(younger, name="林秀珍", phone=OLD)
    return younger


def roster(apart):
    """The first row joins the families and the last has a remark; so many others stand between."""
    others = [(f"S{n}", f"某{n}", "初一1班", *[""] * 5) for n in range(apart)]
    first = ("1", "曾明", "初一1班", "林秀珍", OLD, "林秀珍", NEW, "")
    last = ("2", "曾亮", "初一1班", "", "", "林秀珍", NEW, "走读")
    return csv_file([TITLES, first, *others, last], "utf-8")


@pytest.mark.parametrize("apart", [0, 198, 199, 450])
def test_a_record_changed_by_two_rows_is_as_before_the_first(younger, today, apart):
    """However many chunks lie between the two."""
    batch = bring("students", roster(apart), on=today, at=NOW, name="a.csv")
    stands = Student.objects.get(pk=younger.pk)
    assert (stands.family_id == younger.family_id, stands.remark, stands.version) == (
        False,
        "走读",
        3,
    )

    batch = undo(batch, on=today, at=SOON)

    stands.refresh_from_db()
    assert (stands.family_id, stands.remark) == (younger.family_id, "")
    assert stands.version > 3
    assert [row.left for row in batch.lines.exclude(left="")] == []
    assert Student.objects.count() == 2


def test_a_form_saved_between_two_chunks_of_an_undo_stays(younger, today):
    batch = bring("students", roster(450), on=today, at=NOW, name="a.csv")
    batch = actions.begin_undo(batch, at=SOON, by=None)
    batch = actions.advance(batch, on=today, at=SOON, by=None)
    stands = Student.objects.lock(younger.pk, 4)
    stands.name = "曾小亮"
    stands.save()

    batch = carry_on(batch, on=today, at=SOON)

    stands.refresh_from_db()
    assert (stands.name, stands.remark, stands.version) == ("曾小亮", "", 5)
    assert stands.family_id != younger.family_id
    assert [row.left for row in batch.lines.exclude(left="")] == ["1 曾明 导入后又改过，没有恢复。"]


@pytest.mark.parametrize("apart", [0, 199, 300])
def test_a_guardian_made_by_one_row_and_changed_by_another_goes(today, apart):
    place = make_class(entry_year=2026, number=1)
    elder = make_student(place, number="1", name="曾明")
    make_guardian(elder, name="林秀珍", phone=NEW)
    make_student(place, number="2", name="曾亮", family=elder.family)
    others = [(f"S{n}", f"某{n}", "初一1班", *[""] * 5) for n in range(apart)]
    first = ("1", "曾明", "初一1班", "曾远", "", "", "", "")
    last = ("2", "曾亮", "初一1班", "曾远", OLD, "", "", "")
    content = csv_file([TITLES, first, *others, last], "utf-8")

    batch = bring("students", content, on=today, at=NOW, name="a.csv")
    assert Guardian.objects.get(name="曾远").phone == OLD
    batch = undo(batch, on=today, at=SOON)

    assert not Guardian.objects.filter(name="曾远").exists()
    assert [row.left for row in batch.lines.exclude(left="")] == []
