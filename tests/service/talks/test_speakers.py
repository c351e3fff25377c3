"""主讲人: topics, what they gave, once more; and nobody from outside named in public without consent."""

import pytest
from django.urls import reverse

from branch.activities.models import Activity, Speaker
from branch.core.public import touch
from branch.service.models import SpeakerCard
from tests.activities.factories import at
from tests.activities.page_form import form_of
from tests.conftest import TODAY
from tests.doors import DOORS
from tests.factories import make_staff
from tests.service.factories import make_event, make_opening
from tests.service.talks.rows import NAME, UNIT, make_box, make_speaker, make_talk, speak

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "the_day")]
PUBLIC = sorted(
    name for name, door in DOORS.items() if door.is_public and door.get and not door.row
)
OF_EVENTS = ("event", "event-file", "signup-find")


def public_texts(client, talk):
    """What a stranger reads everywhere: {name of an address: its text}."""
    touch()
    texts = {name: client.get(reverse(name)).content.decode() for name in PUBLIC}
    for name in OF_EVENTS:
        answer = client.get(reverse(f"service:{name}", args=[talk.pk]))
        texts[name] = answer.content.decode().replace("\r\n ", "")
    return texts


@pytest.fixture
def talk():
    """A talk to come of a speaker from outside, for which families sign up."""
    talk = make_event(title="青春期的情绪")
    speak(talk, speaker=make_speaker())
    make_opening(talk)
    make_box(talk)
    return talk


def naming(texts, *words):
    return {name for name, text in texts.items() if any(word in text for word in words)}


def test_no_public_page_names_a_speaker_without_consent(client, talk):
    texts = public_texts(client, talk)

    assert naming(texts, NAME, UNIT) == set()
    assert {"event", "event-file", "service:calendar-file", "service:calendar-feed"} == naming(
        texts, "校外专家"
    )


def test_with_a_dated_consent_they_are_named(client, talk):
    Speaker.objects.update(named_consent_on=TODAY)

    assert naming(public_texts(client, talk), f"{NAME}（{UNIT}）") == {
        "event",
        "event-file",
        "service:calendar-file",
        "service:calendar-feed",
    }


@pytest.mark.parametrize(("consent", "is_stored"), [(None, False), (TODAY, True)])
def test_a_public_title_names_nobody_without_consent(as_committee, consent, is_stored):
    make_speaker(named_consent_on=consent)
    own = Activity._meta.get_field("programme").related_model.objects.get(name="家长学校")
    address = f"/desk/activities/new/?programme={own.pk}"
    typed = {
        "title": f"{NAME}谈青春期",
        "starts_at": "2026-12-04T18:30",
        "place": "报告厅",
        "guest_name": NAME,
        "guest_affiliation": UNIT,
    }

    as_committee.post(address, form_of(as_committee.get(address)) | typed)

    assert Activity.objects.exists() == is_stored


def test_what_they_can_talk_on_is_found_by_a_word(as_committee):
    for name, topics in (("甲老师", "考前怎么陪"), ("乙老师", "手机")):
        SpeakerCard.objects.create(speaker=make_speaker(name=name), topics=topics)

    page = as_committee.get(reverse("service:speaker-list"), {"q": "考前"})

    assert [row.name for row in page.context["object_list"]] == ["甲老师"]


def test_a_card_has_topics_and_the_day_of_consent(as_committee):
    speaker = make_speaker()
    address = reverse("service:speaker-outside", args=[speaker.pk])
    typed = {"topics": "青春期的情绪\n考前怎么陪", "named_consent_on": "2026-11-20"}

    for _ in range(2):
        as_committee.post(address, form_of(as_committee.get(address)) | typed)

    speaker.refresh_from_db()
    assert f"{speaker.named_consent_on}" == "2026-11-20"
    assert SpeakerCard.objects.get().topics.split() == ["青春期的情绪", "考前怎么陪"]


def test_a_consent_of_tomorrow_gets_its_sentence(as_committee):
    speaker = make_speaker()
    address = reverse("service:speaker-outside", args=[speaker.pk])
    typed = {"topics": "手机", "named_consent_on": "2026-11-25"}

    page = as_committee.post(address, form_of(as_committee.get(address)) | typed)

    assert page.context["form"].errors == {"named_consent_on": ["日期不能晚于今天。"]}
    assert not SpeakerCard.objects.exists()


def test_they_are_invited_again_with_two_fields(as_committee):
    staff, guest = make_staff(), make_speaker()
    last = make_talk(staff=staff, format="salon", hours=2)
    other = make_speaker(name="江月白", affiliation="春晖社区")
    for speaker in (guest, other):
        speak(last, speaker=speaker)
    make_talk(staff=staff, starts_at=at(2026, 10, 9), ends_at=None, title="更早的")
    address = reverse("service:invite-ours", args=[staff.pk])

    as_committee.post(
        address, form_of(as_committee.get(address)) | {"starts_at": "2026-12-11T18:30"}
    )

    new = Activity.objects.planned().get()
    assert (new.title, new.place, new.format, new.hours) == (last.title, "报告厅", "salon", 2)
    assert (new.starts_at, new.ends_at - new.starts_at) == (
        at(2026, 12, 11, 18, 30),
        last.ends_at - last.starts_at,
    )
    assert {part.name for part in new.parts.all()} == {str(staff), str(guest), str(other)}


def test_a_time_that_is_past_gets_its_sentence(as_committee):
    staff = make_staff()
    make_talk(staff=staff)
    address = reverse("service:invite-ours", args=[staff.pk])

    page = as_committee.post(
        address, form_of(as_committee.get(address)) | {"starts_at": "2026-11-01T18:30"}
    )

    assert page.context["form"].errors == {"starts_at": ["计划中的活动，时间要在现在之后。"]}


def test_colleagues_who_spoke_are_listed_and_others_are_not(as_committee):
    spoke, _ = make_staff(name="苏清和"), make_staff(name="没有讲过")
    make_talk(staff=spoke)

    page = as_committee.get(reverse("service:speaker-list"), {"who": "ours"})

    assert [row.name for row in page.context["object_list"]] == ["苏清和"]
