"""The pages of students."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from branch.school.models import Enrolment, Guardian, RollNumber, Student
from tests.factories import make_class, make_guardian, make_head, make_student, make_term
from tests.walkins.pages import filled, shown_students

pytestmark = pytest.mark.django_db
LIST = reverse("school:student-list")
ORDER = ("younger", "elder", "gone", "newcomer", "back", "leaving", "graduate")


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


def page_of(name, student):
    return reverse(f"school:{name}", args=[student.pk])


def left(student, on=date(2026, 10, 9)):
    student.enrolments.update(until_on=on)
    return student


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "younger elder leaving"),
        ("q=云澈", "elder"),
        ("q=pyc", "elder"),
        ("q=0123", "younger"),
        ("q=20260123", "younger"),
        ("q=60123", ""),
        ("school_class={elder}", "elder leaving"),
        ("state=left", "graduate gone"),
        ("state=left&q=听", "gone"),
        ("state=coming", "newcomer back"),
        ("state=left&school_class={elder}", "gone"),
        ("school_class=x&state=y", "younger elder leaving"),
    ],
)
def test_the_list_is_filtered(client, as_committee, query, found):
    elder_class = make_class(entry_year=2025, number=2)
    rows = {
        "elder": make_student(elder_class, name="潘云澈", number="20250007"),
        "younger": make_student(make_class(entry_year=2026), number="20260123"),
        "gone": left(make_student(elder_class, name="鲁听澜", number="20250008")),
        "graduate": make_student(make_class(entry_year=2023, number=1), number="20230009"),
    }
    left(rows["graduate"], None)
    rows["newcomer"] = make_student(elder_class, since=date(2026, 12, 1), number="20250010")
    rows["back"] = left(make_student(elder_class, number="20250011"))
    Enrolment.objects.create(
        student=rows["back"], school_class=elder_class, from_on=date(2026, 12, 1)
    )
    rows["leaving"] = left(make_student(elder_class, number="20250012"), date(2026, 11, 24))

    page = client.get(f"{LIST}?{query.format(elder=elder_class.pk)}")

    expected = sorted(found.split(), key=list(ORDER).index)
    assert list(page.context["object_list"]) == [rows[name] for name in expected]
    if expected:
        assert shown_students() == sorted(rows[name].pk for name in expected)


def test_those_who_left_stand_by_number_with_the_newest_first(client, as_committee):
    numbers = ["20230002", "20250001", "20230001"]
    for number in numbers:
        left(make_student(make_class(entry_year=int(number[:4])), number=number))

    page = client.get(LIST, {"state": "left"})

    assert [row.number for row in page.context["object_list"]] == sorted(numbers, reverse=True)
    assert "已离校 3 名，按学号排列，新的在前" in page.text


def test_the_first_page_of_the_roll_is_read_in_its_order(today):
    """As SQLite plans it; PostgreSQL sorts tables as small as these."""
    student = make_student()

    rows = Student.objects.on_roll_with_class_on(today).in_class_order()[:30]

    assert list(rows) == [student]
    if connection.vendor == "sqlite":
        plan = rows.explain()
        assert "school_class_in_order" in plan
        assert "school_enrolment_roll" in plan
        assert "TEMP B-TREE FOR ORDER BY" not in plan


def test_the_list_shows_only_the_end_of_a_number(client, as_committee):
    make_student(number="20260123")

    text = client.get(LIST).content.decode()

    assert "0123" in text
    assert "20260123" not in text


def test_a_head_teacher_is_shown_their_own_class_only(client):
    mine = make_class()
    head, student = make_head(mine), make_student(mine)
    other = make_student(make_class())
    client.force_login(head.user)

    page = client.get(LIST)
    asked = client.get(LIST, {"school_class": other.enrolments.get().school_class_id})

    assert list(page.context["object_list"]) == [student]
    assert list(page.context["filter"].fields["school_class"].queryset) == [mine]
    assert list(asked.context["object_list"]) == [student]
    assert "?state=left" not in page.content.decode()


def test_a_students_page_shows_their_classes(client, committee, administrator):
    old, new = make_class(entry_year=2025, number=1), make_class(entry_year=2025, number=2)
    student = make_student(old, since=date(2025, 9, 1))
    address = page_of("student-move", student)
    client.force_login(administrator)
    form = filled(client, address) | {"to_class": new.pk, "on": "2026-10-12"}
    assert client.post(address, form).url == student.get_absolute_url()
    client.force_login(committee)

    page = client.get(student.get_absolute_url())

    history = [(name, row.from_on, row.until_on) for row, name in page.context["history"]]
    assert history == [
        ("初二（2）班", date(2026, 10, 12), None),
        ("初二（1）班", date(2025, 9, 1), date(2026, 10, 11)),
    ]


@pytest.mark.parametrize(
    ("who", "is_shown"), [("committee", True), ("administrator", False), ("counsellor", False)]
)
def test_whose_number_it_is_this_term_is_shown_to_those_who_may_read_the_ledgers(
    client, request, term, who, is_shown
):
    last = make_term(first_year=2025, starts_on=date(2025, 9, 1), ends_on=date(2026, 1, 30))
    student = make_student(number="20260123")
    for of, number in ((term, "0471"), (last, "0938")):
        RollNumber.objects.create(term=of, student=student, number=number)
    client.force_login(request.getfixturevalue(who))

    text = client.get(student.get_absolute_url()).text

    assert ('<dt>本学期编号</dt><dd class="gq-num">0471</dd>' in text) is is_shown
    assert ("0471" in text, "0938" in text) == (is_shown, False)


def test_a_refused_move_has_the_error_at_its_field_and_keeps_the_input(client, as_administrator):
    student, new = make_student(since=date(2026, 9, 1)), make_class()
    address = page_of("student-move", student)

    page = client.post(address, filled(client, address) | {"to_class": new.pk, "on": "2026-08-01"})

    form = page.context["form"]
    message = "这名学生 2026-09-01 才到现在的班，请填这一天或以后的日期。"
    assert form.errors == {"on": [message]}
    assert (form["to_class"].value(), form["on"].value()) == (str(new.pk), "2026-08-01")


def test_a_new_student_is_enrolled_in_a_class(client, as_administrator, today):
    school_class = make_class(number=6)
    address = reverse("school:student-create")
    form = filled(client, address)
    typed = {"name": "曾晓明", "number": "20260901", "school_class": school_class.pk}

    page = client.post(address, form | typed)

    student = Student.objects.get()
    assert page.url == student.get_absolute_url()
    assert student.class_name_on(today) == "初二（6）班"
    again = client.post(address, form | typed)
    assert (again.url, Student.objects.count()) == (page.url, 1)


def test_a_student_leaves_and_returns(client, as_administrator, today):
    student = make_student(make_class(number=4))
    away = page_of("student-leave", student)
    client.post(away, filled(client, away) | {"last_on": "2026-11-01"})
    assert student.enrolments.get().until_on == date(2026, 11, 1)
    back = page_of("student-return", student)

    client.post(back, filled(client, back) | {"school_class": make_class(number=5).pk})

    assert student.class_name_on(today) == "初二（5）班"


@pytest.mark.parametrize(
    ("since", "until", "note", "offers"),
    [
        (date(2026, 9, 1), None, "<p>初二（4）班</p>", ["转班或留级", "离校"]),
        (date(2026, 9, 1), date(2026, 11, 23), "<p>初二（4）班　2026-11-23 离校</p>", ["返校"]),
        (
            date(2026, 9, 1),
            date(2026, 11, 24),
            "<p>初二（4）班　将于 2026-11-24 离校</p>",
            ["改为不离校"],
        ),
        (date(2026, 12, 1), None, "<p>将于 2026-12-01 入初二（4）班</p>", ["转班或留级", "离校"]),
    ],
)
def test_a_students_page_shows_todays_note_and_buttons(
    client, as_administrator, since, until, note, offers
):
    student = left(make_student(make_class(number=4), since=since), until)

    text = client.get(student.get_absolute_url()).text

    assert note in text
    buttons = ["转班或留级", "离校", "返校", "改为不离校"]
    assert [button for button in buttons if f">{button}</a>" in text] == offers


def test_a_move_of_next_week_does_not_change_todays_class(client, as_administrator):
    student = left(make_student(make_class(number=4)), date(2026, 11, 30))
    Enrolment.objects.create(
        student=student, school_class=make_class(number=5), from_on=date(2026, 12, 1)
    )

    text = client.get(student.get_absolute_url()).text

    assert "<p>初二（4）班　将于 2026-12-01 入初二（5）班</p>" in text


def test_the_list_shows_the_note_of_each_student(client, as_administrator):
    school_class = make_class(number=4)
    gone = left(make_student(school_class, number="20250008"))
    left(make_student(make_class(entry_year=2023, number=1), number="20230009"), None)
    make_student(school_class, since=date(2026, 12, 1))

    pages = {state: client.get(LIST, {"state": state}) for state in ("left", "coming")}

    assert {
        state: [(name, standing) for _, name, standing in page.context["rows"]]
        for state, page in pages.items()
    } == {
        "left": [("初二（4）班", "2026-10-09 离校"), ("2023级（1）班", "毕业")],
        "coming": [("初二（4）班", "将于 2026-12-01 入初二（4）班")],
    }
    returns = [page.text.count(">返校<") for page in pages.values()]
    assert returns == [1, 0]
    assert page_of("student-return", gone) in pages["left"].text


def test_a_leaving_to_come_is_undone_by_the_form_of_return(client, as_administrator):
    student = left(make_student(make_class(number=4)), date(2026, 12, 4))
    address = page_of("student-return", student)

    client.post(address, filled(client, address))

    assert student.enrolments.get().until_on is None


def test_a_correction_is_filled_in_and_saved(client, as_administrator):
    student = make_student(name="曾小名", number="20260901")
    address = page_of("student-update", student)
    form = filled(client, address)
    assert (form["name"], form["number"], form["gender"]) == ("曾小名", "20260901", "m")

    client.post(address, form | {"name": "曾晓明"})

    student.refresh_from_db()
    assert student.name == "曾晓明"
    assert shown_students() == [student.pk]


# families


def test_a_head_teacher_adds_a_guardian(client):
    mine = make_class()
    head, student = make_head(mine), make_student(mine)
    client.force_login(head.user)
    address = page_of("guardian-create", student)
    typed = {"name": "林秀珍", "relation": "母亲", "phone": "13900001111"}

    page = client.post(address, filled(client, address) | typed)

    assert page.url == student.get_absolute_url()
    assert student.family.guardians.get().name == "林秀珍"


def test_families_are_joined_when_the_question_is_ticked(client, as_committee):
    sister, student = make_student(name="潘云澈"), make_student()
    make_guardian(sister, name="林秀珍", relation="母亲", phone="13900001111")
    address = page_of("guardian-create", student)
    typed = {"name": "林秀珍", "relation": "母亲", "phone": "13900001111"}
    form = filled(client, address) | typed

    asked = client.post(address, form)
    text = asked.content.decode()
    assert "潘云澈的家长，保存后两个孩子将合为一个家庭" in text
    assert 'type="checkbox" name="is_same_family"' in text
    assert shown_students() == sorted([student.pk, sister.pk])
    assert Guardian.objects.count() == 1

    client.post(address, form | {"is_same_family": "on"})

    student.refresh_from_db()
    sister.refresh_from_db()
    assert student.family == sister.family


def test_a_head_teachers_tick_does_not_join_a_family_of_another_class(client):
    mine = make_class()
    head, student, other = make_head(mine), make_student(mine), make_student(name="潘云澈")
    make_guardian(other, name="林秀珍", phone="13900001111")
    client.force_login(head.user)
    address = page_of("guardian-create", student)
    typed = {"name": "林秀珍", "relation": "母亲", "phone": "13900001111"}

    page = client.post(address, filled(client, address) | typed | {"is_same_family": "on"})

    assert "请支委核对后合并。" in page.text
    assert "潘云澈" not in page.text
    assert shown_students() == [student.pk]
    assert not Guardian.objects.filter(family__students=student).exists()


def test_the_first_form_does_not_ask_about_families(client, as_committee):

    text = client.get(page_of("guardian-create", make_student())).content.decode()

    assert 'type="hidden" name="is_same_family"' in text


def test_only_siblings_the_user_may_see_are_named(client, committee):
    mine = make_class()
    head, student = make_head(mine), make_student(mine)
    sister = make_student(make_class(), family=student.family, name="潘云澈")
    left(make_student(make_class(), family=student.family, name="鲁听澜"))
    make_guardian(student)
    seen = {}
    for who, user in (("head", head.user), ("committee", committee)):
        client.force_login(user)
        text = client.get(student.get_absolute_url()).content.decode()
        assert "鲁听澜" not in text
        seen[who] = ("潘云澈" in text, "有 1 名在别的班" in text, shown_students())

    assert seen == {
        "head": (False, True, [student.pk]),
        "committee": (True, False, [student.pk, sister.pk]),
    }
