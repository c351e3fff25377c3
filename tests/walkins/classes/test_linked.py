"""A member who is linked to a class reads its page without the roll, and nothing more of the school by it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from branch.core.models import AccessRecord
from branch.members.actions import release_member
from branch.school.actions import record_leaving
from branch.school.models import RollNumber
from branch.walkins.actions import end_class_posting
from branch.walkins.models import ClassPosting
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_family_need,
    make_family_pairing,
    make_hardship,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_posting,
    make_staff,
    make_student,
    make_visit,
)
from tests.unpacked import text_in
from tests.walkins.classes.rows import make_session
from tests.walkins.pages import shown_students

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
DAY = timedelta(days=1)
LISTS = (
    "portal:desk",
    "coverage:board",
    "ledgers:ledger-list",
    "walkins:classposting-list",
    "walkins:pairing-list",
    "walkins:familypairing-list",
    "walkins:familyneed-list",
    "walkins:visit-list",
    "walkins:visit-round",
    "activities:activity-list",
)
LEDGERS = ("contacts", "home-visits", "family-needs", "class-postings")
# what the facts about the pupils of the class would say
FACTS = {"褚遂宁", "照护不足", "生活帮扶", "0731"}


@pytest.fixture
def school_class():
    return make_class(number=3)


@pytest.fixture
def linked(client, school_class, term):
    """The member beside the class, signed in; a pupil of the class has everything that could be read."""
    linked = make_member()
    make_posting(member=linked, school_class=school_class)
    linked.pupil = make_student(school_class, name="褚遂宁")
    make_hardship(linked.pupil)
    make_pairing(student=make_need(linked.pupil, kind="living").student)
    make_visit(linked.pupil, is_hardship=True)
    make_visit(linked.pupil, state="planned", happened_on=TODAY + DAY)
    make_family_need(linked.pupil.family, kind="care")
    make_family_pairing(family=linked.pupil.family)
    RollNumber.objects.create(term=term, student=linked.pupil, number="0731")
    client.force_login(linked.staff.user)
    return linked


def page_address(school_class):
    return reverse("walkins:class-detail", args=[school_class.pk])


def figures(page):
    counts = page.context["counts"]
    return counts.waiting_says, counts.to_visit_says


def test_the_page_has_head_teacher_basis_sessions_and_counts(client, linked, school_class):
    make_head(school_class, staff=make_staff(name="韩若溪"))
    make_session(school_class, day=(2026, 10, 22), headcount=3)

    page = client.get(page_address(school_class))

    text = page.text
    words = ("班主任 韩若溪", "情绪的天气", "少于5人", "差 2 次", "少于5名")
    assert [word for word in words if word not in text] == []
    assert figures(page) == ("少于5名", "少于5名")
    assert "在籍" not in text


def read(client, school_class):
    """{address: all that is in the answer} of the pages and files that a linked member can open."""
    ledgers = [
        f"{reverse(f'ledgers:ledger-{way}', args=[slug])}?period=school_year"
        for slug in LEDGERS
        for way in ("detail", "print", "xlsx", "docx")
    ]
    addresses = [*(reverse(name) for name in LISTS), *ledgers, page_address(school_class)]
    answers = {address: client.get(address) for address in addresses}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {address: text_in(answer.getvalue()) for address, answer in answers.items()}


def told(texts):
    return {fact for fact in FACTS for text in texts.values() if fact in text}


def test_nothing_the_linked_member_can_open_has_a_fact_of_a_pupil(
    client, linked, school_class, committee
):
    texts = read(client, school_class)
    assert told(texts) == set()
    assert list(AccessRecord.objects.exclude(subjects={})) == []

    client.force_login(committee)
    assert told(read(client, school_class)) == FACTS


def test_the_search_finds_nobody_of_the_class(client, linked):
    found = client.get(reverse("portal:people"), {"q": "遂宁"})

    assert (found.status_code, "褚遂宁" in found.text) == (200, False)
    assert list(AccessRecord.objects.all()) == []


def test_the_school_s_pages_of_the_class_stay_closed(client, linked, school_class):
    closed = [
        school_class.get_absolute_url(),
        reverse("school:class-list"),
        reverse("school:class-print", args=[school_class.pk]),
        reverse("school:student-list"),
        linked.pupil.get_absolute_url(),
        linked.pupil.family.get_absolute_url(),
        reverse("walkins:need-list"),
        reverse("walkins:classposting-create"),
    ]

    assert [client.get(address).status_code for address in closed] == [403] * len(closed)


def test_only_own_pupils_and_families_are_named_and_recorded(client, linked, school_class):
    own, child = (make_student(school_class, name=name) for name in ("张晓雨", "李明"))
    elsewhere = make_student(name="林若楠")
    for pupil in (own, elsewhere):
        make_pairing(student=pupil, member=linked)
    make_family_pairing(family=make_hardship(child).student.family, member=linked)

    page = client.get(page_address(school_class))

    names = ("张晓雨", "李明家", "林若楠", "褚遂宁")
    assert [name in page.text for name in names] == [True, True, False, False]
    assert shown_students() == [own.pk, child.pk]


@pytest.mark.parametrize("count", range(7))
def test_counts_under_five_are_not_told(client, linked, school_class, count):
    linked.pupil.enrolments.all().delete()
    for n in range(20):
        pupil = make_student(school_class)
        if n < count:
            make_need(pupil)
        else:
            make_visit(pupil)

    says = "少于5名" if count < 5 else f"{count} 名"
    page = client.get(page_address(school_class))
    assert figures(page) == (says, says)
    assert f"<dd>{count}" not in page.text.replace(f"<dd>{count} 名", "" if count > 4 else "<dd>x")


def test_a_count_of_nearly_all_hides_the_few_others(client, linked, school_class):
    for _ in range(20):
        make_student(school_class)

    page = client.get(page_address(school_class))

    assert figures(page) == ("少于5名", "17 名以上")


def access(client, school_class):
    """The answers of the list and of the page."""
    return (
        client.get(reverse("walkins:classposting-list")).status_code,
        client.get(page_address(school_class)).status_code,
    )


def test_a_posting_ended_by_hand_gives_no_access_at_once(client, linked, school_class, committee):
    assert access(client, school_class) == (200, 200)

    end_class_posting(ClassPosting.objects.get(), until_on=TODAY, version=1, on=TODAY, by=committee)

    assert access(client, school_class) == (403, 403)


@pytest.mark.parametrize(
    "days", [{"from_on": TODAY + DAY}, {"until_on": TODAY - DAY}, {"is_void": True}]
)
def test_a_posting_of_other_days_gives_none(client, linked, school_class, days):
    ClassPosting.objects.update(**days)

    assert access(client, school_class) == (403, 403)


def test_a_last_day_known_beforehand_is_still_a_day(client, linked, school_class):
    ClassPosting.objects.update(until_on=TODAY)

    assert access(client, school_class) == (200, 200)


def test_a_member_released_today_has_none(client, linked, school_class, committee):
    version = linked.version
    release_member(linked, until_on=TODAY, version=version, on=TODAY, by=committee)

    assert access(client, school_class) == (403, 403)


def test_a_colleague_who_left_has_none(client, linked, school_class, administrator):
    staff = linked.staff
    record_leaving(staff, until_on=TODAY, version=staff.version, on=TODAY, by=administrator)

    assert access(client, school_class) == (302, 302)


def test_a_class_that_has_left_is_closed(client, linked, school_class):
    school_class.entry_year = 2023
    school_class.save()

    assert access(client, school_class) == (200, 404)


def test_another_class_and_its_posting_are_closed(client, linked):
    other = make_posting().school_class

    listed = client.get(reverse("walkins:classposting-list")).context["object_list"]

    assert client.get(page_address(other)).status_code == 404
    assert other not in listed
    assert ClassPosting.objects.visible_to(linked.staff.user, on=TODAY).count() == 1


def test_whoever_heads_the_class_too_reads_it_whole(client, linked, school_class):
    make_head(school_class, staff=linked.staff)

    assert "褚遂宁" in client.get(page_address(school_class)).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_pupils(
    client, linked, school_class, count, django_assert_num_queries
):
    for _ in range(count):
        make_pairing(student=make_student(school_class), member=linked)
        family = make_hardship(make_student(school_class)).student.family
        make_family_pairing(family=family, member=linked)
        make_session(school_class, day=(2026, 10, 22))
    client.get(page_address(school_class))

    with django_assert_num_queries(21):
        client.get(page_address(school_class))


def test_the_plan_of_another_day_is_not_read_by_an_old_posting(client, linked, school_class):
    """One's own postings of the past are no longer one's own, as ended pairings are not."""
    ClassPosting.objects.update(from_on=date(2026, 3, 2), until_on=date(2026, 6, 30))

    assert list(ClassPosting.objects.visible_to(linked.staff.user, on=TODAY)) == []
