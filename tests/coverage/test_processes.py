"""Two ticks in two processes send each message once; one that is killed loses none. On both databases."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.db import connection

from branch.coverage.models import Notice, OutboxMessage
from branch.coverage.models.outbox import SILENCE
from branch.coverage.outbox import FAILED_IN_A_ROW
from branch.operations.models import TICK_SILENCE, TickLock
from tests.coverage.conftest import MONDAY, make_mailbox
from tests.coverage.servers import CUT_BEFORE, HOLD
from tests.factories import make_pairing, make_term

PEOPLE = 6
LATER = MONDAY + max(SILENCE, TICK_SILENCE) + timedelta(minutes=1)
State = OutboxMessage.State


@pytest.fixture
def school(on_disk):
    """Members of whom each has an address and something due; their rows are committed."""
    make_term()
    for number in range(PEOPLE):
        make_mailbox(make_pairing().member.staff.user, f"m{number}@example.com")


@pytest.fixture
def tick(school, post, mail_port, group, settings, tmp_path):
    """Starts `tick` at a moment, in a process that sends to the servers of this test."""
    started = []

    def start(at):
        command = [sys.executable, "-m", "tests.coverage.tick_at", at.isoformat()]
        env = os.environ | variables(tmp_path, mail_port, settings.ROBOT_SECRET_URL)
        process = subprocess.Popen(
            command, cwd=configured.BASE_DIR, env=env, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def variables(data, port, robot):
    return {
        "DJANGO_SETTINGS_MODULE": "guangqin.settings",
        "GUANGQIN_DATA_DIR": str(data / "data"),
        "DATABASE_URL": address_of_database(),
        "GUANGQIN_MAIL_HOST": "127.0.0.1",
        "GUANGQIN_MAIL_PORT": str(port),
        "GUANGQIN_MAIL_SECURITY": "none",
        "GUANGQIN_MAIL_FROM": "portal@example.com",
        "GUANGQIN_ROBOT_SECRET_URL": robot,
    }


def address_of_database():
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgres://{facts['USER']}@/{facts['HOST']}/{facts['NAME']}"


def wait_for(*processes):
    """What they printed; each must have ended well."""
    printed = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes), printed
    return printed


def addresses(post):
    return sorted(to for to, _, _ in post.taken)


SUM = f"本周有 {PEOPLE} 件事到期。"
EVERYBODY = [f"m{number}@example.com" for number in range(PEOPLE)]


def test_two_ticks_at_once_send_each_message_once(tick, post, group):
    wait_for(tick(MONDAY), tick(MONDAY))
    wait_for(tick(LATER))

    assert addresses(post) == EVERYBODY
    assert [body["text"]["content"].splitlines()[0] for _, body in group.taken] == [SUM]
    assert Notice.objects.count() == PEOPLE


def test_two_that_send_at_once_without_the_lock_send_each_message_once(tick, post, group):
    """As if one had been so slow that its lock had expired: the rows alone keep them apart."""
    post.plan = [CUT_BEFORE] * FAILED_IN_A_ROW
    wait_for(tick(MONDAY))
    first = tick(LATER)
    while not OutboxMessage.objects.filter(state=State.SENT).exists():
        assert first.poll() is None
    TickLock.objects.update(holder=None, held_until=None)
    wait_for(tick(LATER), first)

    assert addresses(post) == EVERYBODY


def test_a_tick_keeps_another_one_out_and_one_that_was_killed_does_not(tick, post):
    post.plan = [HOLD]
    first = tick(MONDAY)
    assert post.holds.wait(60)

    assert wait_for(tick(MONDAY + timedelta(minutes=1))) == ["另一次整理正在运行，这次不办。\n"]
    first.kill()
    first.wait()
    wait_for(tick(LATER))

    assert set(addresses(post)) == set(EVERYBODY)


def test_killed_between_taking_and_answering_it_comes_twice_with_one_id(tick, post):
    post.plan = [HOLD]
    first = tick(MONDAY)
    assert post.holds.wait(60)
    first.kill()
    first.wait()

    for hours in range(1, 4):
        wait_for(tick(LATER + timedelta(hours=hours)))

    assert len(post.taken) == PEOPLE + 1
    assert len(set(post.ids())) == PEOPLE
    assert post.ids().count(post.ids()[0]) == 2
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {State.SENT}
