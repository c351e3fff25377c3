"""An import taken back leaves the school as it was, but for what people have built on it since."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from branch.core.models import AuditEvent, Change, SiteProfile
from branch.members.models import MemberStatus, Office
from branch.rosters import actions
from branch.rosters.models import ImportBatch, ImportedRow
from branch.school.actions import deal_roll_numbers
from branch.school.models import (
    Enrolment,
    Family,
    Guardian,
    HeadTeacherPost,
    SchoolClass,
    Staff,
    Student,
)
from tests.factories import (
    make_class,
    make_guardian,
    make_head,
    make_member,
    make_pairing,
    make_staff,
    make_student,
    make_user,
)
from tests.spreadsheets import bring, carry_on, undo, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term")]

NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SOON = NOW + timedelta(hours=2)
PUPILS = ("学号", "姓名", "班级", "监护人", "关系", "联系电话", "家庭住址", "备注")
STAFF = ("工号", "姓名", "任教学科", "任教班级", "班主任", "手机")
MEMBERS = ("工号", "姓名", "党员类别", "入党时间", "转正时间", "党小组", "党内职务")


def everything():
    """Every row of every table, but for what an import keeps of itself, the trail, and versions."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("branch.")]
    return {
        model._meta.label: [_but_version(row) for row in model.objects.order_by("pk").values()]
        for model in ours
        # what an import leaves of itself, the stamp that only ever moves on, and the marks of writing
        if model not in (ImportBatch, ImportedRow, AuditEvent, Change, SiteProfile)
    }


def _but_version(row):
    """A version only ever moves on."""
    return {name: value for name, value in row.items() if name != "version"}


def sheet(titles, *rows):
    return xlsx({"名册": [titles, *rows]})


@pytest.fixture
def brought(today):
    """Import rows as one file; (what stood before, the batch)."""

    def _brought(kind, *rows, **options):
        deal_roll_numbers(on=today)
        before = everything()
        return before, bring(kind, sheet(*rows), on=today, at=NOW, **options)

    return _brought


def left(batch):
    return [row.left for row in batch.lines.order_by("position") if row.left]


def test_newcomers_go_with_class_family_and_guardian(brought, today):
    before, batch = brought(
        "students",
        PUPILS,
        ("1", "甲某", "初一1班", "袁瑶", "母亲", "13453547186", "春晖路1号", "走读"),
        ("2", "乙某", "初一2班", "袁瑶", "母亲", "13453547186", "春晖路1号", ""),
        ("3", "丙某", "初二1班", "", "", "", "", ""),
    )
    found = [model.objects.count() for model in (Student, Family, SchoolClass)]
    assert found == [3, 2, 3]

    batch = undo(batch, on=today, at=SOON)

    assert (batch.state, left(batch)) == ("undone", [])
    assert everything() == before


def test_who_was_here_is_again_as_before(brought, today):
    old, new = make_class(entry_year=2026, number=11), make_class(entry_year=2026, number=12)
    moved, sister = make_student(old, number="1", name="旧名"), make_student(old, number="2")
    other = make_student(new, number="3")
    make_guardian(moved, name="袁瑶", phone="13453547186")
    make_guardian(other, name="江晨", phone="13453547187", relation="")
    before, batch = brought(
        "students",
        PUPILS,
        ("1", "新名", "初一12班", "袁瑶", "姨母", "13453547186", "春晖路1号", "走读"),
        (sister.number, sister.name, "初一11班", "袁瑶", "母亲", "13453547186", "", ""),
        ("3", other.name, "初一12班", "江晨", "父亲", "13453547188", "春晖路3号", ""),
    )
    assert Enrolment.objects.filter(student=moved).count() == 2
    assert Student.objects.get(number="2").family == Student.objects.get(number="1").family

    batch = undo(batch, on=today, at=SOON)

    assert left(batch) == []
    assert everything() == before


