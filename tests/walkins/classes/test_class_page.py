"""The page of a class as its head teacher and the committee read it: tiles, what is due, the roll."""

import re
from datetime import date, time

import pytest
from django.urls import reverse

from branch.core.contributions import MENU
from branch.core.models import Figure
from branch.walkins.menu import WALKINS
from tests.factories import (
    make_class,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_posting,
    make_staff,
    make_student,
    make_user,
    make_visit,
)
from tests.walkins.classes.rows import make_session
from tests.walkins.pages import shown_students

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]


@pytest.fixture
def school_class():
    return make_class(number=3)


@pytest.fixture
def head(client, school_class):
    head = make_head(school_class, staff=make_staff(name="韩若溪"))
    client.force_login(head.user)
    return head


def page_of(client, school_class, **asked):
    return client.get(reverse("walkins:class-detail", args=[school_class.pk]), asked)


def roll(page):
    """(name, members of the pairings, whether in need, the visit) of each pupil listed."""
    return [
        (
            pupil.name,
            [str(pairing.member) for pairing in pupil.running],
            pupil.is_in_need,
            f"{pupil.visited_on:%m-%d} {pupil.visited_way}" if pupil.visited_on else None,
        )
        for pupil in page.context["pupils"]
    ]


def due(page):
    return [(one.title, one.note, one.tag) for one in page.context["due"]]


def test_the_roll_says_where_each_pupil_stands(client, head, school_class):
    pupils = [make_student(school_class, name=name) for name in ("赵思远", "陈嘉树", "何子墨")]
    settled, visited, waiting = pupils
    member = make_member(staff=make_staff(name="周文静"))
    make_pairing(student=make_need(settled).student, member=member)
    make_need(waiting)
    for pupil, mode in ((settled, "home"), (visited, "online"), (waiting, "online")):
        make_visit(pupil, mode=mode)

    page = page_of(client, school_class)

    assert roll(page) == [
        ("何子墨", [], True, "11-07 线上"),
        ("陈嘉树", [], False, "11-07 线上"),
        ("赵思远", ["周文静"], True, "11-07 入户"),
    ]
    assert shown_students() == sorted(pupil.pk for pupil in pupils)


def test_a_visit_that_was_made_stands_beside_one_that_is_planned(client, head, school_class):
    pupil = make_student(school_class)
    make_visit(pupil)
    make_visit(pupil, state="planned", happened_on=date(2026, 11, 28))

    text = page_of(client, school_class).content.decode().split('id="roll"')[1]

    assert ("11-07 入户" in text, "已约 11-28" in text) == (True, True)


def test_those_to_be_visited_come_first(client, head, school_class):
    called, planned, never, seen = (
        make_student(school_class, name=name) for name in ("白一", "程二", "丁三", "安四")
    )
    make_visit(called, mode="phone")
    make_visit(planned, state="planned", happened_on=date(2026, 11, 28))
    make_visit(never, happened_on=date(2026, 8, 31))
    make_visit(seen)

    page = page_of(client, school_class)

    rows = [(pupil.name, pupil.planned_on, pupil.called_on) for pupil in page.context["pupils"]]
    assert rows == [
        ("白一", None, date(2026, 11, 7)),
        ("程二", date(2026, 11, 28), None),
        ("丁三", None, None),
        ("安四", None, date(2026, 11, 7)),
    ]
    assert page.context["counts"].to_visit == 3


def test_a_call_counts_once_the_figure_says_so(client, head, school_class):
    make_visit(make_student(school_class), mode="phone")
    Figure.objects.create(
        key="walkins.visits_by_phone", value=1, from_on=date(2026, 9, 1), set_by=make_user()
    )

    assert page_of(client, school_class).context["counts"].to_visit == 0


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("", {"白一", "程二", "丁三"}),
        ("to_visit", {"白一"}),
        ("waiting", {"程二"}),
        ("paired", {"丁三"}),
    ],
)
def test_the_roll_is_narrowed_to_a_state(client, head, school_class, state, names):
    _, second, third = (make_student(school_class, name=name) for name in ("白一", "程二", "丁三"))
    make_visit(second)
    make_visit(third)
    make_need(second)
    make_pairing(student=third)

    page = page_of(client, school_class, state=state)

    assert {pupil.name for pupil in page.context["pupils"]} == names
    assert [tab["label"] for tab in page.context["tabs"]] == [
        "全部 3",
        "待家访 1",
        "待结对 1",
        "已结对 1",
    ]
    assert [tab["current"] for tab in page.context["tabs"]].index(True) == [
        "",
        "to_visit",
        "waiting",
        "paired",
    ].index(state)


def test_a_pupil_whose_member_left_waits_again(client, head, school_class):
    gone = make_member(staff=make_staff(until_on=date(2026, 11, 1)))
    make_pairing(student=make_need(make_student(school_class)).student, member=gone)

    counts = page_of(client, school_class).context["counts"]

    assert (counts.in_need, counts.waiting, counts.paired) == (1, 1, 0)


