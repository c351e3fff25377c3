"""The pages of plans: solved while one waits, compared with before, locked, published, taken back."""

import pytest
from django.urls import reverse

from branch.core.models import UndoStep
from branch.school.models import Teaching
from branch.walkins.models import ClassPosting, PostingPlan
from tests.factories import make_guardian, make_member, make_pairing, make_student
from tests.operations.jobs import work
from tests.walkins.pages import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
LIST, NEW = reverse("walkins:plan-list"), reverse("walkins:plan-create")


def text_of(page):
    """The main part without markup and spaces."""
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return "".join("".join(part.partition(">")[2] for part in main.split("<")).split())


def test_a_plan_is_started_and_shown_once_it_is_solved(
    as_committee, school, term, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        started = as_committee.post(NEW, filled(as_committee, NEW) | {"term": term.pk})
    waiting = as_committee.get(started.url)
    work()
    solved = as_committee.get(started.url)

    assert (waiting.headers["Refresh"], "正在计算" in waiting.text) == ("2", True)
    assert ("Refresh" in solved.headers, "正在计算" in solved.text) == (False, False)
    name = school.members[0].staff.name
    assert f"{name}教初二（3）班数学任教本班" in text_of(solved)


def test_the_page_says_what_is_kept_new_or_changed_and_why(as_committee, solved, school, term):
    left, kept = make_member(), school.members[1]
    for member, school_class in zip((left, kept), school.classes, strict=True):
        ClassPosting.objects.create(
            member=member, school_class=school_class, basis="taught_class", from_on="2026-09-01"
        )
    left.staff.until_on = "2026-11-20"
    left.staff.save()

    text = text_of(as_committee.get(solved(term).get_absolute_url()))

    assert f"换原{left}，已离校或外出" in text
    assert "不变1个班另有换1、新0" in text
    assert "任教本班2个班原来2个班" in text


def test_a_class_without_anybody_says_why_and_what_to_do(as_committee, solved, school, term):
    for phone, member in enumerate(school.members):
        child = make_student(school.classes[0])
        make_guardian(child, staff=member.staff, phone=f"1390000001{phone}")

    text = text_of(as_committee.get(solved(term).get_absolute_url()))

    assert "还有1个班没有排上：初二（3）班。" in text
    assert "按规定都不能安排：子女在这个班。" in text
    assert "松开一个锁定" not in text


def test_ticks_and_a_choice_by_hand_are_locked(
    as_committee, solved, school, term, django_capture_on_commit_callbacks
):
    plan = solved(term)
    (first, own), (second, other) = zip(school.members, school.classes, strict=True)
    address = plan.get_absolute_url()
    form = filled(as_committee, address)
    by_hand = {"school_class": other.pk, "member": first.pk, "lock": []}

    with django_capture_on_commit_callbacks(execute=True):
        as_committee.post(address, form | by_hand)
    work()

    plan.refresh_from_db()
    assert set(plan.locks.values_list("member", "school_class")) == {(first.pk, other.pk)}
    assert {(line.member, line.school_class) for line in plan.lines.linked()} == {
        (first, other),
        (second, own),
    }
    assert filled(as_committee, address)["lock"] == [f"{other.pk}-{first.pk}"]


def test_a_lock_that_is_not_in_the_plan_yet_can_be_taken_back(as_committee, solved, school, term):
    plan = solved(term)
    plan.locks.create(member=school.members[0], school_class=school.classes[1])

    text = text_of(as_committee.get(plan.get_absolute_url()))

    assert f"初二（4）班{school.members[0]}已锁定，还没有算进方案锁定" in text


def test_a_class_without_a_member_chosen_is_refused_and_the_ticks_stay(
    as_committee, solved, school, term
):
    plan = solved(term)
    key = f"{school.classes[0].pk}-{school.members[0].pk}"
    form = filled(as_committee, plan.get_absolute_url())

    page = as_committee.post(
        plan.get_absolute_url(), form | {"lock": [key], "school_class": school.classes[0].pk}
    )

    assert page.context["form"].errors == {"member": ["请把班级和党员都选上，或者都不选。"]}
    assert page.context["form"]["lock"].value() == [key]


def publish(client, plan, **chosen):
    """Tap 发布方案 on the page with these choices, as a browser with or without scripts does."""
    address = plan.get_absolute_url()
    return client.post(address, filled(client, address) | {"publish": "1"} | chosen, follow=True)


def test_a_plan_is_published_by_one_button_and_taken_back_by_another(
    as_committee, solved, school, term
):
    plan = solved(term)

    page = publish(as_committee, plan)
    taken_back = reverse("portal:step-undo", args=[UndoStep.objects.get().token])

    assert "方案已发布，从今天起执行，党员和班主任现在就能在班级页看到。" in text_of(page)
    assert ClassPosting.objects.count() == 2
    assert page.text.count("/undo/") == page.text.count(taken_back) == 1
    as_committee.post(taken_back)
    assert (ClassPosting.objects.count(), PostingPlan.objects.get().is_draft) == (0, True)


def test_a_plan_of_a_later_term_says_from_when_it_counts(as_committee, solved, school, next_term):
    page = publish(as_committee, solved(next_term))

    assert "方案已发布，从3月1日周一起执行，到那天党员和班主任在班级页看得到。" in text_of(page)


def test_a_plan_with_other_ticks_than_it_was_solved_with_is_not_published(
    as_committee, solved, school, term
):
    plan = solved(term)
    key = f"{school.classes[0].pk}-{school.members[0].pk}"

    page = publish(as_committee, plan, lock=[key])

    assert "还有1处要改，才能发布锁定改过了，还没有重新计算。请先点“重新计算”" in text_of(page)
    assert page.context["form"]["lock"].value() == [key]
    assert not ClassPosting.objects.exists()


def test_a_plan_with_a_choice_by_hand_that_was_not_solved_is_not_published(
    as_committee, solved, school, term
):
    chosen = {"school_class": school.classes[1].pk, "member": school.members[0].pk}

    page = publish(as_committee, solved(term), **chosen)

    form = page.context["form"]
    assert "请先点“重新计算”" in form.errors["__all__"][0]
    assert {name: int(form[name].value()) for name in chosen} == chosen
    assert not ClassPosting.objects.exists()


@pytest.mark.parametrize("button", [{}, {"publish": "1"}])
def test_a_plan_changed_since_the_page_was_read_keeps_what_was_chosen(
    as_committee, solved, school, term, button
):
    plan = solved(term)
    address = plan.get_absolute_url()
    key = f"{school.classes[1].pk}-{school.members[0].pk}"
    stale = filled(as_committee, address) | {"version": plan.version - 1, "lock": [key]}

    page = as_committee.post(address, stale | button)

    assert (page.status_code, "这份方案刚被别人改过" in page.text) == (409, True)
    assert f'name="lock" value="{key}" id="id_lock_2" checked' in page.text
    assert not ClassPosting.objects.exists()


def test_a_tick_that_names_no_class_is_refused(as_committee, solved, school, term):
    page = publish(as_committee, solved(term), lock=["9999-1", "x", f"{school.classes[0].pk}-9"])

    assert "勾选的锁定里有一项已经变了" in page.text


def test_without_a_term_each_page_says_what_to_do(as_committee):
    for address in (LIST, NEW):
        assert "请先登记当前或下一个学期" in as_committee.get(address).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_however_many_members(
    as_committee, solved, school, term, count, django_assert_num_queries
):
    for _ in range(count):
        make_pairing(member=make_member())
    plan = solved(term)
    as_committee.get(LIST)

    with django_assert_num_queries(7):
        as_committee.get(LIST)
    with django_assert_num_queries(17):
        as_committee.get(plan.get_absolute_url())


def test_while_it_is_solved_again_nothing_can_be_ticked_and_lost(
    as_committee, solved, school, term
):
    plan = solved(term)
    address = plan.get_absolute_url()

    as_committee.post(address, filled(as_committee, address))
    page = as_committee.get(address)

    assert [f">{name}</button>" in page.text for name in ("重新计算", "发布方案")] == [False, False]
    assert "教初二（3）班数学" in page.text


def test_a_class_without_a_head_teacher_and_a_member_without_subjects_are_planned(
    as_committee, solved, school, term
):
    school.heads[0].head_posts.all().delete()
    Teaching.objects.filter(staff=school.members[0].staff).delete()

    page = as_committee.get(solved(term).get_absolute_url())

    assert f"初二（3）班还没有班主任{school.members[0]}统筹安排" in text_of(page)


def test_a_member_who_is_moved_to_another_class_is_said_to_be_linked_there(
    as_committee, solved, school, term
):
    member, (_, other) = school.members[0], school.classes
    ClassPosting.objects.create(
        member=member, school_class=other, basis="plain", from_on="2026-09-01"
    )

    text = text_of(as_committee.get(solved(term).get_absolute_url()))

    assert f"换原{member}，改联系初二（3）班" in text


def test_the_page_says_what_the_points_are_for_and_from_when_they_count(
    as_committee, solved, school, term
):
    text = text_of(as_committee.get(solved(term).get_absolute_url()))

    assert "分值只用来比较各种排法，不记在任何人名下。" in text
    assert "到了那天再点“重新计算”，就按新的数算。" in text
    assert "不打分" not in text
    assert "原来指11月23日周一的安排" in text
    assert "（选填）" not in text


def test_each_page_of_plans_stands_under_linked_classes(as_committee, solved, school, term):
    pages = [LIST, NEW, solved(term).get_absolute_url()]

    trails = [as_committee.get(page).context["above"] for page in pages]
    above = [("联系班级", reverse("walkins:classposting-list"))]
    assert trails == [above, [*above, ("分配方案", LIST)], [*above, ("分配方案", LIST)]]
