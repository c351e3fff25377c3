"""先上岗后补学 is written, corrected with a trace, and read by few."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from branch.core.models import AuditEvent, Stale
from branch.school.models import HeadTeacherPost
from branch.walkins.actions import record_waiver, revise_waiver
from branch.walkins.models import HeadTeacherWaiver
from tests.factories import make_class, make_head
from tests.walkins.classes.heads import REASON, make_member_head, make_waiver
from tests.walkins.pages import filled

pytestmark = pytest.mark.django_db
WRITTEN = {"reason": REASON, "make_up_by": date(2026, 12, 31)}
SENT = {"reason": REASON, "make_up_by": "2026-12-31"}


@pytest.fixture(autouse=True)
def _on_the_day(the_day):
    """All pages are read on 2026-11-24."""


def page_for(post):
    return reverse("walkins:waiver-create", args=[post.pk])


def test_a_reason_is_written_for_a_post_that_came_by_a_roster(client, committee, as_committee):
    post = make_member_head()
    form = filled(client, page_for(post))

    page = client.post(page_for(post), form | SENT)

    waiver = HeadTeacherWaiver.objects.get()
    assert page.url == "/desk/head-teachers/?on=2026-11-24"
    assert (waiver.post, waiver.staff, waiver.reason) == (post, post.staff, REASON)
    assert (waiver.recorded_on, waiver.make_up_by) == (date(2026, 11, 24), date(2026, 12, 31))
    event = AuditEvent.objects.get(verb="waiver.recorded")
    assert (event.actor, event.says) == (committee, "补学期限 2026-12-31")


@pytest.mark.parametrize(
    ("sent", "field", "says"),
    [
        ({"reason": ""}, "reason", "请填写先上岗后补学的原因。"),
        ({"make_up_by": ""}, "make_up_by", "请填写补学期限。"),
        ({"make_up_by": "2026-11-23"}, "make_up_by", "补学期限不能早于今天。"),
        ({"make_up_by": "年底"}, "make_up_by", "请按 2026-11-24 的样子填写补学期限。"),
    ],
)
def test_a_refusal_is_at_its_field_and_keeps_what_was_typed(
    client, as_committee, sent, field, says
):
    post = make_member_head()

    page = client.post(page_for(post), filled(client, page_for(post)) | SENT | sent)

    form = page.context["form"]
    assert (dict(form.errors), HeadTeacherWaiver.objects.count()) == ({field: [says]}, 0)
    assert form["reason"].value() == (SENT | sent)["reason"]


def test_the_form_is_of_posts_of_members_alone(client, as_committee):
    make_head(make_class())
    ended = make_member_head()
    HeadTeacherPost.objects.filter(pk=ended.pk).update(until_on=date(2026, 10, 9))

    answers = {client.get(page_for(post)).status_code for post in HeadTeacherPost.objects.all()}

    assert answers == {404}


def test_a_reason_may_be_written_before_the_class_enters_the_school(client, as_committee):
    place, first_day = make_class(entry_year=2027, number=1), date(2027, 9, 1)
    post = make_member_head(school_class=place, from_on=first_day)
    assert page_for(post) in client.get(reverse("walkins:head-list"), {"on": first_day}).text

    page = client.post(page_for(post), filled(client, page_for(post)) | SENT)

    assert page.url == "/desk/head-teachers/?on=2027-09-01"
    assert HeadTeacherWaiver.objects.get().post == post


def test_a_post_has_one_reason(committee, today):
    waiver = make_waiver()

    with pytest.raises(ValidationError, match="刚有人写过原因"):
        record_waiver(post=waiver.post, on=today, by=committee, **WRITTEN)


def test_a_post_that_went_to_somebody_else_gets_a_reason_of_its_own(committee, today):
    post = make_waiver(reason="原来那位的原因").post
    other = make_member_head().staff
    HeadTeacherPost.objects.filter(pk=post.pk).update(staff=other)
    with pytest.raises(ValidationError, match="任职已经改动"):
        record_waiver(post=post, on=today, by=committee, **WRITTEN)

    post.refresh_from_db()
    waiver = record_waiver(post=post, on=today, by=committee, **WRITTEN)

    assert (waiver.staff, waiver.reason) == (other, REASON)
    assert list(HeadTeacherWaiver.objects.known_on(today)) == [waiver]


def test_a_correction_leaves_the_former_day_in_the_trace(client, committee, as_committee):
    waiver = make_waiver()
    address = reverse("walkins:waiver-update", args=[waiver.pk])

    page = client.post(
        address,
        filled(client, address) | {"reason": "改为带队参加比赛", "make_up_by": "2027-01-20"},
    )

    waiver.refresh_from_db()
    assert page.url == "/desk/head-teachers/?on=2026-09-01"
    assert (waiver.reason, waiver.make_up_by) == ("改为带队参加比赛", date(2027, 1, 20))
    event = AuditEvent.objects.get(verb="waiver.revised")
    assert (event.actor, event.says) == (committee, "原因；补学期限 2026-12-31 改为 2027-01-20")


def test_the_reason_of_a_day_that_is_over_can_be_corrected(committee, today):
    waiver = make_waiver(make_up_by=date(2026, 10, 31))
    facts = {"version": 1, "on": today, "by": committee, "make_up_by": waiver.make_up_by}

    revise_waiver(waiver, reason="带队参加比赛", **facts)

    waiver.refresh_from_db()
    assert waiver.reason == "带队参加比赛"


def test_the_second_of_two_corrections_sees_the_first(committee, today):
    waiver = make_waiver()
    facts = {"version": 1, "on": today, "by": committee, "make_up_by": waiver.make_up_by}
    revise_waiver(waiver, reason="第一次改", **facts)

    with pytest.raises(Stale):
        revise_waiver(waiver, reason="第二次改", **facts)

    waiver.refresh_from_db()
    assert waiver.reason == "第一次改"


def test_a_reason_is_read_by_the_committee_and_its_person(committee, member, counsellor):
    waiver = make_waiver()
    make_waiver(post=make_member_head(), reason="别人的原因")

    def read_by(user):
        return list(HeadTeacherWaiver.objects.visible_to(user).order_by("pk"))

    assert len(read_by(committee)) == 2
    assert read_by(waiver.staff.user) == [waiver]
    assert (read_by(member.staff.user), read_by(counsellor)) == ([], [])
