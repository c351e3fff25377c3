from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from branch.accounts.models import Role
from branch.walkins import actions
from branch.walkins.models import SupportNeed
from tests.factories import make_grant, make_need, make_pairing, make_student

pytestmark = pytest.mark.django_db
KIND = SupportNeed.Kind


def raise_need(by, today, student=None, kind=KIND.LIVING):
    return actions.raise_need(student=student or make_student(), kind=kind, on=today, by=by)


def pupil_of(head):
    return make_student(head.head_posts.get().school_class)


def test_a_need_of_a_head_teacher_names_the_head_teacher_as_source(head, today):
    need = raise_need(head.user, today, pupil_of(head))

    assert need.get_raised_as_display() == "班主任提出"


@pytest.mark.parametrize("who", ["counsellor", "committee"])
def test_every_other_need_names_the_school_as_source(request, today, who):
    need = raise_need(request.getfixturevalue(who), today)

    assert need.get_raised_as_display() == "学校提出"


def test_a_need_of_a_counsellor_who_heads_the_class_names_the_school(head, today):
    make_grant(head.user, Role.COUNSELLOR)

    need = raise_need(head.user, today, pupil_of(head))

    assert need.get_raised_as_display() == "学校提出"


def test_one_open_need_per_student_and_kind(committee, today):
    open_need = make_need(kind=KIND.LIVING)

    with pytest.raises(ValidationError, match="还没有办结"):
        raise_need(committee, today, open_need.student)

    raise_need(committee, today, open_need.student, KIND.COMPANY)


def test_a_need_closes_once_with_a_reason(committee, today):
    need = make_need()
    closing = {"on": today, "reason": SupportNeed.CloseReason.MET, "by": committee}

    closed = actions.close_need(need, version=need.version, **closing)

    assert (closed.until_on, closed.is_open) == (today - timedelta(days=1), False)
    with pytest.raises(ValidationError, match="已经办结"):
        actions.close_need(closed, version=closed.version, **closing)


@pytest.mark.parametrize(("days", "sentence"), [(0, "请选择原因"), (-99, "不能早于提出日期")])
def test_a_need_does_not_close_without_a_reason_or_before_it_began(
    committee, today, days, sentence
):
    reason = SupportNeed.CloseReason.MET if days else ""

    with pytest.raises(ValidationError, match=sentence):
        actions.close_need(
            make_need(), on=today + timedelta(days=days), reason=reason, version=1, by=committee
        )


def test_the_last_need_of_a_paired_student_closes_only_with_the_pairing(committee, today):
    pairing = make_pairing()
    first, second = pairing.student.needs.get(), make_need(pairing.student, kind=KIND.LIVING)
    closing = {"on": today, "reason": SupportNeed.CloseReason.MET, "version": 1, "by": committee}

    actions.close_need(first, **closing)
    with pytest.raises(ValidationError, match="请先结束结对"):
        actions.close_need(second, **closing)

    assert list(SupportNeed.objects.open()) == [second]


def test_a_closed_need_is_open_until_the_day_it_closed(committee, today):
    actions.close_need(make_need(), on=today, reason="met", version=1, by=committee)

    assert SupportNeed.objects.open_on(today - timedelta(days=1)).exists()
    assert not SupportNeed.objects.open_on(today).exists()
