"""Steps that can be undone on their day, in the real pages: the message has the button."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from branch.core.chores import UndoSteps
from branch.core.models import AuditEvent, UndoStep
from branch.coverage.actions import record_excuse
from branch.coverage.models import Excuse
from branch.members import actions
from branch.members.models import FlagPage, Member
from branch.school.models import SchoolDay
from tests.conftest import stop_clock
from tests.factories import make_flag_page, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
BACKEND = "branch.accounts.backends.RoleBackend"
UNDO = re.compile(r'action="(/desk/undo/[^"]+)"')


@pytest.fixture
def press(client):
    """Post to an address and return the address of 撤销 in the message that follows."""

    def _press(name, *args):
        page = client.post(reverse(name, args=args), follow=True)
        found = UNDO.findall(page.text)
        return found[0] if found else None

    return _press


def said(client, address):
    page = client.post(address, follow=True)
    return [str(message) for message in page.context["messages"]]


@pytest.fixture
def absence(client, secretary, member, today):
    """An absence of the member, recorded a week ago and running for another one."""
    client.force_login(secretary, BACKEND)
    days = {"from_on": today - timedelta(7), "until_on": today + timedelta(7)}
    return record_excuse(duty_key="", subject=member, reason="支教", by=secretary, **days)


def test_a_return_pressed_by_mistake_is_undone(client, press, absence, member):
    undo = press("members:member-back", member.pk)
    ended = Excuse.objects.get().until_on

    assert said(client, undo) == ["已撤销，恢复了原样。"]
    assert (ended, Excuse.objects.get().until_on) == (
        absence.from_on + timedelta(6),
        absence.until_on,
    )
    assert AuditEvent.objects.first().verb == "excuse.resumed"


def test_what_was_undone_offers_no_undo_again(client, press, absence, member):
    undo = press("members:member-back", member.pk)

    page = client.post(undo, follow=True)

    assert "已撤销" in page.text
    assert UNDO.findall(page.text) == []


def test_an_excuse_recorded_meanwhile_stays(client, press, absence, member, today, secretary):
    undo = press("members:member-back", member.pk)
    record_excuse(duty_key="", subject=member, reason="病假", from_on=today, by=secretary)

    assert said(client, undo) == ["之后又登记了别的暂缓，不能撤销。"]
    assert Excuse.objects.active_on(today).get().reason == "病假"


def test_an_excuse_is_ended_from_the_board_and_the_end_undone(client, press, absence, today):
    undo = press("coverage:excuse-end", absence.pk)

    said(client, undo)

    assert Excuse.objects.active_on(today).get() == absence


def test_a_step_is_undone_once_and_only_on_its_day(
    client, press, absence, member, secretary, monkeypatch
):
    undo = press("members:member-back", member.pk)
    said(client, undo)
    again = said(client, undo)
    undo = press("members:member-back", member.pk)
    stop_clock(monkeypatch, timezone.localdate() + timedelta(1))
    client.force_login(secretary, BACKEND)

    assert [again, said(client, undo)] == [["已经撤销过，或者已过当天，不能再撤销。"]] * 2
    assert UndoSteps().run(at=timezone.now()) == 2
    assert not UndoStep.objects.exists()


def test_another_person_cannot_undo_it(client, press, absence, member, committee):
    undo = press("members:member-back", member.pk)
    client.force_login(committee, BACKEND)

    assert client.post(undo).status_code == 404
    assert Excuse.objects.get().until_on < absence.until_on


def test_a_day_of_the_calendar_is_put_back(client, press, administrator, today):
    client.force_login(administrator, BACKEND)
    row = SchoolDay.objects.create(day=today, kind="closed", note="运动会")

    undo = press("school:day-remove", row.pk)
    gone = not SchoolDay.objects.exists()
    said(client, undo)

    assert gone
    assert [(day.day, day.is_open, day.note) for day in SchoolDay.objects.all()] == [
        (today, False, "运动会")
    ]


def test_a_day_recorded_anew_is_not_written_over(client, press, administrator, today):
    client.force_login(administrator, BACKEND)
    undo = press(
        "school:day-remove", SchoolDay.objects.create(day=today, kind="closed", note="运动会").pk
    )
    SchoolDay.objects.create(day=today, kind="open", note="补课")

    (sentence,) = said(client, undo)

    assert "已经有了" in sentence
    assert SchoolDay.objects.get().note == "补课"


def test_a_page_taken_down_by_mistake_is_public_again(client, press, today):
    page = make_flag_page(on=today)
    client.force_login(page.member.staff.user, BACKEND)

    undo = press("members:mine-withdraw")
    hidden = client.get(page.public_url).status_code
    said(client, undo)

    assert (hidden, client.get(page.public_url).status_code) == (404, 200)
    restored = FlagPage.objects.get()
    assert (restored.approved_by, restored.version) == (page.approved_by, page.version + 2)


def test_a_page_rewritten_since_stays_a_draft(client, press, today):
    page = make_flag_page(on=today)
    client.force_login(page.member.staff.user, BACKEND)
    undo = press("members:mine-withdraw")
    actions.write_page(
        page.member,
        on=today,
        by=page.member.staff.user,
        version=page.version + 1,
        pledge="另写一句。",
    )

    assert said(client, undo) == ["之后又有人改过，不能撤销了。请到那一页看看现在的情况。"]
    assert FlagPage.objects.get().state == "draft"


@pytest.fixture
def released(client, secretary, today):
    """A member with an office and a public page, released today."""
    client.force_login(secretary, BACKEND)
    member = make_member()
    member.offices.create(kind="youth", from_on=today - timedelta(60))
    make_flag_page(member, on=today)
    actions.release_member(member, until_on=today, version=1, on=today, by=secretary)
    return member


def test_a_release_is_undone_from_the_members_page_with_all_it_ended(client, released, today):
    (undo,) = UNDO.findall(client.get(released.get_absolute_url()).text)

    said(client, undo)

    assert released.statuses.get().until_on is None
    assert not released.statuses.get().is_ended
    assert released.offices.get().until_on is None
    assert client.get(released.flag_page.public_url).status_code == 200
    assert Member.objects.get(pk=released.pk).version == 3
    assert AuditEvent.objects.first().verb == "member.release_undone"


def test_an_office_given_to_another_since_is_not_taken_from_them(client, released, today):
    make_member().offices.create(kind="youth", from_on=today + timedelta(1))
    (undo,) = UNDO.findall(client.get(released.get_absolute_url()).text)

    assert said(client, undo) == ["这个职务已有人担任，请先写上原任的结束日期。"]
    assert released.statuses.get().until_on == today
    assert FlagPage.objects.get().state == "draft"


def test_an_office_another_held_since_is_not_given_back_over_theirs(client, secretary, today):
    client.force_login(secretary, BACKEND)
    member, other = make_member(), make_member()
    member.offices.create(kind="youth", from_on=today - timedelta(60))
    left_on = today - timedelta(5)
    actions.release_member(member, until_on=left_on, version=1, on=today, by=secretary)
    other.offices.create(kind="youth", from_on=today - timedelta(4), until_on=today)
    (undo,) = UNDO.findall(client.get(member.get_absolute_url()).text)

    assert said(client, undo) == [f"青年委员由{other}担任到 {today}。"]
    assert member.offices.get().until_on == left_on
    assert member.statuses.get().is_ended