def test_families_joined_in_a_chain_come_apart_again(brought, today):
    here = make_class(entry_year=2026, number=1)
    for number, phone in enumerate(("13453547181", "13453547182", "13453547183"), start=1):
        make_guardian(make_student(here, number=str(number)), name="袁瑶", phone=phone)
    names = dict(Student.objects.values_list("number", "name"))
    before, batch = brought(
        "students",
        ("学号", "姓名", "班级", "父亲", "父亲电话", "母亲", "母亲电话"),
        ("3", names["3"], "初一1班", "", "", "袁瑶", "13453547182"),
        ("2", names["2"], "初一1班", "袁瑶", "13453547181", "", ""),
    )
    assert Student.objects.values("family").distinct().count() == 1

    undo(batch, on=today, at=SOON)

    assert everything() == before


def test_colleagues_teachings_and_posts_are_again_as_before(brought, today):
    here = make_class(entry_year=2026, number=1)
    user = make_user(name="曾明", phone="13900000011")
    head = make_head(here, staff=make_staff(number="T1", name="曾明", phone=user.phone, user=user))
    brought("staff", STAFF, ("T1", "曾明", "语文", "初一1班", "", "13900000011"))
    before, batch = brought(
        "staff",
        STAFF,
        ("T1", "曾明远", "数学", "初一1、2班", "", "13900000012"),
        ("T2", "单远", "体育", "初一3班", "初一1班", "13900000013"),
    )
    assert [str(post.staff) for post in HeadTeacherPost.objects.filter(until_on=None)] == ["单远"]
    head.user.refresh_from_db()
    assert (head.user.name, head.user.phone) == ("曾明远", "13900000012")

    batch = undo(batch, on=today, at=SOON)

    assert left(batch) == []
    assert everything() == before


def test_members_groups_and_offices_are_again_as_before(brought, today):
    secretary, deputy = make_member(), make_member(status=MemberStatus.Kind.PROBATIONARY)
    Office.objects.create(member=secretary, kind="secretary", from_on=date(2024, 1, 1))
    newcomer = make_staff()
    before, batch = brought(
        "members",
        MEMBERS,
        (deputy.staff.number, "", "正式党员", "2020.9.1", "2021.9.1", "第七党小组", "书记"),
        (secretary.staff.number, "", "正式党员", "2001.7.1", "2002.7.1", "第七党小组", "组织委员"),
        (newcomer.number, "", "预备党员", "2026.6.28", "", "第八党小组", ""),
    )
    assert Office.objects.get(kind="secretary", until_on=None).member == deputy

    batch = undo(batch, on=today, at=SOON)

    assert left(batch) == []
    assert everything() == before


def test_a_pupil_with_a_pairing_stays_whole_and_is_listed(brought, today):
    _, batch = brought(
        "students",
        PUPILS,
        ("1", "甲某", "初一1班", "袁瑶", "母亲", "13453547186", "", ""),
        ("2", "乙某", "初一1班", "江晨", "母亲", "13453547187", "", ""),
    )
    make_pairing(student=Student.objects.get(number="1"))

    batch = undo(batch, on=today, at=SOON)

    assert left(batch) == ["1 甲某 已有别的记录，保留。"]
    kept = Student.objects.get(number__in=("1", "2"))
    assert (kept.name, kept.class_name_on(today)) == ("甲某", "初一（1）班")
    assert kept.family.guardians.get().name == "袁瑶"
    assert not Guardian.objects.filter(name="江晨").exists()


def test_a_colleague_who_signs_in_or_became_a_member_stays(brought, today):
    _, batch = brought("staff", STAFF, *((f"T{n}", f"汤{n}号", "", "", "", "") for n in (1, 2, 3)))
    one, two, _ = Staff.objects.filter(number__in=("T1", "T2", "T3")).order_by("number")
    one.user = make_user()
    one.save()
    make_member(staff=two)

    batch = undo(batch, on=today, at=SOON)

    assert left(batch) == ["T1 汤1号 已有别的记录，保留。", "T2 汤2号 已有别的记录，保留。"]
    kept = Staff.objects.filter(number__startswith="T", number__lt="T4")
    assert [person.number for person in kept] == ["T1", "T2"]


def test_what_a_hand_has_changed_since_stays(brought, today):
    pupil = make_student(
        make_class(entry_year=2026, number=1), number="1", name="甲某", remark="旧"
    )
    _, batch = brought("students", PUPILS, ("1", "甲某", "初一1班", "", "", "", "", "新"))
    Student.objects.filter(pk=pupil.pk).update(remark="手改")

    batch = undo(batch, on=today, at=SOON)

    assert Student.objects.get(pk=pupil.pk).remark == "手改"
    assert left(batch) == ["1 甲某 导入后又改过，没有恢复。"]


