"""Who reads a report, and what the desks say of it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from branch.accounts.models import Role, RoleGrant
from branch.accounts.roles import allowed_by
from branch.core.admin import site
from branch.core.models import AccessRecord
from branch.harm import actions
from branch.harm.models import HarmReport
from tests.factories import make_grant, make_member, make_report, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
LIST, DESK = reverse("harm:report-list"), "/desk/"
TOLD = "闻人既白"


@pytest.fixture
def report(teacher):
    return make_report(teacher, reported_to=TOLD)


def todos(client):
    return [(todo.title, todo.note) for todo in client.get(DESK).context["todos"]]


def test_the_role_gives_nothing_else():
    assert allowed_by(Role.CRISIS) == {"harm.view_harmreport", "harm.read_every_harmreport"}


@pytest.mark.parametrize("who", ["secretary", "committee", "administrator", "counsellor", "editor"])
def test_nobody_else_reads_a_report(client, request, report, who):
    client.force_login(request.getfixturevalue(who))

    page = client.get(LIST)
    assert list(page.context["object_list"]) == []
    for name, verb in (("update", client.get), ("update", client.post), ("seen", client.post)):
        assert verb(reverse(f"harm:report-{name}", args=[report.pk])).status_code == 404


def test_not_even_the_colleague_it_names_reads_it(client, teacher):
    colleague = make_staff()
    make_report(teacher, reported_by=colleague)
    client.force_login(colleague.user)

    assert list(client.get(LIST).context["object_list"]) == []


def test_its_writer_reads_it(client, as_teacher, report):
    assert list(client.get(LIST).context["object_list"]) == [report]


def test_a_named_person_reads_every_report_and_corrects_none(client, named, report):
    client.force_login(named)

    assert list(client.get(LIST).context["object_list"]) == [report]
    assert client.get(reverse("harm:report-update", args=[report.pk])).status_code == 404


def test_an_ended_role_reads_nothing_from_the_next_request_on(client, named, report, today):
    client.force_login(named)
    assert TOLD in client.get(LIST).text

    RoleGrant.objects.filter(user=named).update(until_on=today, is_ended=True)

    assert TOLD not in client.get(LIST).text
    assert client.post(reverse("harm:report-seen", args=[report.pk])).status_code == 404


def test_a_reading_is_recorded(client, named, report):
    client.force_login(named)
    client.get(LIST)

    record = AccessRecord.objects.get()
    assert (record.reader, record.page) == (named, "harm:report-list")
    assert record.subjects == {"harm_report": [report.pk]}


def test_a_reading_that_cannot_be_recorded_shows_nothing(client, named, report):
    def refuse(execute, sql, *args):
        if "core_accessrecord" in sql:
            raise DatabaseError("read-only")
        return execute(sql, *args)

    client.force_login(named)
    client.get(DESK)
    with connection.execute_wrapper(refuse):
        answer = client.get(LIST)

    assert answer.status_code == 503
    assert TOLD not in answer.text


def test_it_is_not_found_by_searching(client, named, report):
    client.force_login(named)

    for address in ("/desk/people/", "/search/"):
        page = client.get(address, {"q": TOLD}).text
        assert reverse("harm:report-list") not in page
    assert HarmReport not in site._registry  # noqa: SLF001 (Django has no other way to ask)


def test_the_desk_of_each_named_person_says_so_until_they_have_seen_it(client, named, report):
    other = make_staff(Role.CRISIS).user
    client.force_login(named)
    assert todos(client) == [("有 1 件事请您看", "")]

    client.post(reverse("harm:report-seen", args=[report.pk]))

    assert todos(client) == []
    client.force_login(other)
    assert todos(client) == [("有 1 件事请您看", "")]


def test_one_s_own_report_does_not_wait_for_oneself(client, named):
    make_report(named)
    client.force_login(named)

    assert todos(client) == []
    assert HarmReport.objects.unseen_by(named).count() == 0


@pytest.mark.parametrize("who", ["teacher", "administrator", "secretary"])
def test_no_other_desk_mentions_it(client, request, report, who):
    client.force_login(request.getfixturevalue(who))

    assert "件事请您看" not in client.get(DESK).text


@pytest.mark.parametrize(
    ("phones", "missing", "says"),
    [
        ([], 2, "能打通电话的一名也没有。"),
        (["13800000005"], 1, "能打通电话的现有 1 名。"),
        (["13800000005", ""], 1, "能打通电话的现有 1 名。"),
        (["13800000005", "13800000006"], 0, None),
    ],
)
def test_too_few_named_persons_are_a_todo_of_the_administrator(
    client, as_administrator, phones, missing, says
):
    for phone in phones:
        make_staff(Role.CRISIS, phone=phone)

    found = dict(todos(client))

    assert found.get(f"能打通电话的强制报告负责人还差 {missing} 名") == says


def test_it_is_a_todo_of_nobody_else(client, as_secretary):
    assert "能打通电话的强制报告负责人还差 2 名" not in dict(todos(client))


def test_a_grant_that_ends_today_still_holds(client, today, report):
    user = make_member().staff.user
    make_grant(user, Role.CRISIS, until_on=today)
    make_grant(make_staff().user, Role.CRISIS, until_on=today - timedelta(days=1))
    client.force_login(user)

    assert list(client.get(LIST).context["object_list"]) == [report]
    assert actions.receivers_on(today)[0] == user.staff.name
