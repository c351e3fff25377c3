"""国旗下讲话: one activity a week is the record; its text is public once a second person has released it."""

from datetime import date

import pytest
from django.urls import reverse

from branch.activities.actions import cancel
from branch.activities.models import Activity
from branch.service.models import FlagSpeech
from branch.service.talks.models import quoted
from tests.activities.factories import at, make_activity
from tests.activities.page_form import form_of
from tests.factories import make_staff, make_term
from tests.service.talks.rows import speak

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "the_day")]
PAGE, WEEKS = reverse("service:flags"), reverse("service:flag-weeks")
TEXT = "同学们，情绪像天气。"


@pytest.fixture
def speech():
    """What a colleague said on Monday, 16 November."""
    row = make_activity(
        "国旗下讲话", title="接纳不完美，远离坏情绪", starts_at=at(2026, 11, 16, 7, 40)
    )
    speak(row, staff=make_staff(name="苏清和"))
    return row


def write(client, speech, **typed):
    address = reverse("service:flag-write", args=[speech.pk])
    return client.post(address, form_of(client.get(address)) | {"text": TEXT} | typed)


def text_of(client, address=PAGE):
    return client.get(address).content.decode()


def release(client, speech):
    row = FlagSpeech.objects.get()
    address = reverse("service:flag-release", args=[speech.pk])
    client.post(address, {"version": row.version})


def seen_by_two(client, writer, second, speech, **typed):
    """One writes it, another releases it."""
    client.force_login(writer)
    write(client, speech, **typed)
    client.force_login(second)
    release(client, speech)


def test_it_is_public_once_a_second_person_has_released_it(
    client, django_client, editor, committee, speech
):
    client.force_login(editor)
    write(client, speech)
    before = text_of(django_client())

    seen_by_two(client, editor, committee, speech)

    after = text_of(django_client())
    words = ("《接纳不完美，远离坏情绪》", "苏清和", TEXT)
    assert [(word in before, word in after) for word in words] == [(False, True)] * 3


def test_who_wrote_it_does_not_release_it(as_committee, django_client, speech):
    write(as_committee, speech)

    release(as_committee, speech)

    assert TEXT not in text_of(django_client())


def test_a_pupil_is_a_pupil_and_nothing_else(client, django_client, editor, committee, speech):
    seen_by_two(client, editor, committee, speech, is_by_pupil="on")

    texts = [text_of(django_client()), text_of(client, WEEKS)]

    assert [("学生代表" in text, "苏清和" in text) for text in texts] == [(True, False)] * 2


def test_the_weeks_of_the_term_show_the_gaps(as_committee, speech):
    make_activity("国旗下讲话", state="cancelled", cancel_reason="下雨", starts_at=at(2026, 11, 9))

    page = as_committee.get(WEEKS)

    weeks = page.context["weeks"]
    held = [monday.isoformat() for _, monday, rows in weeks if rows]
    assert held == ["2026-11-16"]
    assert page.context["gap_count"] == len(weeks) - 1


def test_an_earlier_term_and_year_can_be_read(client, django_client, editor, committee, speech):
    make_term(first_year=2025, number=2, starts_on=date(2026, 3, 2), ends_on=date(2026, 6, 30))
    earlier = make_activity("国旗下讲话", title="我爱我", starts_at=at(2026, 5, 25, 7, 40))
    seen_by_two(client, editor, committee, earlier)

    page = client.get(WEEKS)
    before = client.get(f"{WEEKS}?on={page.context['before'].starts_on}")

    assert ("我爱我" in page.text, "我爱我" in before.text) == (False, True)
    public = text_of(django_client())
    assert ("2025–2026学年" in public, TEXT in public) == (True, True)


def test_who_may_release_it_is_told_whatever_its_term(client, editor, committee, speech):
    Activity.objects.filter(pk=speech.pk).update(starts_at=at(2026, 5, 25))
    client.force_login(editor)
    write(client, speech)
    own = client.get(WEEKS).context["waiting"]

    client.force_login(committee)
    assert "1 篇国旗下讲话稿还没有公开" in client.get(reverse("portal:desk")).text
    waiting = client.get(WEEKS).context["waiting"]
    assert ([row.pk for row in own], [row.pk for row in waiting]) == ([], [speech.pk])


def test_one_that_is_not_held_yet_is_not_public(client, django_client, editor, committee):
    row = make_activity("国旗下讲话", title="下一周", state="planned", starts_at=at(2026, 11, 30))

    seen_by_two(client, editor, committee, row)

    assert ("下一周" in text_of(django_client()), "下一周" in text_of(client, WEEKS)) == (
        False,
        True,
    )


def test_a_title_is_set_in_its_marks_once():
    assert (quoted("我爱我"), quoted("《我爱我》")) == ("《我爱我》",) * 2


def rename(client, speech, title):
    address = reverse("activities:activity-update", args=[speech.pk])
    client.post(address, form_of(client.get(address)) | {"title": title})


def test_another_title_waits_for_a_second_person(
    client, django_client, editor, committee, secretary, speech
):
    seen_by_two(client, editor, committee, speech)

    rename(client, speech, "初一（2）班何思齐的故事")
    release(client, speech)
    before = text_of(django_client())
    client.force_login(secretary)
    release(client, speech)

    assert [word in before for word in ("何思齐", TEXT)] == [False, False]
    assert TEXT in text_of(django_client())


def test_a_page_with_the_former_title_releases_nothing(
    client, editor, committee, secretary, speech
):
    client.force_login(editor)
    write(client, speech)
    seen = FlagSpeech.objects.get().version
    client.force_login(committee)
    rename(client, speech, "另一个题目")

    client.force_login(secretary)
    client.post(reverse("service:flag-release", args=[speech.pk]), {"version": seen})

    assert not FlagSpeech.objects.get().is_released


def test_one_that_is_called_off_leaves_the_public_page_at_once(
    client, django_client, editor, committee, speech
):
    seen_by_two(client, editor, committee, speech)
    before = text_of(django_client())

    cancel(speech, reason="记错了", version=1, by=committee)

    assert (TEXT in before, TEXT in text_of(django_client())) == (True, False)
