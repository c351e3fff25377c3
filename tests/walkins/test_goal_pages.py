"""Goals and 学习情况 on the page of a pairing, their forms and one-tap buttons."""

from datetime import date

import pytest
from django.urls import reverse

from branch.core.models import Draft
from branch.walkins.models import Goal, Pairing, Progress
from tests.factories import make_class, make_head, make_pairing, make_student
from tests.walkins.goals import (
    make_goal,
    make_learner,
    make_progress,
    make_subject,
    set_one,
    stands,
    tap,
)
from tests.walkins.pages import filled, shown_students

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
AUDIENCE = "您、班主任、支委和心理教师看得到。"


def url(name, *args):
    return reverse(f"walkins:{name}", args=args)


@pytest.fixture
def learner(client):
    """A pairing for learning, whose member is signed in."""
    pairing = make_learner(student=make_student(make_class()))
    client.force_login(pairing.member.staff.user)
    return pairing


def shown(client, pairing):
    return client.get(pairing.get_absolute_url())


def test_the_page_shows_goals_with_three_buttons_and_their_dated_steps(client, pair, pairing):
    goal = make_goal(pairing, steps=[("better", date(2026, 10, 20))])

    page = shown(client, pairing)

    text = page.content.decode()
    assert page.context["open_goals"] == [goal]
    assert text.count('name="state"') == 3
    assert 'value="better" aria-pressed="true"' in text
    for words in ("9月15日 还没有", "10月20日 有进步", "不再做", "定一个目标"):
        assert words in text
    assert "学习情况" not in text


def test_one_tap_stores_one_step_and_leads_back_to_the_goals(client, pair, pairing):
    goal = make_goal(pairing)
    address, tapped = url("goal-step", pairing.pk, goal.pk), {"state": "better", "version": 1}

    first, second = client.post(address, tapped), client.post(address, tapped)

    assert first.url == second.url == f"{pairing.get_absolute_url()}#goals"
    assert [step.state for step in goal.steps.all()] == ["not_yet", "better"]
    says = "已记为“有进步”。记错了，今天可以撤销。"
    assert [str(one) for one in shown(client, pairing).context["messages"]] == [says, says]


def test_a_tap_on_an_old_page_says_that_it_was_changed(client, pair, pairing):
    goal = make_goal(pairing)
    tap(goal, "better", on=date(2026, 11, 20))

    client.post(url("goal-step", pairing.pk, goal.pk), {"state": "done", "version": 1})

    says = [str(one) for one in shown(client, pairing).context["messages"]]
    assert (stands(goal), says) == ("better", ["这条记录刚被别人改过，请看过新内容再办。"])


@pytest.mark.parametrize("sent", [{}, {"state": "best", "version": 1}, {"state": "done"}])
def test_a_tap_that_no_button_sends_is_a_404(client, pair, pairing, sent):
    goal = make_goal(pairing)

    assert client.post(url("goal-step", pairing.pk, goal.pk), sent).status_code == 404
    assert goal.steps.count() == 1


def test_a_goal_at_the_address_of_another_pairing_is_a_404(client, pair, pairing):
    goal = make_goal(make_pairing(member=pairing.member))

    address = url("goal-step", pairing.pk, goal.pk)
    assert client.post(address, {"state": "done", "version": 1}).status_code == 404


def test_a_step_of_today_is_undone_beside_the_goal(client, pair, pairing):
    goal = make_goal(pairing)
    client.post(url("goal-drop", pairing.pk, goal.pk), {"version": 1})
    page = shown(client, pairing)
    (closed,) = page.context["closed_goals"]
    assert closed.is_dropped
    assert page.content.decode().count(str(closed.undo.token)) == 2

    client.post(reverse("portal:step-undo", args=[closed.undo.token]))

    assert shown(client, pairing).context["open_goals"] == [goal]


def test_what_was_closed_today_is_unfolded_with_its_undo(client, pair, pairing):
    make_goal(pairing, "每天吃早饭", steps=[("done", date(2026, 11, 20))])
    goal = make_goal(pairing)
    assert not shown(client, pairing).context["is_closed_today"]

    tap(goal, "done")

    assert shown(client, pairing).context["is_closed_today"]
    assert '<details class="gq-mt2" open>' in shown(client, pairing).content.decode()


def test_nobody_else_is_offered_the_undo(client, pair, pairing, committee):
    set_one(pairing)
    client.force_login(committee)

    (goal,) = shown(client, pairing).context["open_goals"]

    assert goal.undo is None


