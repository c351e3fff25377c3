"""The pages of classes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from branch.core.models import AccessRecord
from branch.school.actions import move_student
from branch.school.forms import StaffField
from branch.school.models import Staff, Subject, Teaching
from tests.factories import LONG_AGO, make_class, make_head, make_staff, make_student
from tests.walkins.pages import filled, shown_students

pytestmark = pytest.mark.django_db
LIST = reverse("school:class-list")


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


@pytest.fixture
def classes():
    """A class in each grade, one graduated and one of next year; that of 初二 has two students."""
    found = {year: make_class(entry_year=year, number=1) for year in range(2023, 2028)}
    for _ in range(2):
        make_student(found[2025])
    return found


def test_the_classes_of_today_are_listed_by_grade(client, as_committee, classes):

    page = client.get(LIST)

    assert "待任命" in page.content.decode()
    assert page.content.decode().count('class="gq-card"') == 3
    assert [row.entry_year for row in page.context["object_list"]] == [2026, 2025, 2024]
    assert [row.roll_count for row in page.context["object_list"]] == [0, 2, 0]
    assert not AccessRecord.objects.exists()


def test_another_day_has_its_own_classes_heads_and_names(client, as_committee, classes):
    former = make_head(classes[2024], until_on=date(2026, 8, 31))
    make_head(classes[2024], from_on=date(2026, 9, 1))

    text = client.get(LIST, {"on": "2026-06-30"}).content.decode()

    assert [name in text for name in ("初二（1）班", "初三（1）班", former.name)] == [True] * 3
    assert "2026年6月30日的班级" in text


def test_a_head_teacher_sees_their_own_class_only(client, classes):
    head = make_head(classes[2025])
    client.force_login(head.user)

    page = client.get(LIST)

    assert list(page.context["object_list"]) == [classes[2025]]


def test_the_roll_follows_the_day(client, as_committee, administrator):
    old, new = make_class(number=1), make_class(number=2)
    stays, moves = make_student(old, name="潘云澈"), make_student(old, name="鲁听澜")
    move_student(moves, to_class=new, on=date(2026, 10, 12), version=1, by=administrator)
    rolls = {}
    for day in ("", "2026-10-11", "2026-08-31"):
        page = client.get(old.get_absolute_url(), {"on": day} if day else {})
        rolls[day] = [str(student) for student in page.context["students"]]

    assert rolls == {"": ["潘云澈"], "2026-10-11": ["潘云澈", "鲁听澜"], "2026-08-31": []}
    records = AccessRecord.objects.order_by("pk").values_list("action", "subjects")
    assert list(records) == [
        ("view", {"student": [stays.pk]}),
        ("view", {"student": [stays.pk, moves.pk]}),
    ]


def test_a_head_teacher_does_not_see_who_has_left_the_class(client, administrator):
    mine, other = make_class(), make_class()
    head, stays, moves = make_head(mine), make_student(mine), make_student(mine)
    move_student(moves, to_class=other, on=date(2026, 10, 12), version=1, by=administrator)
    client.force_login(head.user)

    page = client.get(mine.get_absolute_url(), {"on": "2026-09-01"})

    assert list(page.context["students"]) == [stays]
    assert page.text.count("只列现在仍在本班的学生。") == 1
    assert "在籍 1 名" not in page.text


@pytest.mark.parametrize(
    ("who", "day", "total"),
    [
        ("head", "2026-09-01", "只列现在仍在本班的学生。"),
        ("head", "2026-11-24", "合计 1 名"),
        ("committee", "2026-09-01", "合计 2 名"),
    ],
)
def test_an_incomplete_print_says_so_and_has_no_total(
    client, administrator, committee, who, day, total
):
    mine = make_class()
    readers = {"head": make_head(mine).user, "committee": committee}
    moves, _ = make_student(mine), make_student(mine)
    move_student(moves, to_class=make_class(), on=date(2026, 10, 12), version=1, by=administrator)
    client.force_login(readers[who])

    text = client.get(reverse("school:class-print", args=[mine.pk]), {"on": day}).text

    shown = [
        line for line in ("只列现在仍在本班的学生。", "合计 1 名", "合计 2 名") if line in text
    ]
    assert shown == [total]


def test_a_class_shows_its_head_teachers_and_teachings(client, as_committee, term):
    school_class = make_class()
    former = make_head(school_class, until_on=date(2026, 8, 31))
    head = make_head(school_class, from_on=date(2026, 9, 1))
    subject = Subject.objects.create(name="数学")
    Teaching.objects.create(term=term, staff=head, school_class=school_class, subject=subject)

    page = client.get(school_class.get_absolute_url())

    posts = [(post.staff, post.from_on, post.until_on) for post in page.context["posts"]]
    assert posts == [
        (head, date(2026, 9, 1), None),
        (former, LONG_AGO, date(2026, 8, 31)),
    ]
    text = page.content.decode()
    assert f'<dt>数学</dt><dd><a href="{head.get_absolute_url()}">{head}</a></dd>' in text


def test_a_printed_list_is_recorded_as_print(client, as_committee):
    school_class = make_class(number=5)
    student = make_student(school_class, number="20260123")

    page = client.get(reverse("school:class-print", args=[school_class.pk]))

    assert page.context["lines"] == [[student.name, "男", "0123", ""]]
    assert "初二（5）班学生名单" in page.content.decode()
    assert "20260123" not in page.content.decode()
    record = AccessRecord.objects.get()
    assert (record.action, record.subjects) == ("print", {"student": [student.pk]})


def test_a_head_teacher_is_appointed_from_the_page(client, as_administrator, today):
    school_class, new = make_class(), make_staff()
    make_head(school_class)
    address = reverse("school:head-appoint", args=[school_class.pk])
    form = filled(client, address)
    assert form["from_on"] == str(today)

    page = client.post(address, form | {"staff": new.pk})

    assert page.url == school_class.get_absolute_url()
    assert school_class.head_posts.active_on(today).get().staff == new


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        ("administrator", ["林一（工号 T90002）", "林一（工号 T90001）", "欧静波"]),
        ("teacher", ["林一（年级主任）", "林一（数学）", "欧静波"]),
    ],
)
def test_namesakes_have_a_detail_in_the_choices(request, term, today, who, labels):
    subject = Subject.objects.create(name="数学")
    make_staff(name="林一", number="T90002", title="年级主任")
    for number in ("T90001", "T90000"):
        gone = {"until_on": today - timedelta(1)} if number == "T90000" else {}
        teaches = make_staff(name="林一", number=number, **gone)
        for school_class in (make_class(), make_class()):
            Teaching.objects.create(
                term=term, staff=teaches, school_class=school_class, subject=subject
            )
    make_staff(name="欧静波")
    user = request.getfixturevalue(who)
    staff = Staff.objects.working_on(today).filter(name__in=["林一", "欧静波"])
    field = StaffField(label="班主任")
    field.offer_staff(staff, scope="head", user=user, on=today)

    options = [str(label) for value, label in field.choices if value]

    assert sorted(options) == sorted(labels)


def test_the_choices_of_head_teacher_have_pinyin_keys(client, as_administrator):
    make_staff(name="欧静波")

    text = client.get(reverse("school:head-appoint", args=[make_class().pk])).text

    assert 'data-keys="oujingbo ojb' in text
    assert "js/combo" in text


def test_who_left_is_not_offered_as_head_teacher(client, as_administrator):
    make_staff(until_on=date(2026, 9, 1), name="欧静波")
    address = reverse("school:head-appoint", args=[make_class().pk])

    assert "欧静波" not in client.get(address).content.decode()


def test_an_invalid_day_is_read_as_today(client, as_committee):
    student = make_student()

    client.get(student.class_on(date(2026, 9, 1)).get_absolute_url(), {"on": "0202-11-20"})

    assert shown_students() == [student.pk]
