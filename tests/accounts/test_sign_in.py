from datetime import date

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.urls import reverse

from branch.accounts import actions
from branch.accounts.backends import client_address
from branch.accounts.forms import WRONG
from branch.accounts.models import Role, User
from branch.core.models import AuditEvent
from tests.costs import cost_of
from tests.factories import PASSWORD, make_grant, make_staff, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def teacher():
    return _with_password(make_staff().user)


def _with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


def _sign_in(client, user, password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": user.username, "password": password, **extra})


def test_the_right_password_opens_the_desk(client, teacher):
    answer = _sign_in(client, teacher)

    assert answer.url == reverse("portal:desk")


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(client, teacher):
    wrong_password = _sign_in(client, teacher, "wrong")
    wrong_name = client.post(LOGIN, {"username": "nobody", "password": "wrong"})

    assert wrong_password.context["form"].non_field_errors() == [WRONG]
    assert wrong_name.context["form"].non_field_errors() == [WRONG]


def test_five_wrong_tries_lock_the_name_at_that_address(client, teacher):
    for _ in range(5):
        answer = _sign_in(client, teacher, "wrong")

    assert answer.status_code == 429
    assert "15 分钟后再试" in answer.content.decode()
    assert _sign_in(client, teacher).status_code == 429


def test_a_colleague_behind_the_same_address_is_not_locked_out(client, teacher):
    colleague = _with_password(make_staff().user)
    for _ in range(5):
        _sign_in(client, teacher, "wrong")

    assert _sign_in(client, colleague).url == reverse("portal:desk")


def test_the_telephone_opens_the_door_as_the_number_does(client, teacher):
    User.objects.filter(pk=teacher.pk).update(phone="13800000001")

    answer = client.post(LOGIN, {"username": " 13800000001", "password": PASSWORD})

    assert answer.url == reverse("portal:desk")
    assert client.get(reverse("accounts:account")).context["user"] == teacher


def test_a_number_goes_before_a_colleagues_telephone(client):
    by_number = _with_password(make_staff(user=make_user(username="13800000001")).user)
    make_staff(user=make_user(phone="13800000001"))

    client.post(LOGIN, {"username": "13800000001", "password": PASSWORD})

    assert client.get(reverse("accounts:account")).context["user"] == by_number


@pytest.mark.parametrize(
    "typed",
    [
        "GQ2014",
        "gq2014",
        " Gq2014 ",
        "ｇｑ２０１４",
        "13800000001",
        "138 0000 0001",
        "138-0000-0001",
    ],
)
def test_a_number_is_known_however_it_is_spelled(client, typed):
    teacher = _with_password(make_staff(user=make_user(username="GQ2014")).user)
    User.objects.filter(pk=teacher.pk).update(phone="13800000001")

    client.post(LOGIN, {"username": typed, "password": PASSWORD})

    assert client.get(reverse("accounts:account")).context["user"] == teacher


@pytest.mark.parametrize("typed", ["head", "HEAD"])
def test_of_two_that_differ_in_letters_only_the_very_one_is_meant(typed):
    users = {name: make_user(username=name) for name in ("head", "HEAD")}

    assert User.objects.known_as(typed) == users[typed]


def test_every_spelling_counts_together_and_one_unlock_frees_them_all(
    client, administrator, django_client
):
    teacher = _with_password(make_staff(user=make_user(username="GQ2014")).user)
    User.objects.filter(pk=teacher.pk).update(phone="13800000001")
    spelled = ["GQ2014", "gq2014", "Gq2014", "138 0000 0001", "138-0000-0001"]
    answers = [client.post(LOGIN, {"username": name, "password": "wrong"}) for name in spelled]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert client.post(LOGIN, {"username": "gQ2014", "password": PASSWORD}).status_code == 429

    actions.unlock(teacher, by=administrator)

    for name in spelled:
        answer = django_client().post(LOGIN, {"username": name, "password": PASSWORD})
        assert answer.url == reverse("portal:desk")


def test_a_strangers_spellings_count_together(client):
    for typed in ("nobody", "NOBODY", " Nobody", "NoBody", "nobodY"):
        answer = client.post(LOGIN, {"username": typed, "password": "wrong"})

    assert answer.status_code == 429


def test_without_a_telephone_nobody_is_found_by_an_empty_one(teacher):
    assert User.objects.known_as("") is None


def test_wrong_tries_of_both_numbers_count_together(client, teacher):
    User.objects.filter(pk=teacher.pk).update(phone="13800000001")
    for typed in (teacher.username, "13800000001") * 2:
        client.post(LOGIN, {"username": typed, "password": "wrong"})

    fifth = client.post(LOGIN, {"username": "13800000001", "password": "wrong"})

    assert fifth.status_code == 429
    assert _sign_in(client, teacher).status_code == 429
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == [teacher.username]


@pytest.mark.parametrize("typed", ["nobody", "13899999999"])
def test_a_stranger_costs_what_a_colleague_costs(client, teacher, typed):
    """As many questions and one password hashed, whether the number is known or not."""
    User.objects.filter(pk=teacher.pk).update(phone="13800000001")
    _, known = cost_of(client.post, LOGIN, {"username": "13800000001", "password": "wrong"})

    _, unknown = cost_of(client.post, LOGIN, {"username": typed, "password": "wrong"})

    assert unknown == known


def test_an_unlocked_person_may_try_again_at_once(client, teacher, administrator):
    for _ in range(5):
        _sign_in(client, teacher, "wrong")

    actions.unlock(teacher, by=administrator)

    assert _sign_in(client, teacher).url == reverse("portal:desk")
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor, event.target_id) == (
        "user.unlocked",
        administrator,
        str(teacher.pk),
    )


