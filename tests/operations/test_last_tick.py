"""The desk says when `tick` last did all its work, loudly after a day; one `tick` keeps others out."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from branch.core.contributions import Chore
from branch.core.models import SiteProfile
from branch.operations.models import TICK_SILENCE, ChoreRun, TickLock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_stands")]
LOUD, CALM = "定时整理超过一天没有办成。", "定时整理上次办成："
KEEPERS = ("secretary", "administrator")


def desk_of(client, request, who, *, ago):
    SiteProfile.objects.update(ticked_at=None if ago is None else timezone.now() - ago)
    client.force_login(request.getfixturevalue(who))
    text = client.get(reverse("portal:desk")).text
    return LOUD in text, CALM in text


@pytest.mark.parametrize("who", KEEPERS)
@pytest.mark.parametrize(
    ("ago", "is_loud"),
    [
        (timedelta(minutes=10), False),
        (timedelta(days=1), False),
        (timedelta(days=1, seconds=1), True),
        (None, True),
    ],
)
def test_who_looks_after_the_portal_sees_when_it_was(client, request, who, ago, is_loud):
    assert desk_of(client, request, who, ago=ago) == (is_loud, not is_loud)


@pytest.mark.parametrize("who", ["committee", "teacher", "editor", "counsellor"])
def test_nobody_else_is_told(client, request, who):
    assert desk_of(client, request, who, ago=None) == (False, False)


def test_a_tick_says_when_it_was(teacher):
    call_command("tick", verbosity=0)

    assert SiteProfile.current().ticked_at == timezone.now()


def test_a_tick_of_which_a_part_failed_does_not_count(teacher, monkeypatch):
    monkeypatch.setattr(Chore, "registry", dict(Chore.registry))

    class Broken(Chore):
        key, title = "tests.broken", "坏了的工作"

        def run(self, *, at):
            raise ZeroDivisionError

    with pytest.raises(CommandError):
        call_command("tick", verbosity=0)

    assert SiteProfile.current().ticked_at is None
    assert ChoreRun.objects.filter(key="core.form_tokens").exists()


def test_while_another_one_runs_nothing_is_done(teacher, capsys):
    TickLock.objects.take(uuid4(), at=timezone.now())

    call_command("tick")

    assert capsys.readouterr().out == "另一次整理正在运行，这次不办。\n"
    assert not ChoreRun.objects.exists()
    assert SiteProfile.current().ticked_at is None


def test_one_that_was_killed_keeps_nobody_out_for_long(teacher):
    TickLock.objects.take(uuid4(), at=timezone.now() - TICK_SILENCE - timedelta(seconds=1))

    call_command("tick", verbosity=0)

    assert SiteProfile.current().ticked_at == timezone.now()
    assert TickLock.objects.get().holder is None


def test_one_that_lost_the_lock_begins_no_further_chore(teacher, monkeypatch, capsys):
    monkeypatch.setattr(Chore, "registry", {})

    class Thief(Chore):
        key, title, order = "tests.thief", "拿走锁", 1

        def run(self, *, at):
            TickLock.objects.update(holder=uuid4())
            return 1

    class Later(Thief):
        key, order = "tests.later", 2

    call_command("tick")

    assert capsys.readouterr().out == "另一次整理正在运行，这次不办。\n"
    assert list(ChoreRun.objects.values_list("key", flat=True)) == ["tests.thief"]
