"""A portrait is public where its member chose so in the consent to the page, and gone once it is taken back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from branch.core.undo import undo
from branch.members import actions
from branch.members.actions import take_down_over
from branch.members.models import FlagPage, FlagPortrait
from branch.school.actions import record_leaving, record_return
from tests.activities.page_form import form_of
from tests.factories import make_flag_page, make_member
from tests.members.portraits import portrait_values, with_portrait
from tests.members.test_flags import AT, approve, public_url, write
from tests.news.factories import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
DAY = date(2026, 11, 24)
LETTER = 'class="gq-portrait" aria-hidden="true"'


@pytest.fixture
def stranger(django_client):
    return django_client()


def url_of(page):
    return reverse("members:flag-portrait", args=[page.member_id])


def answer(client, page):
    """The status of the portrait's address; a file is read to its end, which closes it."""
    found = client.get(url_of(page))
    if found.streaming:
        b"".join(found)
    return found.status_code


def seen(client, page):
    """Whether the portrait's address answers, and whether the public page shows it and not the letter."""
    text = client.get(public_url(page.member)).text
    return answer(client, page) == 200, url_of(page) in text and LETTER not in text


@pytest.mark.parametrize("chosen", [True, False])
def test_a_portrait_is_public_only_where_the_consent_chose_it(stranger, member, secretary, chosen):
    page = write(member, portrait=portrait_values())
    page = actions.submit_page(
        page, version=page.version, at=AT, by=page.written_by, shows_portrait=chosen
    )
    before = answer(stranger, page)
    approve(page, secretary)

    assert (before, seen(stranger, page)) == (404, (chosen, chosen))


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_the_database_refuses_a_portrait_without_consent_or_picture(state):
    page = make_flag_page(state=state)
    if state == "draft":
        with_portrait(page)

    with pytest.raises(IntegrityError, match="portrait_with_consent"), transaction.atomic():
        FlagPage.objects.update(shows_portrait=True)


@pytest.mark.parametrize(
    ("name", "status"), [("mine-withdraw", 404), ("mine-portrait-remove", 200)]
)
def test_a_portrait_taken_back_is_gone_at_once_with_its_file(
    client, stranger, name, status, django_capture_on_commit_callbacks
):
    page = with_portrait(make_flag_page())
    file, storage = page.portrait.file.name, page.portrait.file.storage
    assert seen(stranger, page) == (True, True)
    client.force_login(page.written_by)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse(f"members:{name}"))

    assert (answer(stranger, page), storage.exists(file)) == (404, False)
    assert stranger.get(public_url(page.member)).status_code == status
    assert not FlagPortrait.objects.exists()


def test_the_lists_show_the_initial_once_the_portrait_is_taken_back(stranger):
    page = with_portrait(make_flag_page())
    shown = [url_of(page) in stranger.get(where).text for where in ("/", "/members/")]
    actions.remove_portrait(page, by=page.written_by)

    assert shown == [True, True]
    assert [url_of(page) in stranger.get(where).text for where in ("/", "/members/")] == [
        False,
        False,
    ]


def test_a_withdrawal_that_is_undone_does_not_bring_the_portrait_back(stranger):
    page = with_portrait(make_flag_page())
    step = actions.withdraw_page(page, on=DAY, by=page.written_by)

    undo(step, on=DAY, at=AT, by=page.written_by)

    assert stranger.get(public_url(page.member)).status_code == 200
    assert seen(stranger, page) == (False, False)


def test_no_browser_keeps_a_portrait(stranger):
    page = with_portrait(make_flag_page())

    found = stranger.get(url_of(page))

    assert b"".join(found)[:2] == b"\xff\xd8"
    assert found.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_before_it_is_public_the_member_and_who_approves_it_see_a_portrait(
    client, secretary, state
):
    page = with_portrait(make_flag_page(state=state))
    users = [page.written_by, secretary, make_member().staff.user]

    def answer_to(user):
        client.force_login(user)
        return answer(client, page)

    assert [answer_to(user) for user in users] == [200, 200 if state == "submitted" else 404, 404]


