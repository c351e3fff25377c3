"""任命班主任 of a member: the form shows the hours, asks once for a reason, and never refuses."""

from datetime import date

import pytest
from django.urls import reverse

from branch.school.models import HeadTeacherPost
from branch.walkins.models import HeadTeacherWaiver
from tests.activities.factories import at
from tests.costs import cost_of
from tests.factories import make_class, make_head, make_member, make_staff
from tests.walkins.classes.heads import make_training, make_waiver
from tests.walkins.pages import filled

pytestmark = pytest.mark.django_db
SAYS = "韩若溪的心理健康教育学时：现有 4，应有 6，还差 2。"
ASKS = "请写先上岗后补学的原因；还不清楚的，勾选“原因以后补”。"
DONE = "韩若溪任初二（5）班班主任，2026-11-24 起，已登记。"
ANSWERS = {"reason": "8 月下旬接任。", "make_up_by": "2026-12-31"}


@pytest.fixture(autouse=True)
def _on_the_day(the_day):
    """The form is filled in on 2026-11-24."""


@pytest.fixture
def place():
    return make_class(number=5)


@pytest.fixture
def lacking():
    """A member with four of six hours."""
    member = make_member(staff=make_staff(name="韩若溪"))
    make_training(member.staff, psychology_hours=4)
    return member.staff


@pytest.fixture
def appoint(client, as_administrator, place):
    """Send the form for a colleague, with what is typed beside."""
    address = reverse("school:head-appoint", args=[place.pk])
    form = filled(client, address)
    return lambda staff, **typed: client.post(address, form | {"staff": staff.pk, **typed})


def said_after(client, page):
    return [str(message) for message in client.get(page.url).context["messages"]]


def test_hours_that_lack_are_shown_and_a_reason_is_asked_once(appoint, lacking):
    page = appoint(lacking)

    form = page.context["form"]
    assert HeadTeacherPost.objects.count() == 0
    assert dict(form.errors) == {"reason": [ASKS], "make_up_by": ["请填写补学期限。"]}
    assert list(form.fields)[-3:] == ["reason", "make_up_by", "later"]
    assert (form["staff"].value(), form["from_on"].value()) == (str(lacking.pk), "2026-11-24")
    assert page.text.count(SAYS) == 1


def test_post_and_reason_are_stored_together(client, appoint, administrator, lacking, place):
    page = appoint(lacking, **ANSWERS)

    post, waiver = HeadTeacherPost.objects.get(), HeadTeacherWaiver.objects.get()
    assert page.url == place.get_absolute_url()
    assert said_after(client, page) == [DONE + SAYS]
    assert (post.staff, post.school_class) == (lacking, place)
    assert (waiver.post, waiver.staff, waiver.recorded_by) == (post, lacking, administrator)
    assert (waiver.reason, waiver.make_up_by) == ("8 月下旬接任。", date(2026, 12, 31))


def test_all_that_is_wrong_with_a_reason_is_said_at_once(appoint, lacking):
    errors = appoint(lacking, make_up_by="31.12.2026").context["form"].errors

    assert sorted(errors) == ["make_up_by", "reason"]


def test_the_reason_may_follow(appoint, lacking):
    page = appoint(lacking, later="on", reason="", make_up_by="")

    assert page.status_code == 302
    assert HeadTeacherPost.objects.get().staff == lacking
    assert HeadTeacherWaiver.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"make_up_by": ""}, "make_up_by", "请填写补学期限。"),
        ({"make_up_by": "", "later": "on"}, "make_up_by", "请填写补学期限。"),
        ({"reason": ""}, "reason", ASKS),
        ({"make_up_by": "2026-11-23"}, "make_up_by", "补学期限不能早于今天。"),
        ({"make_up_by": "年底"}, "make_up_by", "请按 2026-11-24 的样子填写补学期限。"),
        ({"reason": "长" * 101}, "reason", "最多 100 字，请删去 1 字。"),
    ],
)
def test_half_an_answer_is_kept_and_the_rest_asked(appoint, lacking, typed, field, says):
    page = appoint(lacking, **ANSWERS | typed)

    form = page.context["form"]
    assert dict(form.errors) == {field: [says]}
    assert form["reason"].value() == (ANSWERS | typed)["reason"]
    assert (HeadTeacherPost.objects.count(), HeadTeacherWaiver.objects.count()) == (0, 0)


def test_a_post_that_is_refused_stores_no_reason(appoint, lacking, place):
    make_head(place, from_on=date(2026, 12, 1))

    page = appoint(lacking, **ANSWERS)

    assert list(page.context["form"].errors) == ["from_on"]
    assert page.context["form"]["reason"].value() == ANSWERS["reason"]
    assert HeadTeacherWaiver.objects.count() == 0


def test_a_member_with_the_hours_is_appointed_at_once(client, appoint, lacking):
    make_training(lacking, psychology_hours=2, starts_at=at(2026, 11, 13))

    page = appoint(lacking)

    assert said_after(client, page) == [f"{DONE}韩若溪的心理健康教育学时：现有 6，应有 6。"]


def test_of_a_colleague_who_is_no_member_nothing_is_asked(client, appoint):
    page = appoint(make_staff())

    assert said_after(client, page)[0].endswith("任初二（5）班班主任，2026-11-24 起，已登记。")


@pytest.mark.parametrize(
    ("from_on", "held"),
    [
        pytest.param("2026-08-01", 4, id="begun before: what is there today counts"),
        pytest.param("2027-09-01", 0, id="yet to begin: what will still count then"),
    ],
)
def test_the_hours_are_those_of_the_first_day_that_is_not_over(appoint, lacking, from_on, held):
    page = appoint(lacking, from_on=from_on)

    assert f"韩若溪的心理健康教育学时：现有 {held}，应有 6，" in page.text


def test_another_colleague_chosen_meanwhile_needs_no_answer(appoint, lacking):
    appoint(lacking)

    page = appoint(make_staff(), **ANSWERS)

    assert page.status_code == 302
    assert HeadTeacherWaiver.objects.count() == 0


def test_a_post_that_is_resumed_keeps_one_reason(appoint, lacking, place):
    make_head(place, staff=lacking, from_on=date(2026, 9, 1), until_on=date(2026, 11, 23))
    make_waiver(HeadTeacherPost.objects.get())

    appoint(lacking, **ANSWERS)

    waiver = HeadTeacherWaiver.objects.get()
    assert (waiver.post.until_on, waiver.reason, waiver.version) == (None, "8 月下旬接任。", 2)


def test_the_form_offers_names_and_no_hours(client, as_administrator, place, lacking):
    text = client.get(reverse("school:head-appoint", args=[place.pk])).text

    assert ">韩若溪<" in text
    assert "学时" not in text


@pytest.mark.parametrize("who", ["committee", "head", "counsellor", "teacher"])
def test_who_may_not_appoint_is_told_no_hours(request, client, place, lacking, who):
    person = request.getfixturevalue(who)
    client.force_login(getattr(person, "user", person))

    page = client.post(reverse("school:head-appoint", args=[place.pk]), {"staff": lacking.pk})

    assert page.status_code == 403
    assert "还差" not in page.text


def test_an_appointment_with_a_reason_costs_few_queries(appoint, lacking):
    page, cost = cost_of(lambda: appoint(lacking, **ANSWERS))

    assert (page.status_code, cost) == (302, 22)
