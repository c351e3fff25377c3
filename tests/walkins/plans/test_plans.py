"""Plans: what the planner is given, what is stored, published and taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from branch.core.models import AuditEvent, Figure
from branch.core.undo import undo
from branch.coverage.models import Excuse, Notice
from branch.coverage.notices import with_details
from branch.school.models import HeadTeacherPost
from branch.walkins.classes import actions
from branch.walkins.classes.actions import end_class_posting, start_class_posting
from branch.walkins.classes.inputs import Inputs
from branch.walkins.models import ClassPosting, PostingPlan
from tests.factories import (
    make_class,
    make_guardian,
    make_head,
    make_member,
    make_posting,
    make_student,
)
from tests.walkins.plans.conftest import lock, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]


def links(plan):
    """{(member, class, basis)} of a plan's lines."""
    rows = plan.lines.linked().select_related("member", "school_class")
    return {(line.member, line.school_class, line.basis) for line in rows}


def posted(day):
    """{(member, class): first day} of the postings of a day."""
    rows = ClassPosting.objects.active_on(day).select_related("member", "school_class")
    return {(row.member, row.school_class): row.from_on for row in rows}


def publish(plan, *, on, by):
    locks = {(lock.member_id, lock.school_class_id) for lock in plan.locks.all()}
    return actions.publish_plan(plan, locks=locks, version=plan.version, on=on, by=by)


def pairs(school, *, crossed=False):
    classes = school.classes[::-1] if crossed else school.classes
    return list(zip(school.members, classes, strict=True))


def test_a_plan_puts_each_member_beside_the_class_they_teach(solved, school, term):
    plan = solved(term)

    assert links(plan) == {(*pair, "taught_class") for pair in pairs(school)}
    assert (plan.capacity, plan.is_draft) == (2, True)
    assert plan.compared_on == date(2026, 11, 23)


def test_who_heads_a_class_is_away_or_has_left_is_no_candidate(school, term, today):
    away, gone, head = make_member(), make_member(), make_member()
    HeadTeacherPost.objects.filter(school_class=school.classes[0]).update(staff=head.staff)
    Excuse.objects.create(
        subject_type="members.member",
        subject_id=away.pk,
        reason="支教",
        from_on=today,
        set_by=away.staff.user,
    )
    gone.staff.until_on = today - timedelta(days=1)
    gone.staff.save()

    found = Inputs.of(term, on=today)

    assert {member.id for member in found.members} == {member.pk for member in school.members}


def test_what_counts_how_much_is_what_the_school_set(school, term, today, secretary):
    Figure.objects.create(key="walkins.plan_kept", value=70, from_on=today, set_by=secretary)

    weights = Inputs.of(term, on=today).weights

    assert (weights.kept, weights.same_class, weights.capacity) == (70, 100, 2)


def test_nobody_is_put_beside_the_class_of_an_own_child(solved, school, term):
    child = make_student(school.classes[0])
    make_guardian(child, staff=school.members[0].staff)

    plan = solved(term)

    assert {pair[:2] for pair in links(plan)} == set(pairs(school, crossed=True))


def test_a_class_that_is_barred_to_all_says_by_which_rule(solved, school, term):
    for phone, member in enumerate(school.members):
        make_guardian(
            make_student(school.classes[0]), staff=member.staff, phone=f"1390000001{phone}"
        )

    plan = solved(term)

    (line,) = plan.lines.filter(member=None)
    assert (line.school_class, line.cause, line.rules) == (
        school.classes[0],
        "barred",
        ["子女在这个班"],
    )


def test_a_lock_is_in_every_plan(solved, school, term):
    plan = solved(term, *pairs(school, crossed=True)[:1])

    assert set(pairs(school, crossed=True)) == {pair[:2] for pair in links(plan)}
    assert {link[2] for link in links(plan)} == {"taught_grade"}


def test_a_lock_that_no_plan_can_have_is_refused_by_name(solved, school, term, today, committee):
    plan = solved(term)
    child = make_student(school.classes[0])
    make_guardian(child, staff=school.members[0].staff)

    with pytest.raises(ValidationError) as refusal:
        lock(plan, *pairs(school)[:1], on=today, by=committee)

    name = school.members[0].staff.name
    assert refusal.value.message_dict == {
        "lock": [f"初二（3）班、{name}：有一个锁定不能安排：子女在这个班。请解除这个锁定。"]
    }


