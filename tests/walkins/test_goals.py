"""Goals: three states by dated steps, a few at a time, undone on the same day, ended with their pairing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from branch.core.models import AuditEvent, Figure, Stale, UndoStep
from branch.core.undo import undo
from branch.walkins.actions import drop_goal, end_pairing, set_goal
from branch.walkins.models import Goal, GoalStep, Pairing
from tests.factories import make_member, make_pairing
from tests.threads import at_once
from tests.walkins.goals import make_goal, set_one, stands, tap

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2026, 9, 15), date(2026, 10, 20)
FULL = "已有 3 个目标在做，做到了或不再做一个，再定新的。"


def take_back(step, today, by):
    return undo(step, on=today, at=timezone.now(), by=by)


def drop(goal, today, by):
    goal = Goal.objects.get(pk=goal.pk)
    return drop_goal(goal, version=goal.version, on=today, by=by)


@pytest.fixture
def pairing(the_day):
    return make_pairing()


@pytest.fixture
def by(pairing):
    return pairing.member.staff.user


def test_there_are_three_states():
    assert GoalStep.State.labels == ["还没有", "有进步", "做到了"]


def test_a_new_goal_begins_with_not_yet_on_its_day(pairing, by, today):
    goal, _ = set_one(pairing)

    assert (goal.set_on, goal.set_by, goal.version) == (today, by, 1)
    step = goal.steps.get()
    assert (step.state, step.happened_on, step.recorded_by) == ("not_yet", today, by)


def test_the_state_on_a_day_is_the_last_step_up_to_it(pairing):
    goal = make_goal(pairing, steps=[("better", OCTOBER), ("done", OCTOBER), ("better", OCTOBER)])
    tap(goal, "done")

    days = [SEPTEMBER, OCTOBER - timedelta(days=1), OCTOBER, date(2026, 11, 23), date(2026, 11, 24)]
    assert [stands(goal, on) for on in days] == ["not_yet", "not_yet", "better", "better", "done"]


def test_a_goal_is_not_there_before_its_day(pairing):
    make_goal(pairing)

    assert not Goal.objects.as_listed_on(SEPTEMBER - timedelta(days=1)).exists()


def test_a_step_is_appended_and_traced(pairing, by):
    goal = make_goal(pairing)

    tap(goal, "better")

    assert [step.state for step in goal.steps.all()] == ["not_yet", "better"]
    event = AuditEvent.objects.get()
    assert (event.actor, event.verb, event.says) == (by, "goal.stepped", "")


def test_a_second_tap_stores_nothing(pairing):
    goal = make_goal(pairing)

    first, second = tap(goal, "better", version=1), tap(goal, "better", version=1)

    assert (first is None, second) == (False, None)
    assert goal.steps.count() == 2


def test_another_button_of_an_old_page_is_refused(pairing):
    goal = make_goal(pairing)
    tap(goal, "better", version=1)

    with pytest.raises(Stale):
        tap(goal, "done", version=1)

    assert stands(goal) == "better"


def test_a_reached_or_dropped_goal_takes_no_more_steps(pairing, by, today):
    reached, dropped = make_goal(pairing), make_goal(pairing, "每天吃早饭")
    tap(reached, "done")
    drop(dropped, today, by)

    for goal, state in ((reached, "better"), (dropped, "better")):
        with pytest.raises(ValidationError, match="这个目标已经结束"):
            tap(goal, state)
    with pytest.raises(ValidationError, match="这个目标已经结束"):
        drop(reached, today, by)
    assert drop(dropped, today, by) is None


def test_the_database_refuses_a_goal_dropped_before_it_was_set(pairing):
    goal = make_goal(pairing)

    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=goal.pk).update(dropped_on=SEPTEMBER - timedelta(days=1))


def test_a_pairing_has_at_most_three_open_goals(pairing, by, today):
    goals = [set_one(pairing, what)[0] for what in ("一", "二", "三")]
    make_goal(what="别的结对")

    with pytest.raises(ValidationError) as refusal:
        set_one(pairing, "四")
    assert refusal.value.message_dict == {"what": [FULL]}

    tap(goals[0], "done")
    set_one(pairing, "四")
    drop(goals[1], today, by)
    set_one(pairing, "五")
    assert Goal.objects.filter(pairing=pairing).count() == 5


def test_the_school_sets_how_many(pairing, secretary):
    facts = {"from_on": SEPTEMBER, "set_by": secretary, "why": "试行"}
    Figure.objects.create(key="walkins.goals_at_once", value=1, **facts)
    set_one(pairing, "一")

    with pytest.raises(ValidationError, match="已有 1 个目标在做"):
        set_one(pairing, "二")


def test_the_same_goal_is_set_again_only_once_it_is_over(pairing):
    goal, _ = set_one(pairing)
    with pytest.raises(ValidationError, match="这个目标已经在做"):
        set_one(pairing)

    tap(goal, "done")

    assert set_one(pairing)[0].pk != goal.pk


def test_a_wrong_tap_is_undone_today_by_the_person_who_made_it(pairing, by, today):
    goal = make_goal(pairing)
    step = tap(goal, "done")

    take_back(step, today, by)

    assert (stands(goal), goal.steps.count()) == ("not_yet", 1)
    assert AuditEvent.objects.filter(verb="goal.step_undone").count() == 1
    tap(goal, "better")
    assert stands(goal) == "better"


def test_a_wrong_tap_of_yesterday_stays(pairing, by, today):
    step = tap(make_goal(pairing), "done", on=today - timedelta(days=1))

    with pytest.raises(ValidationError, match="已过当天"):
        take_back(step, today, by)


def test_only_the_last_step_is_undone(pairing, by, today):
    goal = make_goal(pairing)
    first, second = tap(goal, "better"), tap(goal, "done")
    with pytest.raises(ValidationError, match="请先撤销后面的一步"):
        take_back(first, today, by)

    take_back(second, today, by)
    take_back(first, today, by)

    assert stands(goal) == "not_yet"


def test_a_goal_set_by_mistake_is_deleted_with_its_text(pairing, by, today):
    _, step = set_one(pairing, "写错的一句话")

    take_back(step, today, by)

    assert (Goal.objects.count(), GoalStep.objects.count()) == (0, 0)
    assert "写错的一句话" not in str(list(UndoStep.objects.values()))


def test_a_dropped_goal_is_taken_up_again_today(pairing, by, today):
    goal = make_goal(pairing)
    step = drop(goal, today, by)
    assert Goal.objects.get().dropped_on == today

    take_back(step, today, by)

    assert Goal.objects.get().dropped_on is None
    tap(goal, "better")


@pytest.mark.parametrize("how", ["done", "dropped"])
def test_an_undo_makes_no_goal_too_many(pairing, by, today, how):
    goal, *_ = [set_one(pairing, what)[0] for what in ("一", "二", "三")]
    step = tap(goal, "done") if how == "done" else drop(goal, today, by)
    set_one(pairing, "四")

    with pytest.raises(ValidationError, match="之后又定了别的目标"), transaction.atomic():
        take_back(step, today, by)

    assert not Goal.objects.as_listed_on(today).get(pk=goal.pk).is_open


def end(pairing, today, by):
    why = {"reason": Pairing.EndReason.OTHER, "outcome": Pairing.Outcome.PAUSED}
    return end_pairing(pairing, on=today, **why, version=pairing.version, by=by)


def test_the_goals_of_an_ended_pairing_stay_as_they_stood(pairing, by, committee, today):
    goal = make_goal(pairing, steps=[("better", OCTOBER)])
    step = tap(goal, "done", by=committee)
    assert end(pairing, today, committee).until_on == today

    for call in (
        lambda: tap(goal, "better", by=committee),
        lambda: set_goal(pairing, what="又一个", on=today, by=committee),
        lambda: take_back(step, today, committee),
    ):
        with pytest.raises(ValidationError, match="这个结对已经结束"), transaction.atomic():
            call()
    assert stands(goal) == "done"


def test_a_pairing_without_a_record_of_today_ends_yesterday(pairing, committee, today):
    make_goal(pairing, steps=[("better", OCTOBER)])

    assert end(pairing, today, committee).until_on == today - timedelta(days=1)


def test_who_does_not_record_for_the_pairing_steps_none_of_its_goals(pairing, today):
    goal, stranger = make_goal(pairing), make_member().staff.user

    with pytest.raises(ValidationError):
        tap(goal, "better", by=stranger)
    assert not Goal.objects.kept_by(stranger).exists()


def test_two_who_set_a_goal_at_once_set_no_fourth(on_disk):
    pairing = make_pairing()
    for what in ("一", "二"):
        make_goal(pairing, what)

    raised = at_once(*(lambda what=what: set_one(pairing, what) for what in ("三", "四")))

    assert [type(error) for error in raised] == [ValidationError]
    assert Goal.objects.count() == 3