def test_a_phrase_or_own_words_set_a_goal(client, learner):
    address = url("goal-create", learner.pk)
    page = client.get(address)
    assert shown_students() == [learner.student_id]
    offered = [value for value, _ in page.context["form"].fields["phrase"].choices]
    assert (offered[0], "参加一个社团" in offered) == ("作业按时完成", False)
    assert f"写事实，不写诊断。{AUDIENCE}" in page.content.decode()
    assert "不要自行调查，不要等填表。" in page.content.decode()

    after = client.post(address, filled(client, address) | {"phrase": "错题当天订正"})
    client.post(
        address, filled(client, address) | {"phrase": "错题当天订正", "what": " 每天 背词 "}
    )

    assert after.url == f"{learner.get_absolute_url()}#goals"
    assert [goal.what for goal in Goal.objects.all()] == ["错题当天订正", "每天 背词"]


def test_bad_input_is_said_at_the_field_and_stays(client, learner):
    address = url("goal-create", learner.pk)

    empty = client.post(address, filled(client, address))
    long = client.post(address, filled(client, address) | {"what": "长" * 41})

    assert empty.context["form"].errors == {"what": ["请选一个目标，或者写一句。"]}
    assert list(long.context["form"].errors) == ["what"]
    assert "长" * 41 in long.content.decode()
    assert not Goal.objects.exists()


def test_with_three_goals_the_form_says_so_and_keeps_what_was_typed(client, learner):
    address = url("goal-create", learner.pk)
    form = filled(client, address)
    for what in ("一", "二", "三"):
        make_goal(learner, what)

    assert "已有 3 个目标在做" in client.get(address).content.decode()
    page = client.post(address, form | {"what": "第四个目标"})

    assert "已有 3 个目标在做" in page.context["form"].errors["what"][0]
    assert "第四个目标" in page.content.decode()


def test_a_goal_half_written_is_kept_as_a_draft(client, learner):
    address = url("goal-create", learner.pk)

    client.post(address, filled(client, address) | {"what": "写到一半", "keep_draft": "1"})

    assert (Draft.objects.get().name, Goal.objects.count()) == ("目标", 0)


def test_a_band_takes_a_subject_and_a_word(client, learner, today):
    subject = make_subject()
    address = f"{url('progress-create', learner.pk)}?subject={subject.pk}"
    form = filled(client, address)
    assert (form["subject"], form["happened_on"]) == (str(subject.pk), str(today))

    after = client.post(address, form | {"band": "keeping"})

    assert after.url == f"{learner.get_absolute_url()}#progress"
    row = Progress.objects.get()
    assert (row.band, row.happened_on) == ("keeping", today)
    assert "数学的学习情况已记录。" in shown(client, learner).content.decode()


def test_bands_are_drawn_with_words_for_those_who_do_not_see(client, learner):
    make_progress(learner)
    make_progress(learner, band="easy", on=date(2026, 11, 20))

    text = shown(client, learner).content.decode()

    assert 'role="img" aria-label="数学：10月9日基本跟上，11月20日学得轻松"' in text
    assert '<polyline points="4,25 96,5"/>' in text
    for words in ("只和自己比", "看表格", "2026-10-09", "记一次学习情况"):
        assert words in text


def test_missing_values_are_named_at_their_fields(client, learner):
    address = url("progress-create", learner.pk)

    page = client.post(address, filled(client, address) | {"happened_on": ""})

    assert page.context["form"].errors == {
        "subject": ["请选择学科。"],
        "band": ["请选择这一段学得怎么样。"],
        "happened_on": ["请填写日期。"],
    }


def test_the_head_teacher_reads_the_goals_and_records_a_band(client, learner):
    goal = make_goal(learner)
    client.force_login(make_head(learner.student.enrolments.get().school_class).user)

    text = shown(client, learner).content.decode()

    assert goal.what in text
    assert ("定一个目标" in text, 'name="state"' in text) == (False, False)
    assert "记一次学习情况" in text
    address = url("goal-step", learner.pk, goal.pk)
    assert client.post(address, {"state": "done", "version": 1}).status_code == 404


def test_an_ended_pairing_shows_how_everything_stood(client, learner, committee):
    goal = make_goal(learner, steps=[("better", date(2026, 10, 20))])
    make_progress(learner)
    ended = {"until_on": date(2026, 11, 23), "end_reason": "other", "outcome": "paused"}
    Pairing.objects.filter(pk=learner.pk).update(**ended)
    assert shown(client, learner).status_code == 404

    client.force_login(committee)
    text = shown(client, learner).content.decode()

    assert 'class="gq-state-better" aria-current="step"' in text
    assert [words in text for words in ("定一个目标", 'name="state"', "记一次学习情况")] == [
        False
    ] * 3
    client.post(url("goal-step", learner.pk, goal.pk), {"state": "done", "version": 1})
    says = [str(one) for one in shown(client, learner).context["messages"]]
    assert says == ["这个结对已经结束，目标停在结束时的样子。"]
