"""A message goes out once; twice, and with the same Message-ID, only where the answer was lost; never three times."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from branch.core.models import Figure
from branch.coverage.models import Mailbox, OutboxMessage
from branch.coverage.models.outbox import SILENCE
from branch.coverage.outbox import TakenOverError, deliver, enqueue, hand_over, send_waiting
from branch.coverage.reminding import plan_reminders
from tests.conftest import TODAY
from tests.coverage.conftest import MONDAY, make_mailbox
from tests.coverage.servers import CUT_AFTER, CUT_BEFORE, HOLD, REFUSE, post_office
from tests.factories import make_member, make_pairing, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "clock")]
State = OutboxMessage.State
NAME = "周文静"


@pytest.fixture
def reader():
    member = make_member(staff=make_staff(name=NAME))
    make_mailbox(member.staff.user)
    return member.staff.user


@pytest.fixture
def message(reader):
    counts = {"walkins.contact": 2, "": 1}
    return enqueue("week:1", channel="mail", kind="week", user=reader, counts=counts, at=MONDAY)


@pytest.fixture
def robot():
    return enqueue("week:robot", channel="robot", kind="week", counts={"": 12}, at=MONDAY)


def state_of(message):
    message.refresh_from_db()
    return message.state, message.try_count, message.doubt_count


def tick_on(clock, times=1, **span):
    """So many ticks, each after a while; how many messages were sent."""
    sent = 0
    for _ in range(times):
        clock.goes_on(**(span or {"hours": 1}))
        sent += send_waiting(at=clock.now)
    return sent


def test_an_e_mail_has_counts_and_one_link(post, message):
    assert send_waiting(at=MONDAY) == 1

    ((to, letter, content),) = post.taken
    assert (to, letter["Subject"]) == ("zhou@example.com", "本周有 3 件事到期")
    assert (letter["Message-ID"], letter["To"]) == (message.message_id, "zhou@example.com")
    text = letter.get_content()
    assert text.splitlines()[0] == "结对后常联系 2 件，其他 1 件。"
    assert text.count("://") == text.count("https://portal.example.cn/desk/") == 1
    assert NAME not in text
    assert NAME.encode() not in content


def test_the_group_gets_counts_and_one_link(group, robot):
    assert send_waiting(at=MONDAY) == 1

    ((path, body),) = group.taken
    says = "本周有 12 件事到期。\n登录工作台查看：https://portal.example.cn/desk/"
    assert body == {"msgtype": "text", "text": {"content": says}}
    assert path == "/cgi-bin/webhook/send?key=key-of-the-robot"


def test_what_was_sent_is_not_sent_again(post, group, message, robot, clock):
    assert send_waiting(at=MONDAY) == 2
    assert tick_on(clock, 3) == 0

    assert (len(post.taken), len(group.taken)) == (1, 1)
    assert (state_of(message), state_of(robot)) == ((State.SENT, 1, 1), (State.SENT, 1, 1))


def test_a_server_that_is_down_gets_it_once_it_is_up(mail_port, message, clock):
    assert send_waiting(at=MONDAY) == 0
    assert state_of(message) == (State.WAITING, 1, 0)
    with post_office(mail_port) as post:
        # not before the pause is over
        assert tick_on(clock, minutes=9) == 0
        assert tick_on(clock, minutes=1) == 1

    assert post.ids() == [message.message_id]


@pytest.mark.parametrize("cut", [CUT_BEFORE, REFUSE])
def test_cut_off_or_refused_before_it_was_taken_it_goes_out_once(post, message, clock, cut):
    post.plan = [cut, cut, cut]

    send_waiting(at=MONDAY)
    assert tick_on(clock, 4) == 1

    assert (post.tries, post.ids()) == (4, [message.message_id])
    assert state_of(message)[0] == State.SENT


def test_cut_off_between_taking_and_answering_it_comes_twice_with_one_id(post, message, clock):
    post.plan = [CUT_AFTER]

    send_waiting(at=MONDAY)
    assert tick_on(clock, 3) == 1

    assert post.ids() == [message.message_id, message.message_id]


@pytest.mark.parametrize("others", [[], [REFUSE], [CUT_BEFORE, REFUSE]])
def test_cut_off_again_it_never_comes_a_third_time(post, message, clock, others):
    post.plan = [CUT_AFTER, *others, CUT_AFTER]

    send_waiting(at=MONDAY)
    tick_on(clock, 6)

    assert len(post.taken) == 2
    assert state_of(message)[::2] == (State.GIVEN_UP, 2)


@pytest.mark.parametrize(
    ("plan", "taken", "ends"),
    [
        ([REFUSE, REFUSE], 1, State.SENT),
        ([CUT_AFTER], 2, State.SENT),
        ([CUT_AFTER, REFUSE], 2, State.SENT),
        ([CUT_AFTER, CUT_AFTER], 2, State.GIVEN_UP),
        # a proxy that says neither
        ([HOLD, HOLD], 2, State.GIVEN_UP),
    ],
)
def test_the_robot_is_told_as_often_as_a_server_of_mail(group, robot, clock, plan, taken, ends):
    group.plan = list(plan)

    send_waiting(at=MONDAY)
    tick_on(clock, 5)

    assert (len(group.taken), state_of(robot)[0]) == (taken, ends)


@pytest.mark.parametrize(
    "says", ['{"errcode": []}', '{"errcode": 1e400}', '{"errcode": false}', "[" * 60000, "[]", "0"]
)
def test_a_robot_that_answers_nonsense_keeps_no_other_from_its_message(
    post, group, robot, message, says
):
    group.says = says

    assert send_waiting(at=MONDAY) == 1

    assert len(post.taken) == 1
    assert state_of(robot) == (State.WAITING, 1, 1)


def test_a_robot_that_cannot_be_reached_is_tried_again(group, robot, clock, settings):
    address = settings.ROBOT_SECRET_URL
    settings.ROBOT_SECRET_URL = address.replace(str(group.server_port), "9")

    send_waiting(at=MONDAY)
    settings.ROBOT_SECRET_URL = address

    assert (tick_on(clock), len(group.taken)) == (1, 1)


def test_after_the_last_try_it_is_given_up(mail_port, message, clock, secretary):
    facts = {"from_on": TODAY - timedelta(days=9), "set_by": secretary, "why": "试试"}
    Figure.objects.create(key="coverage.tries", value=3, **facts)

    send_waiting(at=MONDAY)
    tick_on(clock, 5)

    assert state_of(message) == (State.GIVEN_UP, 3, 0)
    assert message.failure == "ConnectionRefusedError"


def test_the_pause_doubles_up_to_six_hours(mail_port, message, clock):
    pauses = []
    for _ in range(8):
        OutboxMessage.objects.update(next_try_at=clock.now)
        deliver(message.pk)
        message.refresh_from_db()
        pauses.append((message.next_try_at - clock.now).total_seconds() / 60)

    assert pauses == [10, 20, 40, 80, 160, 320, 360, 360]


def test_one_whose_sender_was_killed_waits_again(post, message, clock):
    OutboxMessage.objects.claim(message.pk, at=MONDAY)

    assert tick_on(clock, minutes=9) == 0
    clock.now = MONDAY + SILENCE
    assert tick_on(clock, 2, minutes=10) == 1
    assert post.ids() == [message.message_id]


def test_a_sender_whose_message_was_claimed_by_another_sends_nothing(post, message, clock):
    """It was slow: another one has claimed and sent the message meanwhile."""
    slow = OutboxMessage.objects.claim(message.pk, at=MONDAY)
    tick_on(clock, 2)

    with pytest.raises(TakenOverError):
        hand_over(slow)
    assert len(post.taken) == 1


def test_what_is_being_sent_or_was_sent_is_claimed_by_nobody_else(post, message):
    claim = OutboxMessage.objects.claim

    assert claim(message.pk, at=MONDAY).pk == message.pk
    assert claim(message.pk, at=MONDAY) is None
    OutboxMessage.objects.update(state=State.WAITING, claim=None, claimed_at=None)
    deliver(message.pk)

    assert (claim(message.pk, at=MONDAY), len(post.taken)) == (None, 1)


def test_the_database_refuses_a_third_handing_over(message):
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMessage.objects.update(doubt_count=3)


def test_an_occasion_is_planned_once(message, reader):
    again = enqueue("week:1", channel="mail", kind="week", user=reader, counts={"": 9}, at=MONDAY)

    assert (again.pk, again.count, OutboxMessage.objects.count()) == (message.pk, 3, 1)


@pytest.mark.parametrize(
    "span", [{"hours": 14}, {"hours": 23, "minutes": 29}, {"days": 5, "hours": 3}]
)
def test_what_waits_at_night_or_on_a_free_day_waits_on(post, message, clock, span):
    clock.goes_on(**span)
    assert send_waiting(at=clock.now) == 0

    clock.now = MONDAY + timedelta(days=7)
    assert send_waiting(at=clock.now) == 1


class TakenSlowly(list):
    """What a server has taken that needs three minutes for each letter."""

    def __init__(self, clock):
        super().__init__()
        self.clock = clock

    def append(self, letter):
        super().append(letter)
        self.clock.goes_on(minutes=3)


def test_nothing_leaves_at_night_where_a_slow_server_takes_until_then(post, reader, clock):
    clock.now = MONDAY.replace(hour=20, minute=58)
    post.taken = TakenSlowly(clock)
    for number in range(3):
        enqueue(
            f"day:{number}", channel="mail", kind="week", user=reader, counts={"": 1}, at=MONDAY
        )

    assert send_waiting(at=clock.now) == 1
    assert len(post.taken) == 1


def test_one_that_leaves_on_a_later_day_says_of_which_it_is(post, group, message, robot, clock):
    clock.goes_on(days=1)

    send_waiting(at=clock.now)

    assert post.taken[0][1]["Subject"] == "11月23日提醒：有 3 件事到期"
    assert group.taken[0][1]["text"]["content"].startswith("11月23日提醒：有 12 件事到期。")


def test_a_server_that_is_down_is_not_waited_for_by_every_message(mail_port, reader, clock):
    for number in range(5):
        enqueue(
            f"day:{number}", channel="mail", kind="week", user=reader, counts={"": 1}, at=MONDAY
        )

    send_waiting(at=MONDAY)
    assert sorted(OutboxMessage.objects.values_list("try_count", flat=True)) == [0, 0, 1, 1, 1]
    with post_office(mail_port) as post:
        assert tick_on(clock) == 5

    assert len(set(post.ids())) == 5


@pytest.mark.parametrize("why", ["left", "switched off", "deleted", "no member any more"])
def test_who_is_not_to_get_it_any_more_gets_nothing(post, message, reader, why):
    if why == "left":
        type(reader).objects.update(is_active=False)
    elif why == "switched off":
        Mailbox.objects.update(is_on=False)
    elif why == "deleted":
        Mailbox.objects.all().delete()
    else:
        reader.staff.member.statuses.all().delete()

    send_waiting(at=MONDAY)

    assert (post.taken, state_of(message)) == ([], (State.DROPPED, 1, 0))


def test_it_goes_to_the_address_of_the_moment(post, message):
    Mailbox.objects.update(address="new@example.com", asked_address="")

    send_waiting(at=MONDAY)

    assert post.taken[0][0] == "new@example.com"


def test_no_pupil_and_nobody_else_is_named(post, group, clock):
    pairing = make_pairing()
    make_mailbox(pairing.member.staff.user)
    plan_reminders(at=MONDAY)
    send_waiting(at=MONDAY)

    told = post.taken[0][1].as_string() + post.taken[0][1].get_content() + str(group.taken)
    names = [pairing.student.name, pairing.member.staff.name, pairing.student.number]
    assert (len(group.taken), [name for name in names if name in told]) == (1, [])
