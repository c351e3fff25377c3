"""Guessing one account's password from many addresses is slow, and shuts no owner out."""

from datetime import timedelta
from itertools import count
from threading import Thread

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from branch.accounts import actions
from branch.accounts.chores import OldTries
from branch.accounts.locks import WAIT, take_try
from branch.accounts.models import SignInTries
from tests.conftest import HALF_PAST_TWO
from tests.factories import PASSWORD, make_link, make_staff

pytestmark = pytest.mark.django_db
LOGIN, ACCOUNT = "/accounts/login/", "/accounts/me/"
FREE, WRONG, NEW = 20, "wrong", "bamboo-River-88"


class CountingHasher(Argon2PasswordHasher):
    """The hasher of the tests, which counts how often it works."""

    time_cost, memory_cost, parallelism = 1, 8, 1
    worked = count()

    def encode(self, *args, **kwargs):
        next(self.worked)
        return super().encode(*args, **kwargs)

    def verify(self, *args, **kwargs):
        next(self.worked)
        return super().verify(*args, **kwargs)


@pytest.fixture
def clock(monkeypatch):
    """The moments of `timezone.now`, moved by hand."""
    moments = [HALF_PAST_TWO]
    monkeypatch.setattr("django.utils.timezone.now", lambda: moments[-1])
    return moments


@pytest.fixture
def owner(db):
    user = make_staff().user
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def elsewhere(django_client, owner):
    """Tries a password of the owner in a new browser at a new address."""
    numbers = count(1)

    def attempt(password=WRONG, username=owner.username):
        address = f"10.0.{next(numbers)}.1"
        form = {"username": username, "password": password}
        return django_client().post(LOGIN, form, REMOTE_ADDR=address)

    return attempt


def _sign_in(client, user, password=PASSWORD):
    return client.post(LOGIN, {"username": user.username, "password": password})


def _attack(elsewhere, clock, tries=FREE):
    for _ in range(tries):
        elsewhere()
        clock.append(clock[-1] + timedelta(seconds=1))


def test_after_twenty_wrong_passwords_one_in_thirty_seconds_is_looked_at(elsewhere, clock):
    _attack(elsewhere, clock)

    early = elsewhere(PASSWORD)
    clock.append(clock[-1] + timedelta(seconds=30))
    wrong, after_it = elsewhere(), elsewhere(PASSWORD)
    clock.append(clock[-1] + timedelta(seconds=30))
    in_time = elsewhere(PASSWORD)

    assert (early.status_code, early.context["form"].non_field_errors()) == (429, [WAIT])
    assert (wrong.status_code, after_it.status_code) == (200, 429)
    assert in_time.url == reverse("portal:desk")


def test_an_hour_later_nothing_is_counted(elsewhere, clock):
    _attack(elsewhere, clock)
    clock.append(clock[-1] + timedelta(hours=1, seconds=1))

    assert elsewhere().status_code == elsewhere().status_code == 200
    clock.append(clock[-1] + timedelta(hours=1, seconds=1))
    assert (OldTries().run(at=clock[-1]), SignInTries.objects.count()) == (1, 0)


def test_a_try_that_must_wait_computes_no_hash(elsewhere, clock, settings):
    _attack(elsewhere, clock)
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    before = next(CountingHasher.worked)

    elsewhere(PASSWORD)

    assert next(CountingHasher.worked) == before + 1
    clock.append(clock[-1] + timedelta(seconds=30))
    elsewhere(PASSWORD)
    assert next(CountingHasher.worked) > before + 2


def test_an_unknown_name_must_wait_like_a_known_one(elsewhere, clock):
    for _ in range(FREE):
        elsewhere(username="nobody")

    assert elsewhere(username="nobody").context["form"].non_field_errors() == [WAIT]


def test_nobody_can_shut_out_a_browser_that_has_signed_in_before(client, owner, elsewhere, clock):
    _sign_in(client, owner)
    client.post("/accounts/logout/")
    _attack(elsewhere, clock)

    assert _sign_in(client, owner).url == reverse("portal:desk")
    assert elsewhere(PASSWORD).status_code == 429


