"""What happened after a plan was solved, and whose notices of a class are still true."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from branch.core.periods import Period
from branch.core.undo import undo
from branch.coverage.models import Notice
from branch.members.actions import release_member
from branch.school.actions import appoint_head
from branch.school.models import Teaching
from branch.walkins.classes.actions import (
    end_class_posting,
    publish_plan,
    start_class_posting,
)
from branch.walkins.ledgers import PlanLedger
from branch.walkins.models import ClassPosting
from tests.factories import make_member, make_posting, make_staff
from tests.operations.jobs import work
from tests.threads import meanwhile
from tests.walkins.plans.conftest import lock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]


def publish(plan, *, on, by):
    locks = set(plan.locks.values_list("member", "school_class"))
    return publish_plan(plan, locks=locks, version=plan.version, on=on, by=by)


def link(member, school_class, *, on, by, from_on=None):
    return start_class_posting(
        member=member, school_class=school_class, from_on=from_on or on, on=on, by=by
    )


def told(staff):
    return Notice.objects.filter(user=staff.user).exists()


def opened(client, staff):
    """The answer at the end of the way from the colleague's only notice."""
    client.force_login(staff.user)
    notice = Notice.objects.get(user=staff.user)
    return client.post(reverse("coverage:notice-open", args=[notice.pk]), follow=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("on_disk")
def test_a_member_who_is_released_at_that_moment_is_not_linked(
    solved, school, term, today, committee
):
    plan, leaving, refused = solved(term), school.members[0], []

    def publishing():
        with pytest.raises(ValidationError, match="请重新计算再发布") as refusal:
            publish(plan, on=today, by=committee)
        refused.append(refusal)

    with meanwhile(publishing) as begin:
        last = today - timedelta(days=1)
        release_member(leaving, until_on=last, version=leaving.version, on=today, by=committee)
        begin()

    assert (len(refused), ClassPosting.objects.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("on_disk")
def test_a_plan_taken_back_at_that_moment_leaves_nobody_linked_beside_the_next(
    solved, school, term, next_term, today, committee
):
    make_posting(member=school.members[0], school_class=school.classes[1])
    step, following = publish(solved(term), on=today, by=committee), solved(next_term)

    with meanwhile(lambda: publish(following, on=today, by=committee)) as begin:
        undo(step, on=today, at=timezone.now(), by=committee)
        begin()

    rows = ClassPosting.objects.active_on(next_term.starts_on)
    assert {row.plan for row in rows} == {following}


def test_a_basis_that_is_no_longer_true_is_not_published(solved, school, term, today, committee):
    plan = solved(term)
    Teaching.objects.filter(staff=school.members[0].staff, term=term).delete()

    with pytest.raises(ValidationError, match="任教有了变化"):
        publish(plan, on=today, by=committee)


def test_a_plan_whose_locks_could_not_be_solved_is_not_published(
    solved, school, term, today, committee, django_capture_on_commit_callbacks
):
    plan, gone = solved(term), make_member()
    with django_capture_on_commit_callbacks(execute=True):
        lock(plan, (gone, school.classes[0]), on=today, by=committee)
    gone.statuses.update(until_on=today - timedelta(days=1))
    work()
    plan.refresh_from_db()
    assert plan.job.failure

    with pytest.raises(ValidationError, match="锁定还没有算进方案"):
        publish(plan, on=today, by=committee)


def test_postings_of_a_later_term_are_not_cancelled_by_a_plan(
    solved, school, term, next_term, today, committee
):
    publish(solved(next_term), on=today, by=committee)

    with pytest.raises(ValidationError, match="以后学期"):
        publish(solved(term), on=today, by=committee)

    assert ClassPosting.objects.filter(from_on=next_term.starts_on).count() == 2


def test_the_table_of_a_draft_names_the_head_teachers_of_its_page(
    solved, school, term, today, committee
):
    solved(term)
    make_head_of(school.classes[0], "韩若溪", on=today, by=committee)

    rows = PlanLedger().rows(committee, period=Period(term.starts_on, today, ""), filters=None)

    assert "韩若溪" in [row.head for row in rows]


def make_head_of(school_class, name, *, on, by):
    appoint_head(school_class=school_class, staff=make_staff(name=name), from_on=on, by=by)


def test_who_is_no_longer_linked_is_not_told_of_it(solved, school, term, today, committee):
    former, school_class = school.members[0], school.classes[1]
    begun = today - timedelta(days=3)
    link(former, school_class, from_on=begun, on=today, by=committee)

    publish(solved(term), on=today, by=committee)

    about = Notice.objects.filter(user=former.staff.user)
    assert list(about.values_list("subject_id", flat=True)) == [school.classes[0].pk]


def test_a_plan_taken_back_leaves_what_was_told_of_others(solved, school, term, today, committee):
    step, other = publish(solved(term), on=today, by=committee), make_member()
    link(other, school.classes[0], on=today, by=committee)

    undo(step, on=today, at=timezone.now(), by=committee)

    people = [other.staff, school.heads[0], *(member.staff for member in school.members)]
    assert [told(person) for person in people] == [True, True, False, False]


def test_a_posting_that_is_taken_back_is_told_to_nobody(school, today, committee):
    posting = link(school.members[0], school.classes[0], on=today, by=committee)
    assert told(school.heads[0])

    end_class_posting(posting, until_on=today, version=1, on=today, by=committee)

    assert not Notice.objects.exists()


def test_the_notice_of_a_former_head_teacher_leads_nowhere_and_goes(
    client, school, term, today, committee
):
    link(school.members[0], school.classes[0], on=today, by=committee)
    make_head_of(school.classes[0], "韩若溪", on=today, by=committee)

    page = opened(client, school.heads[0])

    assert (page.status_code, told(school.heads[0])) == (200, False)
    assert "不再归您办理" in page.text


def test_the_notice_of_a_member_released_since_goes_too(client, school, term, today, committee):
    member = school.members[0]
    link(member, school.classes[0], on=today, by=committee)
    member.statuses.update(until_on=today - timedelta(days=1))

    assert opened(client, member.staff).status_code == 200
    assert not told(member.staff)


def test_a_plan_solved_again_in_another_tab_is_shown_beside_the_ticks(
    client, solved, school, term, committee
):
    plan = solved(term)
    client.force_login(committee)
    token = client.get(plan.get_absolute_url()).context["form"]["form_token"].value()
    ticked = f"{school.classes[0].pk}-{school.members[0].pk}"
    typed = {"form_token": token, "version": plan.version - 1, "lock": [ticked]}

    page = client.post(plan.get_absolute_url(), typed)

    assert (page.status_code, f"初二（3）班 {school.members[0]}" in page.text) == (409, True)
    assert f'value="{ticked}"' in page.text
