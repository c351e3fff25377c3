"""The own address for reminders: used once it is confirmed, by its owner, by the link that was sent there."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from branch.core.models import AuditEvent
from branch.coverage.chores import OldMessages
from branch.coverage.mailbox import ask_address
from branch.coverage.models import Mailbox, OutboxMessage
from branch.coverage.outbox import enqueue, send_waiting
from branch.operations.models import Job
from branch.school.actions import record_leaving
from tests.conftest import TODAY
from tests.coverage.conftest import MONDAY, make_mailbox
from tests.factories import make_member
from tests.operations.jobs import work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "clock", "mail_port")]
SETTINGS = "/desk/coverage/notices/settings/"
SWITCH, AGAIN, DROP = f"{SETTINGS}mail/", f"{SETTINGS}again/", f"{SETTINGS}drop/"
OLD, NEW = "zhou@example.com", "wjzhou@example.com"


@pytest.fixture
def user(client, member):
    client.force_login(member.staff.user)
    return member.staff.user


@pytest.fixture
def ask(client, user, django_capture_on_commit_callbacks):
    """Fills the real form and sends it; its job is queued as after a commit."""

    def ask(address=NEW, form="address_form", to=SETTINGS, name="address"):
        # a session may have ended since
        client.force_login(user)
        token = client.get(SETTINGS).context[form]["form_token"].value()
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(to, {"form_token": token, name: address}, follow=True)

    return ask


def link_in(post):
    letter = post.taken[-1][1]
    return re.search(r"https://portal\.example\.cn(/\S+)", letter.get_content())[1]


def said(page):
    return [str(message) for message in page.context["messages"]]


def test_an_address_is_used_once_its_link_was_confirmed(client, user, ask, post):
    make_mailbox(user, OLD)
    page = ask()
    send_waiting(at=MONDAY)

    assert said(page) == ["确认链接已发出。请到那个邮箱里打开，点“确认”才生效。"]
    assert [to for to, _, _ in post.taken] == [NEW]
    assert Mailbox.objects.get().address == OLD
    confirmed = client.post(link_in(post), follow=True)
    assert said(confirmed) == ["邮箱已确认，以后的提醒发到这里。"]
    row = Mailbox.objects.get()
    assert (row.address, row.confirmed_at, row.asked_address, row.token) == (NEW, MONDAY, "", None)


def test_opening_the_link_changes_nothing_before_the_button(client, ask, post):
    ask()
    send_waiting(at=MONDAY)

    page = client.get(link_in(post))

    assert (page.status_code, NEW in page.text) == (200, True)
    assert Mailbox.objects.get().address == ""


def test_until_then_reminders_go_to_the_former_one(user, ask, post):
    make_mailbox(user, OLD)
    ask()
    enqueue("week:1", channel="mail", kind="week", user=user, counts={"": 1}, at=MONDAY)
    send_waiting(at=MONDAY)

    sent = sorted((to, letter["Subject"]) for to, letter, _ in post.taken)
    assert sent == [(NEW, "请确认收提醒的邮箱"), (OLD, "本周有 1 件事到期")]


def test_the_link_is_sent_by_the_worker_at_any_hour(ask, post, clock):
    clock.now = MONDAY.replace(hour=23)
    ask()

    work()

    job = Job.objects.get()
    assert ([to for to, _, _ in post.taken], job.state) == ([NEW], Job.State.DONE)


@pytest.mark.parametrize("why", ["another user", "too late", "used", "another was asked for"])
def test_a_link_that_is_not_ones_own_or_not_valid_confirms_nothing(
    client, user, ask, post, clock, why
):
    ask()
    send_waiting(at=MONDAY)
    link = link_in(post)
    if why == "another user":
        client.force_login(make_member().staff.user)
    elif why == "too late":
        clock.goes_on(hours=24)
        client.force_login(user)
    elif why == "used":
        client.post(link)
        Mailbox.objects.update(address=OLD)
    else:
        ask("third@example.com")

    answers = [client.get(link), client.post(link)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert [NEW in answer.text for answer in answers] == [False, False]
    assert Mailbox.objects.filter(address=NEW).count() == 0


def test_another_link_to_the_same_address_replaces_the_first_one(client, ask, post, clock):
    ask()
    send_waiting(at=MONDAY)
    first = link_in(post)
    clock.goes_on(minutes=5)

    assert said(client.post(AGAIN, follow=True))[0].startswith("确认链接已发出")
    send_waiting(at=clock.now)

    assert client.get(first).status_code == 404
    assert client.get(link_in(post)).status_code == 200


def test_a_link_that_was_replaced_before_it_left_is_not_sent(ask, post, clock):
    ask()
    clock.goes_on(minutes=1)
    ask("third@example.com")

    send_waiting(at=clock.now)

    assert [to for to, _, _ in post.taken] == ["third@example.com"]


def test_only_so_many_links_leave_a_day(ask, clock):
    pages = [ask(f"a{number}@example.com") for number in range(6)]

    assert OutboxMessage.objects.count() == 5
    assert "今天已经发了 5 次确认链接" in pages[-1].text
    assert Mailbox.objects.get().asked_address == "a4@example.com"
    clock.goes_on(hours=11, days=1)
    assert "今天已经发了" not in ask("a6@example.com").text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "请填写邮箱地址。"),
        ("周文静", "请核对邮箱地址"),
        (OLD, "已经确认过"),
        ("x" * 250 + "@example.com", "最多 254 字"),
    ],
)
def test_what_is_no_new_address_is_refused_at_its_field(user, ask, typed, says):
    make_mailbox(user, OLD)

    page = ask(typed)

    assert says in str(page.context["address_form"].errors["address"])
    assert says in page.text
    assert OutboxMessage.objects.count() == 0


def test_without_a_server_no_link_is_stored(user, settings):
    settings.HAS_MAIL = False

    with pytest.raises(ValidationError, match="学校还没有开通邮件"):
        ask_address(address=NEW, at=MONDAY, by=user)

    assert (Mailbox.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_without_an_address_that_waits_there_is_no_other_link(client, user):
    make_mailbox(user, OLD)

    assert said(client.post(AGAIN, follow=True)) == ["没有等待确认的地址。"]

    assert OutboxMessage.objects.count() == 0


def test_a_school_without_a_server_asks_for_no_address(client, user, settings):
    settings.HAS_MAIL = False

    page = client.get(SETTINGS)

    assert ("学校还没有开通邮件" in page.text, 'name="address"' in page.text) == (True, False)


@pytest.mark.parametrize("is_on", [True, False])
def test_e_mail_is_switched_off_and_on(client, user, ask, is_on):
    make_mailbox(user, OLD, is_on=not is_on)

    page = ask(str(is_on), form="switch_form", to=SWITCH, name="is_on")

    assert (said(page), Mailbox.objects.get().is_on) == (["设置已保存。"], is_on)


def test_a_switch_without_a_choice_is_an_error_at_its_field(user, ask):
    page = ask("", form="switch_form", to=SWITCH, name="is_on")

    assert page.context["switch_form"].errors["is_on"] == ["请选择打开或关闭。"]
    assert "请选择打开或关闭。" in page.text


def test_an_address_is_deleted_on_demand(client, user, ask):
    make_mailbox(user, OLD)
    make_mailbox(make_member().staff.user, "other@example.com")

    client.post(DROP)

    assert [row.address for row in Mailbox.objects.all()] == ["other@example.com"]


def test_who_leaves_has_no_address_any_more(member, administrator):
    staff = member.staff
    make_mailbox(staff.user, OLD)

    record_leaving(staff, until_on=TODAY, version=staff.version, on=TODAY, by=administrator)

    assert Mailbox.objects.count() == 0


@pytest.mark.parametrize("is_member", [True, False])
def test_tick_deletes_the_address_of_who_is_not_reminded_any_more(member, is_member):
    make_mailbox(member.staff.user, OLD)
    if not is_member:
        member.statuses.all().delete()

    OldMessages().run(at=MONDAY)

    assert Mailbox.objects.exists() is is_member


def test_tick_deletes_old_messages_but_what_somebody_has_to_look_at(user, clock):
    states = ("sent", "dropped", "given_up", "waiting")
    for state in states:
        enqueue(state, channel="mail", kind="week", user=user, at=MONDAY)
        sent_at = MONDAY if state == "sent" else None
        OutboxMessage.objects.filter(key=state).update(state=state, sent_at=sent_at)

    OldMessages().run(at=MONDAY + timedelta(days=30))
    assert OutboxMessage.objects.count() == 4
    OldMessages().run(at=MONDAY + timedelta(days=30, seconds=1))

    assert set(OutboxMessage.objects.values_list("key", flat=True)) == {"given_up", "waiting"}


def test_nobody_else_and_no_record_has_the_address(client, user, ask, secretary, caplog):
    make_mailbox(user, OLD)
    ask()
    client.force_login(secretary)

    pages = [client.get(url).text for url in (SETTINGS, "/desk/coverage/notices/outbox/")]

    stored = [str(row.says) for row in AuditEvent.objects.all()]
    stored += [str(vars(row)) for row in (*OutboxMessage.objects.all(), *Job.objects.all())]
    told = "".join([*pages, *stored, caplog.text])
    assert [address for address in (OLD, NEW) if address in told] == []


def test_the_page_shows_who_waits_without_the_whole_address(client, user, ask, clock):
    page = ask()

    assert "wjz***@example.com" in page.text
    clock.goes_on(hours=24)
    client.force_login(user)
    assert "等您确认" not in client.get(SETTINGS).text


def test_who_may_not_confirm_any_more_gets_no_link(user, ask, post):
    ask()
    user.staff.member.statuses.all().delete()

    send_waiting(at=MONDAY)

    assert post.taken == []
    assert OutboxMessage.objects.get().state == OutboxMessage.State.DROPPED