@pytest.mark.parametrize("moves_on", [True, False])
def test_a_move_that_somebody_went_on_from_stays(brought, today, moves_on):
    pupil = make_student(make_class(entry_year=2026, number=1), number="1", name="甲某")
    _, batch = brought("students", PUPILS, ("1", "甲某", "初一2班", "", "", "", "", ""))
    third, tomorrow = make_class(entry_year=2026, number=3), today + timedelta(days=1)
    Enrolment.objects.filter(student=pupil, until_on=None).update(until_on=today)
    if moves_on:
        Enrolment.objects.create(student=pupil, school_class=third, from_on=tomorrow)
    before = everything()

    batch = undo(batch, on=today, at=SOON)

    assert (batch.state, left(batch)) == ("undone", ["1 甲某 导入后又改过，没有恢复。"])
    assert everything() == before


def test_a_row_that_stands_in_nobodys_way_is_still_taken_back(brought, today):
    """Whose telephone somebody else signs in with by now keeps it; the others are as before."""
    for number, phone in (("T1", "13900000011"), ("T2", "13900000012")):
        user = make_user(name="汤某", phone=phone)
        make_staff(number=number, name="汤某", phone=phone, user=user)
    _, batch = brought(
        "staff",
        STAFF,
        ("T1", "汤某", "", "", "", "13900000021"),
        ("T2", "汤某", "", "", "", "13900000022"),
    )
    make_user(phone="13900000011")

    batch = undo(batch, on=today, at=SOON)

    assert left(batch) == ["T1 汤某 导入后又改过，没有恢复。"]
    both = Staff.objects.filter(number__in=("T1", "T2"))
    phones = dict(both.values_list("number", "user__phone"))
    assert phones == {"T1": "13900000021", "T2": "13900000012"}


def test_done_undone_and_done_again_is_the_same(brought, today):
    guardian = ("袁瑶", "母亲", "13453547186", "", "")
    rows = [(str(n), f"某{n}", f"初一{n % 3 + 1}班", *guardian) for n in range(9)]
    _, first = brought("students", PUPILS, *rows)
    once = _facts()
    undo(first, on=today, at=SOON)
    _, second = brought("students", PUPILS, *rows)

    assert _facts() == once
    assert second.counts == first.counts


def _facts():
    rows = Enrolment.objects.order_by("student__number")
    return [(*_of_the_student(row.student), str(row.school_class), row.from_on) for row in rows]


def _of_the_student(student):
    return student.number, student.name, student.family.guardians.get().phone


def test_after_a_day_it_is_too_late(brought, today):
    _, batch = brought("students", PUPILS, ("1", "甲某", "初一1班", "", "", "", "", ""))

    with pytest.raises(ValidationError, match="超过 24 小时"):
        actions.begin_undo(batch, at=NOW + timedelta(hours=24), by=None)

    just_in_time = NOW + timedelta(hours=23, minutes=59)
    assert actions.begin_undo(batch, at=just_in_time, by=None).state == "undoing"


def test_a_day_later_nothing_is_left_of_what_the_file_said(
    brought, today, django_capture_on_commit_callbacks
):
    _, batch = brought("students", PUPILS, ("1", "甲某", "初一1班", "袁瑶", "", "", "", ""))
    stored = batch.file.path

    with django_capture_on_commit_callbacks(execute=True):
        actions.forget_imports(at=NOW + timedelta(hours=25))

    batch.refresh_from_db()
    assert (batch.is_emptied, batch.file.name, batch.lines.count()) == (True, "", 0)
    assert not batch.file.storage.exists(stored)
    with pytest.raises(ValidationError):
        actions.begin_undo(batch, at=NOW + timedelta(hours=1), by=None)


def test_an_undo_that_has_begun_may_end(brought, today):
    before, batch = brought("students", PUPILS, ("1", "甲某", "初一1班", "", "", "", "", ""))
    batch = actions.begin_undo(batch, at=NOW + timedelta(hours=23), by=None)

    actions.forget_imports(at=NOW + timedelta(hours=25))
    carry_on(batch, on=today, at=NOW + timedelta(hours=26))

    assert everything() == before
