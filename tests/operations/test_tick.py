"""`tick` runs each chore when it is due; expired rows are deleted and no others."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from branch.core.contributions import Chore
from branch.core.models import FormToken
from branch.operations.models import ChoreRun
from branch.operations.ticking import run_chores
from tests.counted import is_counted
from tests.factories import make_link

# after an hour a daily chore is not due again; after a day it is, even if the timer is a little early
AFTER = (timedelta(0), timedelta(hours=1), timedelta(hours=23, minutes=58))


def make_token(user, *, age):
    token = FormToken.objects.create(user=user, token=uuid4())
    FormToken.objects.filter(pk=token.pk).update(created_at=timezone.now() - age)
    return token


def make_session(key, *, ends_in):
    return Session.objects.create(
        session_key=key, session_data="", expire_date=timezone.now() + ends_in
    )


def test_tokens_older_than_two_days_and_expired_sessions_are_deleted(teacher, capsys):
    make_token(teacher, age=timedelta(days=9))
    young = make_token(teacher, age=timedelta(days=7))
    make_session("dead", ends_in=timedelta(minutes=-1))
    alive = make_session("alive", ends_in=timedelta(minutes=1))

    call_command("tick")

    assert list(FormToken.objects.all()) == [young]
    assert list(Session.objects.all()) == [alive]
    printed = capsys.readouterr().out.splitlines()
    assert {"过期的表单令牌：1", "过期的登录会话：1", "过期的登录条：0"} <= set(printed)


def test_links_are_deleted_thirty_days_after_they_expired(teacher, capsys):
    long_over, just_over = (timezone.now() - timedelta(days=days) for days in (31, 29))
    make_link(teacher, expires_at=long_over)
    make_link(teacher, expires_at=long_over, used_at=long_over)
    unexpired = make_link(teacher, expires_at=just_over, used_at=just_over)

    call_command("tick")

    assert list(teacher.links.all()) == [unexpired]
    assert "过期的登录条：2" in capsys.readouterr().out.splitlines()


def test_a_second_tick_deletes_nothing(teacher, capsys):
    make_token(teacher, age=timedelta(days=9))
    call_command("tick")
    capsys.readouterr()

    call_command("tick")

    printed = capsys.readouterr().out.splitlines()
    assert {line.rpartition("：")[2] for line in printed} == {"0"}


def test_the_statistics_of_the_database_are_updated(teacher):
    make_token(teacher, age=timedelta(hours=1))

    call_command("tick", verbosity=0)

    assert is_counted(FormToken)


def test_a_daily_chore_runs_once_a_day(teacher):
    noon = timezone.now()
    keys = [[chore.key for chore, _ in run_chores(at=noon + after)] for after in AFTER]

    daily = ["core.statistics" in ran for ran in keys]

    assert daily == [True, False, True]
    assert all("core.form_tokens" in ran for ran in keys)


@pytest.fixture
def broken_chore(monkeypatch):
    """A chore that fails, and is run before all others."""
    monkeypatch.setattr(Chore, "registry", dict(Chore.registry))

    class Broken(Chore):
        key, title, order = "tests.broken", "坏了的工作", 1

        def run(self, *, at):
            raise ZeroDivisionError("no such luck")


def test_a_chore_that_fails_is_named_and_keeps_no_other_from_its_work(
    teacher, broken_chore, capsys, caplog
):
    make_token(teacher, age=timedelta(days=9))

    with pytest.raises(CommandError, match="没有办成：坏了的工作。") as failed:
        call_command("tick")

    assert failed.value.returncode == 1
    assert "过期的表单令牌：1" in capsys.readouterr().out.splitlines()
    assert "ZeroDivisionError: no such luck" in caplog.text
    assert not ChoreRun.objects.filter(key="tests.broken").exists()