def test_the_cookie_of_a_colleague_exempts_nobody_else(client, owner, elsewhere, clock):
    colleague = make_staff().user
    colleague.set_password(PASSWORD)
    colleague.save()
    _sign_in(client, colleague)
    client.post("/accounts/logout/")
    _attack(elsewhere, clock)

    assert _sign_in(client, owner).status_code == 429


def test_colleagues_who_share_a_computer_are_both_exempt(client, owner, elsewhere, clock):
    colleague = make_staff().user
    colleague.set_password(PASSWORD)
    colleague.save()
    for user in (owner, colleague):
        _sign_in(client, user)
        client.post("/accounts/logout/")
    _attack(elsewhere, clock)

    assert _sign_in(client, owner).url == reverse("portal:desk")


def test_a_stolen_browser_must_wait_too(client, owner, clock):
    _sign_in(client, owner)
    client.post("/accounts/logout/")
    for n in range(FREE):
        form = {"username": owner.username, "password": "wrong"}
        client.post(LOGIN, form, REMOTE_ADDR=f"10.1.{n}.1")

    answer = client.post(LOGIN, {"username": owner.username, "password": PASSWORD})

    assert answer.status_code == 429


def test_the_cookie_is_signed_lasting_and_for_the_server_alone(client, owner):
    cookie = _sign_in(client, owner).cookies["device"]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/accounts/")
    assert cookie["max-age"] == 400 * 24 * 60 * 60


@pytest.mark.parametrize("change", ["x", "", "e30:1x:forged"])
def test_a_forged_cookie_exempts_nobody(client, owner, elsewhere, clock, change):
    _sign_in(client, owner)
    client.post("/accounts/logout/")
    client.cookies["device"] = change and client.cookies["device"].value + change
    _attack(elsewhere, clock)

    assert _sign_in(client, owner).status_code == 429


@pytest.mark.parametrize("way", ["password", "sessions"])
def test_a_new_password_or_an_end_of_sessions_ends_the_exemption(
    client, django_client, owner, elsewhere, clock, way
):
    other, password = django_client(), PASSWORD
    for browser in (client, other):
        _sign_in(browser, owner)
    other.post("/accounts/logout/")
    if way == "sessions":
        client.post("/accounts/me/sessions/end/")
    else:
        password = NEW
        new = {"new_password1": password, "new_password2": password}
        client.post(ACCOUNT, {"old_password": PASSWORD, **new})
    client.post("/accounts/logout/")
    _attack(elsewhere, clock)

    assert _sign_in(other, owner, password).status_code == 429
    assert _sign_in(client, owner, password).url == reverse("portal:desk")


def test_the_first_password_makes_the_browser_known(client, owner, elsewhere, clock):
    link = make_link(owner)
    new = {"new_password1": "bamboo-River-88", "new_password2": "bamboo-River-88"}
    client.post(reverse("accounts:first", args=[link.token]), new)
    client.post("/accounts/logout/")
    _attack(elsewhere, clock)

    assert _sign_in(client, owner, "bamboo-River-88").url == reverse("portal:desk")


def test_the_owner_reads_how_many_came_from_elsewhere(client, owner, elsewhere, clock):
    _sign_in(client, owner)
    client.post("/accounts/logout/")
    _sign_in(client, owner, "wrong")
    _sign_in(client, owner)
    assert "次输错密码" not in client.get(ACCOUNT).text

    _attack(elsewhere, clock, tries=23)

    assert "最近一小时有 20 次输错密码，来自其他地方。" in client.get(ACCOUNT).text


def test_an_unlocked_user_need_not_wait(owner, elsewhere, clock, administrator):
    _attack(elsewhere, clock)
    assert elsewhere(PASSWORD).status_code == 429

    actions.unlock(owner, by=administrator)

    assert elsewhere(PASSWORD).url == reverse("portal:desk")


@pytest.mark.usefixtures("on_disk")
def test_of_many_at_once_no_more_are_looked_at_than_of_one_after_the_other():
    for _ in range(FREE - 3):
        take_try("GQ2014", "", at=HALF_PAST_TWO)
    looked_at = []

    def attempt():
        try:
            take_try("GQ2014", "", at=HALF_PAST_TWO)
            looked_at.append(True)
        except ValidationError:
            looked_at.append(False)
        finally:
            connection.close()

    threads = [Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(looked_at) == [False] * 5 + [True] * 3
