"""Two people with the same row open: the second to save is shown both texts, and may save again."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from branch.core.models import AccessRecord
from branch.school.actions import record_guardian, record_leaving, record_return
from branch.school.models import Guardian, Staff, Student
from tests.factories import (
    make_class,
    make_guardian,
    make_head,
    make_staff,
    make_student,
    make_user,
)
from tests.spreadsheets import csv_file
from tests.walkins.pages import filled, values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
MOTHER = {"name": "林秀珍", "relation": "母亲", "phone": "13900001111"}
ROSTER = [("工号", "姓名", "手机"), ("T1", "秦立言", "13800000001")]


def both(client, address, first, second):
    """Save `second` in a form that was opened before `first` was saved; return the response."""
    mine, theirs = filled(client, address), filled(client, address)
    assert client.post(address, theirs | first).status_code == 302
    return client.post(address, mine | second)


def again(client, address, page):
    """Send the form of the page with both texts as it is."""
    return client.post(address, values(page.context["form"]))


@pytest.fixture
def rows(term):
    student = make_student(make_class(number=1), name="曾小名")
    guardian = make_guardian(student, **MOTHER)
    family = student.family
    return {
        "term": term,
        "staff": make_staff(),
        "student": student,
        "guardian": guardian,
        "family": family,
    }


@pytest.mark.parametrize(
    ("who", "kind", "field", "first", "second", "shown"),
    [
        ("administrator", "student", "name", "曾晓明", "曾小鸣", ("姓名", "曾晓明", "曾小鸣")),
        ("administrator", "staff", "remark", "外聘", "返聘", ("备注", "外聘", "返聘")),
        ("committee", "guardian", "relation", "继母", "祖母", ("关系", "继母", "祖母")),
        ("committee", "family", "address", "学林街", "望江路", ("家庭住址", "学林街", "望江路")),
        (
            "administrator",
            "term",
            "ends_on",
            "2027-01-22",
            "2027-01-15",
            ("结束日期", "2027-01-22", "2027-01-15"),
        ),
    ],
)
def test_the_second_to_save_is_shown_both_texts(
    request, client, rows, who, kind, field, first, second, shown
):
    client.force_login(request.getfixturevalue(who))
    address, row = reverse(f"school:{kind}-update", args=[rows[kind].pk]), rows[kind]

    page = both(client, address, {field: first}, {field: second})

    row.refresh_from_db()
    assert (page.status_code, page.context["rows"]) == (409, [shown])
    assert (str(getattr(row, field)), row.version) == (first, 2)
    assert again(client, address, page).status_code == 302
    row.refresh_from_db()
    assert (str(getattr(row, field)), row.version) == (second, 3)


@pytest.mark.parametrize("kind", ["student", "staff", "guardian", "term"])
def test_a_form_contains_the_version(request, client, rows, kind):
    client.force_login(
        request.getfixturevalue("committee" if kind == "guardian" else "administrator")
    )

    text = client.get(reverse(f"school:{kind}-update", args=[rows[kind].pk])).content.decode()

    assert text.count('name="version"') == 1
    assert text.count('name="form_token"') == 1


def test_showing_both_telephones_is_recorded(client, as_committee, rows):
    address = reverse("school:guardian-update", args=[rows["guardian"].pk])
    AccessRecord.objects.all().delete()

    page = both(client, address, {"phone": "13900002222"}, {"phone": "13900003333"})

    assert page.context["rows"] == [("联系电话", "13900002222", "13900003333")]
    record = AccessRecord.objects.first()
    assert (record.action, record.subjects) == ("reveal", {"student": [rows["student"].pk]})
    assert AccessRecord.objects.count() == 3


def test_a_tick_of_confirmation_is_cleared_with_both_texts(client, as_committee, rows):
    sister = make_guardian(make_student(), **MOTHER | {"phone": "13900003333"})
    address = reverse("school:guardian-update", args=[rows["guardian"].pk])
    typed = {"phone": sister.phone, "is_same_family": "on"}
    page = both(client, address, {"phone": "13900002222"}, typed)
    families = set(Guardian.objects.values_list("family", flat=True))

    page = again(client, address, page)

    assert len(families) == 2
    assert list(page.context["form"].errors) == ["is_same_family"]


def test_who_may_no_longer_read_the_family_is_shown_neither_text(client, rows):
    head = make_head(rows["student"].enrolments.get().school_class)
    client.force_login(head.user)
    address = reverse("school:guardian-update", args=[rows["guardian"].pk])
    mine = filled(client, address)
    Guardian.objects.update(phone="13900002222", version=2)
    head.head_posts.update(until_on=date(2026, 11, 1))
    make_head(make_class(), staff=head)

    page = client.post(address, mine | {"phone": "13900003333"})

    assert page.status_code == 404
    assert "13900002222" not in page.content.decode()


def test_a_guardian_changed_by_another_form_has_a_new_version(committee, rows, today):
    student = rows["student"]

    record_guardian(
        student, on=today, by=committee, is_same_family=True, **MOTHER | {"relation": "养母"}
    )

    assert list(Guardian.objects.values_list("relation", "version")) == [("养母", 2)]


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        (
            "student-move",
            "student-move",
            ("班级", "初二（2）班，2026-11-24 起", "初二（3）班，2026-11-24 起"),
        ),
        (
            "student-move",
            "student-leave",
            ("班级", "初二（2）班，2026-11-24 起", "到 2026-11-24 为止"),
        ),
        (
            "student-leave",
            "student-return",
            (
                "班级",
                "初二（1）班，2026-09-01 起，到 2026-11-24 为止",
                "初二（3）班，2026-11-24 起",
            ),
        ),
    ],
)
def test_a_change_of_class_shows_the_class_changed_meanwhile(
    client, as_administrator, rows, first, second, shown
):
    student, classes = rows["student"], [make_class(number=2), make_class(number=3)]
    address, changed_address = (
        reverse(f"school:{name}", args=[student.pk]) for name in (first, second)
    )
    mine = filled(client, changed_address)
    to = [{"to_class": row.pk, "school_class": row.pk} for row in classes]
    client.post(address, filled(client, address) | to[0])

    page = client.post(changed_address, mine | to[1])

    student.refresh_from_db()
    assert (page.status_code, page.context["rows"], student.version) == (409, [shown], 2)


def test_a_move_is_saved_from_the_page_with_both_texts(client, as_administrator, rows, today):
    student, there, here = rows["student"], make_class(number=2), make_class(number=3)
    address = reverse("school:student-move", args=[student.pk])
    page = both(client, address, {"to_class": there.pk}, {"to_class": here.pk})

    again(client, address, page)

    assert student.class_on(today) == here


def test_leaving_and_returning_raise_the_version(administrator, today):
    staff = make_staff()

    gone = record_leaving(staff, until_on=today, on=today, version=1, by=administrator)
    back = record_return(gone, on=today, by=administrator)

    assert (gone.version, back.version, Staff.objects.get(pk=staff.pk).version) == (2, 3, 3)


def test_two_days_of_leaving_are_both_shown(client, as_administrator, rows):
    address = reverse("school:staff-leave", args=[rows["staff"].pk])

    page = both(client, address, {"until_on": "2026-11-20"}, {"until_on": "2026-11-23"})

    assert page.status_code == 409
    assert page.context["rows"] == [("在校最后一天", "2026-11-20", "2026-11-23")]


# rosters


@pytest.fixture
def imported(as_administrator):
    """A function that imports a roster through the pages, confirming every step."""
    client = as_administrator

    def run(kind, rows):
        file = SimpleUploadedFile(f"{kind}.csv", csv_file(rows))
        start = reverse("rosters:import-create", args=[kind])
        page = client.post(start, {"file": file, "form_token": uuid4()}, follow=True)
        for _ in ("layout", "columns"):
            page = client.post(page.request["PATH_INFO"], _as_found(page), follow=True)
        typed = _as_found(page) | {"effective_on": "2026-09-01", "skip_errors": "on"}
        typed |= {name: "on" for name in page.context["form"].fields if name.startswith("agree-")}
        return client.post(page.request["PATH_INFO"], typed, follow=True)

    return run


def _as_found(page):
    sent = {field.html_name: field.value() for field in page.context["form"]}
    return {
        name: "on" if value is True else value
        for name, value in sent.items()
        if value not in (None, False)
    }


def test_a_roster_counts_as_the_first_of_two_writers(client, as_administrator, imported):
    staff = make_staff(number="T1", name="秦立言", phone="")
    address = reverse("school:staff-update", args=[staff.pk])
    mine = filled(client, address)
    imported("staff", ROSTER)

    page = client.post(address, mine | {"phone": "13800000009"})

    assert page.status_code == 409
    assert page.context["rows"] == [("手机", "13800000001", "13800000009")]
    assert Staff.objects.get(pk=staff.pk).phone == "13800000001"


def test_an_unchanged_roster_raises_no_version(imported):
    staff = make_staff(number="T1", name="秦立言", phone="13800000001", user=make_user())
    imported("staff", ROSTER)

    assert Staff.objects.get(pk=staff.pk).version == 1


def test_undo_restores_a_student_changed_twice_by_one_roster(client, imported):
    """The roster joins two families and changes the second student's remark: two changes of one row."""
    place = make_class(entry_year=2026, number=1)
    elder = make_student(place, number="20260001", name="曾明")
    younger = make_student(place, number="20260002", name="曾亮")
    make_guardian(elder, **MOTHER)
    make_guardian(younger, **MOTHER | {"phone": "13900002222"})
    before = list(Student.objects.order_by("pk").values("family", "remark"))
    page = imported(
        "students",
        [
            ("学号", "姓名", "班级", "父亲", "父亲电话", "母亲", "母亲电话", "备注"),
            ("20260001", "曾明", "初一1班", "林秀珍", "13900002222", "林秀珍", "13900001111", ""),
            ("20260002", "曾亮", "初一1班", "", "", "林秀珍", "13900001111", "走读"),
        ],
    )
    younger.refresh_from_db()
    assert (younger.family_id, younger.remark) == (elder.family_id, "走读")
    assert younger.version == 3

    client.post(page.request["PATH_INFO"] + "undo/", {"form_token": uuid4()})
    client.post(page.request["PATH_INFO"] + "advance/")

    assert list(Student.objects.order_by("pk").values("family", "remark")) == before
    assert list(Student.objects.order_by("pk").values_list("version", flat=True)) == [1, 4]


