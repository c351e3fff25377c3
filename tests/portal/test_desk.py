"""The desk shows the to-dos of its user and of nobody else."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from branch.accounts.models import Role, SignInLink
from branch.core.contributions import Todo, TodoSource
from branch.core.models import AccessRecord, SiteProfile
from branch.core.statistics import analyze
from branch.portal.views.desk import greeting
from branch.school.models import Student
from tests.activities.factories import at, make_planned
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_contact,
    make_link,
    make_need,
    make_pairing,
    make_staff,
    make_student,
    make_user,
)
from tests.news.factories import make_draft, make_published, make_submitted
from tests.service.registers.rows import make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]
DESK = "/desk/"
ENDED = {"until_on": date(2026, 11, 1), "end_reason": "other", "outcome": "paused"}


def titles(response):
    return [todo.title for todo in response.context["todos"]]


def test_the_latest_records_of_the_user_are_listed_last_recorded_first(client):
    mine = make_pairing()
    early, first, second = (
        make_contact(mine, happened_on=day)
        for day in (date(2026, 11, 2), date(2026, 11, 8), date(2026, 11, 8))
    )
    make_contact(mine, happened_on=date(2026, 11, 9), recorded_by=make_user())
    ended = make_pairing(member=mine.member, **ENDED)
    make_contact(ended, happened_on=date(2026, 10, 9))
    client.force_login(mine.member.staff.user)

    recent = client.get(DESK).context["recent"]

    assert [row.contact for row in recent] == [second, first, early]


def test_the_desk_reads_no_contact_and_no_article_but_the_users(client, secretary):
    """As SQLite plans it; PostgreSQL reads tables as small as these whole."""
    for _ in range(12):
        make_published()
    make_submitted()
    analyze()
    client.force_login(secretary)
    with CaptureQueriesContext(connection) as queries:
        client.get(DESK)

    if connection.vendor == "sqlite":
        plans = [plan_of(row["sql"]) for row in queries if row["sql"].startswith("SELECT")]
        assert [plan for plan in plans if "SCAN walkins_contact" in plan] == []
        assert [plan for plan in plans if "SCAN news_article" in plan] == []
        assert len([plan for plan in plans if "walkins_contact_recorder_day" in plan]) == 1


def plan_of(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return "; ".join(row[-1] for row in cursor.fetchall())


@pytest.mark.parametrize(
    ("hour", "says"),
    [
        (4, "周老师，夜深了"),
        (9, "周老师，上午好"),
        (12, "周老师，中午好"),
        (15, "周老师，下午好"),
        (21, "周老师，晚上好"),
    ],
)
def test_the_desk_greets_by_name_and_hour(hour, says):
    assert greeting(make_user(name="周文静"), hour=hour) == says


def test_a_surname_of_two_characters_is_kept_whole():
    assert greeting(make_user(name="欧阳雪"), hour=9) == "欧阳老师，上午好"


def test_an_anonymous_user_is_redirected_to_the_sign_in(client):
    assert client.get(DESK).url == f"{reverse('login')}?next=/desk/"


def test_a_member_is_reminded_only_of_the_own_pairing_without_contact(client):
    own = make_pairing(student=make_need(make_student(name="张晓雨")).student)
    make_pairing(student=make_need(make_student(name="金丝雀")).student)
    make_registration(own.member)
    client.force_login(own.member.staff.user)

    page = client.get(DESK)

    assert titles(page) == ["联系结对学生张晓雨"]
    assert reverse("walkins:contact-create") in page.content.decode()
    assert "金丝雀" not in page.content.decode()


def test_a_pairing_with_a_recent_contact_gives_no_todo(client):
    pairing = make_pairing()
    make_contact(pairing)
    make_registration(pairing.member)
    client.force_login(pairing.member.staff.user)

    page = client.get(DESK)

    assert titles(page) == []
    assert "联系正常" in page.content.decode()
    assert "上次联系：<b>16</b> 天前" in page.content.decode()


def test_the_committee_sees_one_todo_for_all_students_without_a_pairing(client, committee):
    make_need()
    make_need()
    client.force_login(committee)

    assert "2 名学生还没有结对党员" in titles(client.get(DESK))


def test_a_head_teacher_sees_todos_of_the_own_class_only(client, head):
    own = head.head_posts.get().school_class
    make_need(make_student(own))
    make_need()
    client.force_login(head.user)

    assert titles(client.get(DESK)) == [
        f"安排{own.name_on(TODAY)}团辅",
        "1 名学生还没有结对党员",
    ]


def test_a_counsellor_is_reminded_of_the_own_unrecorded_session(client, counsellor):
    moment = at(2026, 11, 23)
    make_planned("班级团辅", title="我看见你", starts_at=moment, logged_by=counsellor)
    make_planned("班级团辅", title="别人的团辅", starts_at=moment)
    client.force_login(counsellor)

    assert titles(client.get(DESK)) == ["补充活动记录：我看见你"]


def test_a_coming_group_meeting_is_named_by_its_group(client, member):
    make_planned("党小组会", title="学习研讨", party_group=member.group, starts_at=at(2026, 11, 27))
    client.force_login(member.staff.user)

    assert "<b>第一党小组会：学习研讨</b>" in client.get(DESK).content.decode()


def test_an_editor_sees_the_own_drafts_and_a_publisher_articles_of_others(
    client, editor, committee
):
    make_draft(by=editor, title="我的草稿")
    make_submitted(by=editor, title="等待签发")
    make_submitted(by=committee, title="支委自己的稿子")

    client.force_login(editor)
    assert titles(client.get(DESK)) == ["完成文章：我的草稿"]
    client.force_login(committee)
    assert "审核文章：等待签发" in titles(client.get(DESK))
    assert "审核文章：支委自己的稿子" not in titles(client.get(DESK))


def test_the_administrator_is_reminded_of_missing_site_data(client, administrator, committee):
    SiteProfile.objects.update(
        school_line="8555-0120", office_phone="8555-0100", address="学林街 1 号", icp=""
    )

    client.force_login(administrator)
    todos = client.get(DESK).context["todos"]
    assert ("站点信息还缺 2 项", "ICP 备案号、公安备案号。") in [
        (row.title, row.note) for row in todos
    ]
    client.force_login(committee)
    assert "站点信息还缺 2 项" not in titles(client.get(DESK))


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.ADMIN, Role.COUNSELLOR, Role.CRISIS])
@pytest.mark.parametrize(("days", "is_shown"), [(6, True), (7, False)])
def test_holders_of_sensitive_roles_see_who_issued_a_sign_in_link_for_them(
    client, role, days, is_shown
):
    keeper, other = make_staff(role).user, make_user(name="方志远")
    link = make_link(keeper, issued_by=other, used_at=at(2026, 11, 24))
    SignInLink.objects.filter(pk=link.pk).update(issued_at=timezone.now() - timedelta(days=days))
    make_link(keeper, issued_by=keeper)
    client.force_login(keeper)

    shown = [title for title in titles(client.get(DESK)) if "登录条" in title]

    issued = timezone.localdate() - timedelta(days=days)
    assert shown == ([f"有人为您发过登录条：方志远 {issued:%m-%d}"] if is_shown else [])


def test_a_teacher_sees_no_todo_about_the_own_sign_in_link(client):
    teacher = make_staff().user
    make_link(teacher, issued_by=make_user())
    client.force_login(teacher)

    assert titles(client.get(DESK)) == []


def test_the_students_shown_on_the_desk_are_recorded(client):
    pairing = make_pairing()
    client.force_login(pairing.member.staff.user)

    client.get(DESK)

    record = AccessRecord.objects.get()
    assert (record.page, record.subjects) == ("portal:desk", {"student": [pairing.student_id]})


def test_the_menu_lists_only_pages_the_user_may_open(client, editor):
    client.force_login(editor)

    groups = client.get(DESK).context["desk_nav"]

    labels = [item.label for group in groups for item in group.items]
    assert labels == [
        "工作台",
        "通知",
        "组织生活与活动",
        "志愿服务",
        "文章",
        "教职工",
        "学期校历",
        "到场登记",
        "咨询登记",
        "荐书",
        "国旗下讲话",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_costs_the_same_for_one_row_and_for_three(
    client, member, django_assert_num_queries, rows
):
    for _ in range(rows):
        make_contact(make_pairing(member=member))
        make_pairing(member=member)
    make_registration(member)
    client.force_login(member.staff.user)
    client.get(DESK)

    with django_assert_num_queries(13):
        client.get(DESK)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_secretarys_desk_costs_the_same_for_one_row_and_for_three(
    client, secretary, django_assert_num_queries, rows
):
    for _ in range(rows):
        make_need()
        make_link(secretary, issued_by=make_user(), used_at=at(2026, 11, 24))
    make_registration(secretary.staff.member)
    client.force_login(secretary)
    client.get(DESK)

    with django_assert_num_queries(15):
        client.get(DESK)


@pytest.fixture
def visits_to_make():
    """A source of to-dos as another app would declare it; its to-do names a student."""

    class Visits(TodoSource):
        key = "tests.visits"

        def todos(self, user, *, at, site):
            ids = frozenset(Student.objects.values_list("pk", flat=True))
            yield Todo("家访潘云澈", "本学期还没有去过", student_ids=ids)

    yield
    del TodoSource.registry[Visits.key]


def test_a_student_named_by_any_todo_is_in_the_log_of_reads(client, teacher, visits_to_make):
    student = make_student(make_class(), name="潘云澈")
    client.force_login(teacher)

    page = client.get(DESK)

    assert titles(page) == ["家访潘云澈"]
    assert [row.subjects for row in AccessRecord.objects.all()] == [{"student": [student.pk]}]