def test_publishing_begins_postings_today_and_ends_the_former_the_day_before(
    solved, school, term, today, committee
):
    member, school_class = pairs(school, crossed=True)[0]
    former = ClassPosting.objects.create(
        member=member, school_class=school_class, basis="plain", from_on=date(2026, 9, 1)
    )
    plan = solved(term)

    publish(plan, on=today, by=committee)

    former.refresh_from_db()
    assert posted(today) == dict.fromkeys(pairs(school), today)
    assert former.until_on == today - timedelta(days=1)
    assert AuditEvent.objects.filter(verb="plan.published", actor=committee).count() == 1


def test_a_plan_of_the_next_term_begins_on_its_first_day(
    solved, school, next_term, today, committee
):
    ClassPosting.objects.create(
        member=school.members[0],
        school_class=school.classes[0],
        basis="plain",
        from_on=date(2026, 9, 1),
    )

    publish(solved(next_term), on=today, by=committee)

    assert posted(today) == {pairs(school)[0]: date(2026, 9, 1)}
    assert posted(next_term.starts_on) == dict.fromkeys(pairs(school), next_term.starts_on)
    assert set(posted(date(2027, 2, 28))) == {pairs(school)[0]}


def test_a_published_plan_is_taken_back_on_its_day(solved, school, term, today, committee):
    former = ClassPosting.objects.create(
        member=school.members[0],
        school_class=school.classes[0],
        basis="plain",
        from_on=date(2026, 9, 1),
    )
    plan = solved(term)
    step = publish(plan, on=today, by=committee)

    undo(step, on=today, at=timezone.now(), by=committee)

    assert list(ClassPosting.objects.all()) == [former]
    assert ClassPosting.objects.get().until_on is None
    assert PostingPlan.objects.get().is_draft


def test_members_and_head_teachers_are_told_of_a_plan_until_it_is_taken_back(
    solved, school, term, today, committee
):
    step = publish(solved(term), on=today, by=committee)
    told = set(Notice.objects.values_list("user", "subject_id"))

    undo(step, on=today, at=timezone.now(), by=committee)

    assert told == {
        (staff.user_id, school_class.pk)
        for people in ([member.staff for member in school.members], school.heads)
        for staff, school_class in zip(people, school.classes, strict=True)
    }
    assert not Notice.objects.exists()


def test_a_plan_is_not_taken_back_the_day_after(solved, school, term, today, committee):
    step = publish(solved(term), on=today, by=committee)

    with pytest.raises(ValidationError, match="已过当天"):
        undo(step, on=today + timedelta(days=1), at=timezone.now(), by=committee)

    assert set(posted(today)) == set(pairs(school))


def test_a_plan_is_not_taken_back_once_something_was_recorded(
    solved, school, term, today, committee
):
    step = publish(solved(term), on=today, by=committee)
    make_session(school.classes[0], present=[school.members[0].staff])

    with pytest.raises(ValidationError, match="已经参加了班级团辅"):
        undo(step, on=today, at=timezone.now(), by=committee)

    assert set(posted(today)) == set(pairs(school))


def test_a_plan_whose_people_changed_is_solved_again_first(solved, school, term, today, committee):
    plan = solved(term)
    make_head(make_class(number=9), staff=school.members[0].staff)

    with pytest.raises(ValidationError, match="请重新计算再发布"):
        publish(plan, on=today, by=committee)

    assert posted(today) == {}


def test_a_plan_is_published_once(solved, school, term, today, committee):
    plan = solved(term)
    publish(plan, on=today, by=committee)
    plan.refresh_from_db()

    with pytest.raises(ValidationError, match="已经发布"):
        publish(plan, on=today, by=committee)

    assert ClassPosting.objects.count() == 2


def test_a_plan_that_is_still_being_solved_is_not_published(school, term, today, committee):
    plan = actions.start_plan(term=term, on=today, at=timezone.now(), by=committee)

    with pytest.raises(ValidationError, match="还没有计算好"):
        publish(plan, on=today, by=committee)


def test_a_plan_of_a_school_without_members_or_classes_is_empty(solved, term, today, committee):
    plan = solved(term)

    assert list(plan.lines.all()) == []
    with pytest.raises(ValidationError, match="还没有排上的党员"):
        publish(plan, on=today, by=committee)


def test_a_term_has_one_draft(solved, school, term):
    assert solved(term) == solved(term)
    assert PostingPlan.objects.count() == 1