def test_fifty_pupils_are_on_a_page(client, head, school_class):
    for n in range(52):
        make_student(school_class, name=f"学生{n:02}")

    second = page_of(client, school_class, page=2)

    assert [pupil.name for pupil in second.context["pupils"]] == ["学生50", "学生51"]


def test_what_is_due_stands_by_its_day(client, head, school_class):
    child, waiting = make_student(school_class, name="李明"), make_student(school_class)
    make_need(waiting, raised_on=date(2026, 10, 8))
    companion = make_staff(name="周文静")
    make_visit(
        child,
        state="planned",
        visitor=head,
        companions=[companion],
        happened_on=date(2026, 11, 28),
        at_time=time(9, 30),
    )
    make_session(school_class)

    page = page_of(client, school_class)

    assert due(page) == [
        ("走访李明家", "已约 11月28日 周六 09:30，韩若溪、周文静。", "本周内"),
        ("本学期团辅还差 2 次", "还没有排日期。", "01-29 前"),
        (
            "1 名学生待结对",
            "最早 10月8日提出，提出已 47 天。请从推荐的党员里建议一名。",
            "待安排",
        ),
    ]
    assert [one.button for one in page.context["due"]] == [
        "记走访情况",
        "记一次团辅",
        "查看帮扶需求",
    ]


def test_a_visit_whose_day_is_over_waits_for_its_record(client, head, school_class):
    visit = make_visit(make_student(school_class), state="planned")

    (first, *_) = page_of(client, school_class).context["due"]

    assert (first.tag, first.button, first.url) == (
        "待补记录",
        "查看家访",
        visit.get_absolute_url(),
    )


def test_nothing_is_due_once_all_is_done(client, head, school_class):
    make_visit(make_student(school_class))
    for day in (9, 10, 11):
        make_session(school_class, day=(2026, day, 22))

    page = page_of(client, school_class)

    assert due(page) == []
    assert "结对、家访和团辅都没有到期的事。" in page.text


def test_the_sessions_stand_month_by_month(client, head, school_class):
    make_session(school_class, day=(2026, 10, 22))
    make_session(school_class, day=(2026, 12, 3), state="planned")
    make_session(school_class, day=(2026, 9, 22), state="cancelled")
    make_session(make_class(), day=(2026, 9, 22))

    course = page_of(client, school_class).context["course"]

    months = [(cell.month.label, cell.kind, cell.gap) for cell in course.cells]
    assert months == [
        ("9月", "none", 0),
        ("10月", "done", 0),
        ("11月", "none", 0),
        ("12月", "plan", 1),
        ("1月", "none", 0),
    ]
    assert (course.done_count, course.missing) == (1, 2)


def test_a_pupil_of_another_class_and_a_kind_of_help_are_not_on_it(client, head, school_class):
    make_need(make_student(school_class), kind="home_care")
    make_need(make_student(name="鲁听澜"))

    text = page_of(client, school_class).text

    assert [word in text for word in ("待结对", "家庭照护支持", "鲁听澜")] == [True, False, False]


def test_a_head_teacher_reads_the_own_class_whole_and_no_other(client, head, school_class):
    assert page_of(client, make_class()).status_code == 404
    assert "名册" in page_of(client, school_class).text


def test_the_committee_reads_every_class_in_school(as_committee):
    last, here = make_class(entry_year=2023), make_class(entry_year=2024)

    assert page_of(as_committee, last).status_code == 404
    page = page_of(as_committee, here)
    assert "安排联系党员" in page.text
    assert page.templates[0].name == "walkins/class_page.html"


def test_without_a_term_a_head_teacher_or_a_pupil_the_page_says_so(as_committee, term):
    term.delete()

    text = page_of(as_committee, make_class()).text

    words = ("班主任 未登记", "还没有登记学期", "班里现在没有学生")
    assert [word in text for word in words] == [True, True, True]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("who", ["head", "committee"])
def test_the_page_costs_the_same_however_many_pupils(
    request, client, school_class, django_assert_num_queries, count, who
):
    person = request.getfixturevalue(who)
    for _ in range(count):
        pupil = make_need(make_student(school_class)).student
        make_pairing(student=pupil)
        make_visit(pupil)
        make_visit(pupil, state="planned", happened_on=date(2026, 11, 28))
        make_need(make_student(school_class))
        make_posting(school_class=school_class)
        make_session(school_class)
    client.force_login(getattr(person, "user", person))
    page_of(client, school_class)

    with django_assert_num_queries(24):
        page_of(client, school_class)


def test_the_two_pages_of_a_class_are_told_apart(client, as_committee, school_class):
    pages = [page_of(client, school_class), client.get(school_class.get_absolute_url())]

    titles = [re.search(r"<title>([^<]+)", page.content.decode())[1].strip() for page in pages]
    heads = [re.search(r"<h1>([^<]+)", page.content.decode())[1] for page in pages]
    assert [title.split()[0] for title in titles] == ["初二（3）班班级页", "初二（3）班名册"]
    assert heads == ["初二（3）班", "初二（3）班名册"]


def test_no_icon_stands_twice_among_the_three_visits():
    icons = [entry.icon for entry in MENU if entry.section == WALKINS]

    assert len(icons) == len(set(icons)) > 8