def test_a_form_opened_before_an_undo_is_told(client, as_administrator, imported):
    """Its version is not given out again, though the row says what it said before the import."""
    staff = make_staff(number="T1", name="秦立言", phone="")
    address = reverse("school:staff-update", args=[staff.pk])
    before_import = filled(client, address)
    page = imported("staff", ROSTER)
    before_undo = filled(client, address)
    client.post(page.request["PATH_INFO"] + "undo/", {"form_token": uuid4()})
    client.post(page.request["PATH_INFO"] + "advance/")

    answers = [
        client.post(address, form | {"remark": "外聘"}) for form in (before_import, before_undo)
    ]

    staff.refresh_from_db()
    assert [answer.status_code for answer in answers] == [409, 409]
    assert (staff.phone, staff.remark, staff.version) == ("", "", 3)


def test_a_row_saved_by_hand_since_stays_as_it_is(client, as_administrator, imported):
    staff = make_staff(number="T1", name="秦立言", phone="")
    page = imported("staff", ROSTER)
    address = reverse("school:staff-update", args=[staff.pk])
    client.post(address, filled(client, address) | {"remark": "外聘"})

    client.post(page.request["PATH_INFO"] + "undo/", {"form_token": uuid4()})
    said = client.post(page.request["PATH_INFO"] + "advance/", follow=True).context["left"]

    staff.refresh_from_db()
    assert said == ["T1 秦立言 导入后又改过，没有恢复。"]
    assert (staff.phone, staff.remark, staff.version) == ("13800000001", "外聘", 3)