def test_a_term_that_is_over_gets_no_plan(school, term, committee):
    with pytest.raises(ValidationError, match="已经结束"):
        actions.start_plan(term=term, on=date(2027, 2, 1), at=timezone.now(), by=committee)


def test_a_plan_of_a_term_that_is_over_is_neither_solved_nor_published(
    solved, school, term, today, committee
):
    plan, later = solved(term), date(2027, 2, 1)

    for step in (
        lambda: lock(plan, on=later, by=committee),
        lambda: publish(plan, on=later, by=committee),
    ):
        with pytest.raises(ValidationError, match="已经结束"):
            step()

    assert posted(today) == {}


def test_a_class_that_came_after_the_plan_was_solved_is_planned_first(
    solved, school, term, today, committee
):
    plan = solved(term)
    make_class()

    with pytest.raises(ValidationError, match="请重新计算再发布"):
        publish(plan, on=today, by=committee)


def test_only_the_job_that_was_started_last_stores_its_plan(solved, school, term, today, committee):
    plan = solved(term)
    first = plan.job
    lock(plan, on=today, by=committee)

    with pytest.raises(ValidationError, match="之后又重新计算过"):
        actions.store_solution(plan, None, job=first, compared_on=today, at=timezone.now())


def test_who_is_told_of_a_class_can_open_it_from_its_first_day(
    client, solved, school, term, next_term, today, committee
):
    publish(solved(next_term), on=today, by=committee)
    member = school.members[0].staff.user
    client.force_login(member)
    notice = Notice.objects.get(user=member)

    early = client.post(reverse("coverage:notice-open", args=[notice.pk]), follow=True)

    assert (early.status_code, early.redirect_chain[-1][0]) == (200, "/desk/coverage/notices/")
    assert notice.url_on(next_term.starts_on) == reverse(
        "walkins:class-detail", args=[school.classes[0].pk]
    )


def test_the_linked_member_comes_from_the_notice_to_the_page_of_the_class(
    client, solved, school, term, today, committee
):
    publish(solved(term), on=today, by=committee)
    member = school.members[0].staff.user
    client.force_login(member)
    notice = Notice.objects.get(user=member)

    page = client.post(reverse("coverage:notice-open", args=[notice.pk]), follow=True)

    assert (page.status_code, page.context["object"]) == (200, school.classes[0])


def test_a_session_of_a_member_who_stood_there_before_keeps_no_plan_from_being_taken_back(
    solved, school, term, today, committee
):
    member, school_class = pairs(school)[0]
    linked(member, school_class)
    make_session(school_class, present=[member.staff])
    step = publish(solved(term), on=today, by=committee)

    undo(step, on=today, at=timezone.now(), by=committee)

    assert posted(today) == {(member, school_class): date(2026, 9, 1)}


def test_a_member_who_stays_linked_to_a_class_is_told_nothing_new(
    solved, school, term, today, committee
):
    linked(*pairs(school)[0])

    publish(solved(term), on=today, by=committee)

    new_to = {school.members[1].staff.user_id, school.heads[1].user_id}
    assert set(Notice.objects.values_list("user", flat=True)) == new_to
    assert AuditEvent.objects.filter(verb="classposting.started").count() == 2


def test_who_moves_to_another_class_is_told_both_in_one_notice(
    solved, school, term, today, committee
):
    member, school_class = pairs(school)[0]
    linked(member, make_class(entry_year=2022))

    publish(solved(term), on=today, by=committee)

    (notice,) = with_details(
        list(Notice.objects.filter(user=member.staff.user)), user=member.staff.user, on=today
    )
    name = school_class.name_on(today)
    assert notice.detail == f"{name}，11月24日 起；原来联系、没有再排的班，到前一天为止"
    others = Notice.objects.exclude(user=member.staff.user)
    assert set(others.values_list("kind", flat=True)) == {"walkins.class_linked"}


def test_the_end_of_one_posting_leaves_the_notices_of_others(school, today, committee):
    school_class, (leaving, coming) = school.classes[0], school.members
    rows = [
        start_class_posting(
            member=member, school_class=school_class, from_on=today, on=today, by=committee
        )
        for member in (leaving, coming)
    ]

    end_class_posting(rows[0], until_on=today, version=1, on=today, by=committee)

    still_told = {coming.staff.user_id, school.heads[0].user_id}
    assert set(Notice.objects.values_list("user", flat=True)) == still_told


def linked(member, school_class):
    """A posting since the first day of the term."""
    return make_posting(member=member, school_class=school_class)