@pytest.mark.parametrize(
    "next_url",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "javascript:alert(1)",
        "\\\\evil",
    ],
)
def test_signing_in_never_leads_off_the_site(client, teacher, next_url):
    answer = client.post(
        LOGIN, {"username": teacher.username, "password": PASSWORD, "next": next_url}
    )

    assert answer.url == reverse("portal:desk")


def test_a_session_lasts_twelve_hours_or_thirty_days_where_asked(client, teacher):
    _sign_in(client, teacher)
    assert client.session.get_expiry_age() == 12 * 60 * 60

    client.logout()
    _sign_in(client, teacher, remember="on")
    assert client.session.get_expiry_age() == 30 * 24 * 60 * 60


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.ADMIN])
def test_who_keeps_the_most_sensitive_rows_is_never_remembered(client, role):
    _sign_in(client, _with_password(make_staff(role).user), remember="on")

    assert client.session.get_expiry_age() == 12 * 60 * 60


def test_nor_is_who_will_keep_them_from_a_later_day(client, teacher):
    make_grant(teacher, Role.COUNSELLOR, from_on=date(2099, 9, 1))

    _sign_in(client, teacher, remember="on")

    assert client.session.get_expiry_age() == 12 * 60 * 60


def test_ending_the_other_sessions_keeps_this_one(client, teacher, django_client):
    phone, computer = django_client(), client
    _sign_in(phone, teacher)
    _sign_in(computer, teacher)

    computer.post(reverse("accounts:sessions-end"))

    account = reverse("accounts:account")
    assert computer.get(account).context["user"] == teacher
    assert phone.get(account).url == f"{settings.LOGIN_URL and LOGIN}?next={account}"


def test_a_new_password_ends_the_other_sessions(client, teacher, django_client):
    phone = django_client()
    _sign_in(phone, teacher)
    _sign_in(client, teacher)
    fresh = {"new_password1": "bamboo-River-88", "new_password2": "bamboo-River-88"}

    client.post(reverse("accounts:account"), {"old_password": PASSWORD, **fresh})

    assert phone.get(reverse("accounts:account")).status_code == 302
    assert client.get(reverse("accounts:account")).context["user"] == teacher


def test_a_wrong_old_password_is_refused_at_its_field(client, teacher):
    _sign_in(client, teacher)

    answer = client.post(
        reverse("accounts:account"),
        {
            "old_password": "x",
            "new_password1": "bamboo-River-88",
            "new_password2": "bamboo-River-88",
        },
    )

    assert answer.context["form"].errors["old_password"] == ["原密码不对，请再填一次。"]
    teacher.refresh_from_db()
    assert teacher.check_password(PASSWORD)


def test_signing_out_wants_a_post_and_clears_what_the_browser_kept(client, teacher):
    _sign_in(client, teacher)

    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize(
    ("mode", "claimed", "address"),
    [
        ("production", "203.0.113.9", "203.0.113.9"),
        ("production", "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("demo", "203.0.113.9", "127.0.0.1"),
    ],
)
def test_a_lock_is_on_the_address_the_proxy_saw(rf, settings, mode, claimed, address):
    settings.MODE = mode

    assert client_address(rf.post(LOGIN, headers={"X-Forwarded-For": claimed})) == address