def test_a_new_portrait_replaces_the_old_one_and_needs_a_new_consent(stranger):
    page = with_portrait(make_flag_page())
    old = page.portrait

    write(page.member, version=page.version, portrait=portrait_values())

    page = FlagPage.objects.get()
    assert (page.state, page.shows_portrait) == (FlagPage.State.DRAFT, False)
    assert FlagPortrait.objects.get().pk == page.portrait_id != old.pk
    assert answer(stranger, page) == 404


def test_the_portrait_of_a_member_who_is_released_is_deleted(committee):
    page = with_portrait(make_flag_page())
    facts = {"until_on": DAY, "version": page.member.version, "on": DAY, "by": committee}

    actions.release_member(page.member, **facts)

    assert not FlagPortrait.objects.exists()


def test_a_member_chooses_a_portrait_and_consents_to_it_in_the_forms(client, member):
    client.force_login(member.staff.user)
    edit, mine = reverse("members:mine-edit"), reverse("members:mine")
    typed = {"roles": "英语教师", "pledge": "听完再说话。", "portrait": picture()}
    client.post(edit, form_of(client.get(edit)) | typed)

    client.post(mine, form_of(client.get(mine)) | {"agrees": "on", "shows_portrait": "on"})

    page = FlagPage.objects.get()
    assert (page.state, page.shows_portrait) == (FlagPage.State.SUBMITTED, True)


def test_without_a_portrait_the_form_of_consent_asks_for_none(client, member):
    write(member)
    client.force_login(member.staff.user)

    assert "shows_portrait" not in client.get(reverse("members:mine")).context["form"].fields


def test_who_left_has_no_portrait_left_behind_and_is_not_public_on_return(
    client, as_committee, administrator
):
    page = with_portrait(make_flag_page())
    staff = page.member.staff
    record_leaving(staff, until_on=DAY, version=staff.version, on=DAY, by=administrator)
    later = DAY + timedelta(days=1)

    assert take_down_over(on=DAY) == 0
    assert take_down_over(on=later) == 1
    assert (FlagPortrait.objects.count(), answer(as_committee, page)) == (0, 404)
    staff.refresh_from_db()
    record_return(staff, on=later, by=administrator)
    assert client.get(public_url(page.member)).status_code == 404


@pytest.mark.parametrize(("day", "taken"), [(date(2027, 9, 2), 0), (date(2028, 9, 2), 1)])
def test_a_portrait_stays_while_its_page_can_be_carried_over(day, taken):
    with_portrait(make_flag_page())

    assert (take_down_over(on=day), FlagPortrait.objects.count()) == (taken, 1 - taken)


def test_nobody_approves_what_was_changed_while_they_looked(as_committee, member):
    page = write(member)
    page = actions.submit_page(page, version=page.version, at=AT, by=member.staff.user)
    form = form_of(as_committee.get(page.get_absolute_url()))
    page = write(member, version=page.version, pledge="换了一句谁也没看过的话。")
    actions.submit_page(page, version=page.version, at=AT, by=member.staff.user)

    answered = as_committee.post(page.get_absolute_url(), form, follow=True)

    assert "这一页刚被改过" in answered.text
    assert "换了一句谁也没看过的话。" in answered.text
    assert FlagPage.objects.get().state == "submitted"


def test_a_consent_given_to_one_portrait_is_not_one_to_another(client, member):
    page = write(member, portrait=portrait_values())
    client.force_login(member.staff.user)
    mine = reverse("members:mine")
    form = form_of(client.get(mine)) | {"agrees": "on", "shows_portrait": "on"}
    write(member, version=page.version, portrait=portrait_values())

    answered = client.post(mine, form, follow=True)

    assert not {"agrees", "shows_portrait"} & form_of(answered).keys()
    assert FlagPage.objects.get().state == "draft"
