"""活动反馈: anonymous, from the start of the event until a week after, told once and from five on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from branch.activities.actions import revise
from branch.core.models import AuditEvent, FormToken, SiteProfile
from branch.service.chores import Networks
from branch.service.models import Feedback, FeedbackBox, FeedbackSource
from branch.service.talks import actions
from tests.activities.factories import at
from tests.activities.page_form import form_of
from tests.factories import make_staff
from tests.service.talks.rows import make_box, make_talk

pytestmark = pytest.mark.django_db
LINE = "练习的那一段最有用"


@pytest.fixture
def box(clock):
    """Feedback of a talk that began an hour ago."""
    starts = clock.at - timedelta(hours=1)
    return make_box(make_talk(starts_at=starts, ends_at=None, staff=make_staff(name="苏清和")))


def send(client, box, clock, **typed):
    sent = form_of(client.get(box.public_url))
    clock.go_on(seconds=10)
    return client.post(box.public_url, sent | {"stars": "4", "line": LINE} | typed)


def page_of(client, box):
    return client.get(reverse("service:talk-detail", args=[box.activity_id])).content.decode()


def test_somebody_answers_without_an_account(client, box, clock):
    answer = send(client, box, clock)

    row = Feedback.objects.get()
    assert (row.stars, row.line, answer.url) == (4, LINE, f"{box.public_url}?thanks")
    assert "没有记您是谁" in client.get(answer.url).content.decode()
    assert not client.cookies.get("sessionid")


def test_nothing_says_who_answered_or_when(client, box, clock):
    before = AuditEvent.objects.count(), FormToken.objects.count()

    send(client, box, clock)

    names = {field.name for field in Feedback._meta.get_fields()}
    assert names == {"id", "box", "stars", "line"}
    assert (AuditEvent.objects.count(), FormToken.objects.count()) == before
    assert "203.0.113" not in str(list(FeedbackSource.objects.values()))


def test_feedback_opened_after_the_event_is_open_as_long(clock, committee):
    talk = make_talk(starts_at=clock.at - timedelta(days=40), ends_at=None)

    box = actions.open_box(talk, on=clock.at.date(), by=committee)

    assert box.is_open_at(clock.at + timedelta(days=6))
    assert not box.is_open_at(clock.at + timedelta(days=8))


def test_a_form_sent_twice_counts_once(client, box, clock):
    key = str(uuid4())
    for _ in range(2):
        send(client, box, clock, key=key)

    assert Feedback.objects.count() == 1


@pytest.mark.parametrize(
    ("moved", "is_open"),
    [(-timedelta(hours=2), False), (timedelta(0), True), (timedelta(days=7), True)],
)
def test_it_is_open_from_the_start_until_a_week_after(client, box, clock, moved, is_open):
    clock.at += moved

    assert ("提交" in client.get(box.public_url).content.decode()) == is_open


def test_after_a_week_the_page_says_it_is_over_and_stores_nothing(client, box, clock):
    sent = form_of(client.get(box.public_url)) | {"stars": "4", "line": LINE}
    clock.at += timedelta(days=8)

    page = client.post(box.public_url, sent)

    assert "反馈已经截止" in page.content.decode()
    assert (LINE in page.content.decode(), Feedback.objects.exists()) == (True, False)


def test_a_number_of_stars_that_is_none_gets_its_sentence(client, box, clock):
    for stars in ("", "6", "x"):
        page = send(client, box, clock, stars=stars)
        assert page.context["form"].errors["stars"]
        assert LINE in page.content.decode()
    with pytest.raises(ValidationError):
        actions.answer(box, stars=6, key=uuid4(), address="203.0.113.7", at=clock.at)


def test_a_network_that_sends_too_much_waits_and_loses_nothing(client, box, clock):
    for _ in range(120):
        actions.answer(box, stars=5, key=uuid4(), address="127.0.0.1", at=clock.at)
    sent = form_of(client.get(box.public_url)) | {"stars": "4", "line": LINE}
    source = FeedbackSource.objects.get()
    source.busy_until = clock.at + timedelta(minutes=10)
    source.save()
    clock.go_on(seconds=10)

    page = client.post(box.public_url, sent)

    assert ("现在填写的人很多" in page.content.decode(), LINE in page.content.decode()) == (
        True,
    ) * 2
    assert Feedback.objects.count() == 120


@pytest.mark.parametrize(("count", "is_told"), [(4, False), (5, True)])
def test_the_sum_is_told_from_five_on(as_committee, the_day, count, is_told):
    talk = make_talk(starts_at=at(2026, 11, 10), ends_at=None)
    box = make_box(talk, stars=(5, 4, 4, 5, 3)[:count], lines=(LINE,))

    text = page_of(as_committee, box)

    assert (f"{count} 份，平均" in text, LINE in text) == (is_told, is_told)


def test_no_sum_is_told_while_answers_come(as_committee, the_day):
    """From five to six the difference would be the sixth answer."""
    box = make_box(
        make_talk(starts_at=at(2026, 11, 20), ends_at=None), stars=(5,) * 6, lines=(LINE,)
    )

    text = page_of(as_committee, box)

    assert ("平均" in text.replace("平均分", ""), LINE in text) == (False, False)


def test_a_line_is_deleted_and_the_sum_stays(as_committee, the_day):
    box = make_box(
        make_talk(starts_at=at(2026, 11, 10), ends_at=None), stars=(5, 4, 4, 5, 3), lines=(LINE,)
    )
    row = box.answers.exclude(line="").get()

    as_committee.post(reverse("service:line-drop", args=[box.activity_id, row.pk]))

    text = page_of(as_committee, box)
    assert (LINE in text, "5 份，平均 4.2 分" in text) == (False, True)


def test_a_speakers_page_has_no_line_with_a_word_to_look_at_twice(as_committee, the_day):
    SiteProfile.objects.update(sensitive_words="跳楼")
    staff = make_staff(name="苏清和")
    talk = make_talk(staff=staff, starts_at=at(2026, 11, 10), ends_at=None)
    make_box(talk, stars=(5, 4, 4, 5, 3), lines=(LINE, "他说想跳楼"))

    text = as_committee.get(reverse("service:speaker-ours", args=[staff.pk])).content.decode()

    assert [word in text for word in ("5 份，平均 4.2", LINE, "跳楼")] == [True, True, False]


def test_the_organiser_opens_it_and_prints_its_code(as_committee, clock, django_client):
    talk = make_talk(starts_at=clock.at, ends_at=None)

    answer = as_committee.post(reverse("service:feedback-open", args=[talk.pk]))
    page = as_committee.get(answer.url).content.decode()

    box = FeedbackBox.objects.get()
    assert f"http://testserver{box.public_url}" in page
    assert (len(box.token), box.open_days) == (8, 7)
    assert django_client().get(box.public_url).status_code == 200


def test_the_network_is_forgotten_after_a_quiet_day(client, box, clock):
    send(client, box, clock)
    assert FeedbackSource.objects.exists()

    clock.go_on(days=1, minutes=5)
    Networks().run(at=clock.at)

    assert not FeedbackSource.objects.exists()


def test_a_made_up_code_is_not_found(client, box):
    assert client.get(reverse("service:feedback", args=["ACDEFHJK"])).status_code == 404


def test_feedback_that_was_told_stays_as_it_is_when_the_day_is_moved(client, clock, committee):
    talk = make_talk(starts_at=clock.at - timedelta(days=8), ends_at=None)
    box = make_box(talk, stars=(5, 5, 4, 4, 3))
    told = box.sums(at=clock.at)

    facts = {"title": talk.title, "place": talk.place, "format": "lecture"}
    starts_at = clock.at - timedelta(hours=1)
    revise(talk, version=1, at=clock.at, by=committee, starts_at=starts_at, **facts)

    page = client.get(box.public_url).content.decode()
    box = FeedbackBox.objects.get()
    assert "反馈已经截止" in page
    assert (box.sums(at=clock.at), box.is_open_at(clock.at)) == (told, False)


def test_feedback_of_which_nothing_was_told_moves_with_its_event(clock, committee):
    talk = make_talk(starts_at=clock.at - timedelta(days=8), ends_at=None)
    make_box(talk, stars=(5, 5, 4, 4))

    facts = {"title": talk.title, "place": talk.place, "format": "lecture"}
    starts_at = clock.at - timedelta(hours=1)
    revise(talk, version=1, at=clock.at, by=committee, starts_at=starts_at, **facts)

    assert FeedbackBox.objects.get().is_open_at(clock.at)


def test_a_long_list_of_lines_is_read_page_by_page(as_committee, clock):
    box = make_box(make_talk(starts_at=clock.at - timedelta(days=9), ends_at=None))
    rows = [Feedback(box=box, stars=4, line=f"第 {number} 句话") for number in range(65)]
    Feedback.objects.bulk_create(rows)

    address = reverse("service:talk-detail", args=[box.activity_id])
    pages = [as_committee.get(address, {"page": number}).text for number in (1, 2, 3)]

    assert [page.count("句话</div>") for page in pages] == [30, 30, 5]
