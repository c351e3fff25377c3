"""What was given up is told on the desk and listed; it is sent again or put away. No secret is anywhere."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from branch.core.models import UndoStep
from branch.core.reports import ReportFilter
from branch.coverage.models import OutboxMessage
from branch.coverage.outbox import enqueue, send_waiting
from tests.costs import cost_of
from tests.coverage.conftest import MONDAY, PASSWORD, ROBOT_KEY, make_mailbox
from tests.coverage.servers import REFUSE, free_port
from tests.factories import make_member, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "clock")]
LIST = "/desk/coverage/notices/outbox/"
DESK = "/desk/"
TODO = "有 {} 条提醒没有发出"
State = OutboxMessage.State


def given_up(name="周文静", doubts=0, **fields):
    user = make_member(staff=make_staff(name=name)).staff.user
    message = enqueue(
        f"week:{user.pk}", channel="mail", kind="week", user=user, counts={"": 1}, at=MONDAY
    )
    values = {"state": State.GIVEN_UP, "try_count": 10, "failure": "ConnectionRefusedError"}
    OutboxMessage.objects.filter(pk=message.pk).update(doubt_count=doubts, **values | fields)
    return message


def todos_of(client, user):
    client.force_login(user)
    return [todo.title for todo in client.get(DESK).context["todos"]]


def test_the_desk_of_who_looks_after_the_portal_tells(client, secretary, administrator, committee):
    given_up()
    given_up(state=State.WAITING)

    told = [TODO.format(1) in todos_of(client, user) for user in (secretary, administrator)]

    assert told == [True, True]
    assert TODO.format(1) not in todos_of(client, committee)


def test_the_telling_costs_no_query(client, secretary):
    client.force_login(secretary)
    client.get(DESK)
    _, without = cost_of(client.get, DESK)
    given_up()
    client.get(DESK)

    page, cost = cost_of(client.get, DESK)

    assert (TODO.format(1) in page.text, cost) == (True, without)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, secretary, rows):
    for _ in range(rows):
        given_up()
    client.force_login(secretary)
    client.get(LIST)

    page, cost = cost_of(client.get, LIST)

    assert (len(page.context["object_list"]), cost) == (rows, 10)


def test_it_says_to_whom_and_why_in_words(client, secretary):
    given_up()
    client.force_login(secretary)

    text = client.get(LIST).text

    assert "每周提醒，邮件：周文静" in text
    assert "试了 10 次，连不上服务器。" in text


def test_it_is_sent_again(client, secretary, post):
    message = given_up()
    make_mailbox(message.user)
    client.force_login(secretary)

    client.post(f"{LIST}{message.pk}/again/")

    assert send_waiting(at=MONDAY) == 1
    assert post.ids() == [message.message_id]
    assert TODO.format(1) not in todos_of(client, secretary)


def test_one_that_may_have_arrived_is_not_sent_again(client, secretary, post):
    message = given_up(doubts=2)
    make_mailbox(message.user)
    client.force_login(secretary)

    assert "可能送到" in client.get(LIST).text
    assert f"{message.pk}/again/" not in client.get(LIST).text
    page = client.post(f"{LIST}{message.pk}/again/", follow=True)

    assert "这一条可能已经送到，不能再发" in page.text
    assert (send_waiting(at=MONDAY), post.taken) == (0, [])


def test_it_is_put_away_and_can_be_brought_back(client, secretary):
    message = given_up()
    client.force_login(secretary)

    page = client.post(f"{LIST}{message.pk}/settle/", follow=True)
    assert (list(page.context["object_list"]), "已收起。" in page.text) == ([], True)
    client.post(reverse("portal:step-undo", args=[UndoStep.objects.get().token]))

    assert list(client.get(LIST).context["object_list"]) == [message]


def test_what_waits_is_not_put_away(client, secretary):
    message = given_up(state=State.WAITING)
    client.force_login(secretary)

    for verb in ("settle", "again"):
        page = client.post(f"{LIST}{message.pk}/{verb}/", follow=True)
        assert "这条已经有人处理过。" in page.text


def test_a_free_day_is_said(client, secretary, clock):
    client.force_login(secretary)
    assert "今天不上课" not in client.get(LIST).text

    clock.goes_on(days=5)
    client.force_login(secretary)
    assert "今天不上课，或者还没有登记这个学期" in client.get(LIST).text


@pytest.fixture
def failing(settings, mail_port, group):
    """A password that no server takes, and a robot that refuses: both try and fail."""
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", PASSWORD
    group.plan = [REFUSE] * 20
    return settings


@pytest.mark.parametrize("is_up", [True, False])
def test_no_password_and_no_key_of_the_robot_is_anywhere(
    client, secretary, failing, caplog, request, is_up
):
    if is_up:
        request.getfixturevalue("post")
    else:
        failing.ROBOT_SECRET_URL = f"http://127.0.0.1:{free_port()}/send?key={ROBOT_KEY}"
    message, out = given_up(state=State.WAITING, try_count=0), StringIO()
    make_mailbox(message.user)
    enqueue("week:robot", channel="robot", kind="week", counts={"": 1}, at=MONDAY)

    call_command("tick", stdout=out)

    client.force_login(secretary)
    rows = list(OutboxMessage.objects.all())
    assert [row.state for row in rows] == [State.WAITING, State.WAITING]
    pages = client.get(LIST).text + client.get(DESK).text
    told = "".join([out.getvalue(), caplog.text, pages, *(str(vars(row)) for row in rows)])
    assert "was not sent: " in told
    assert [secret for secret in (PASSWORD, ROBOT_KEY, "zhou@") if secret in told] == []


def test_a_report_of_a_failure_hides_both(failing):
    shown = ReportFilter().get_safe_settings()

    hidden = ReportFilter.cleansed_substitute
    assert [shown["EMAIL_HOST_PASSWORD"], shown["ROBOT_SECRET_URL"]] == [hidden, hidden]
    assert {PASSWORD, ROBOT_KEY} & set(str(shown)) == set()
