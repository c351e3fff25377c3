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


def test_the_right_password_signs_in(client, teacher):
    answer = _sign_in(client, teacher)

    assert answer.url == reverse("portal:desk")


def test_a_wrong_name_and_a_wrong_password_get_the_same_error(client, teacher):
    wrong_password = _sign_in(client, teacher, "wrong")
    wrong_name = client.post(LOGIN, {"username": "nobody", "password": "wrong"})

    assert wrong_password.context["form"].non_field_errors() == [WRONG]
    assert wrong_name.context["form"].non_field_errors() == [WRONG]


def test_five_wrong_passwords_lock_the_name_for_that_address(client, teacher):
    for _ in range(5):
        answer = _sign_in(client, teacher, "wrong")

    assert answer.status_code == 429
    assert "15 分钟后再试" in answer.content.decode()
    assert _sign_in(client, teacher).status_code == 429


def test_another_name_is_not_locked_for_the_same_address(client, teacher):
    colleague = _with_password(make_staff().user)
    for _ in range(5):
        _sign_in(client, teacher, "wrong")

    assert _sign_in(client, colleague).url == reverse("portal:desk")


def test_a_telephone_signs_in_like_a_number(client, teacher):
    User.objects.filter(pk=teacher.pk).update(phone="13800000001")

    answer = client.post(LOGIN, {"username": " 13800000001", "password": PASSWORD})

    assert answer.url == reverse("portal:desk")
    assert client.get(reverse("accounts:account")).context["user"] == teacher


def test_a_number_takes_precedence_over_a_telephone(client):
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
def test_a_number_is_recognised_in_every_spelling(client, typed):
    teacher = _with_password(make_staff(user=make_user(username="GQ2014")).user)
    User.objects.filter(pk=teacher.pk).update(phone="13800000001")

    client.post(LOGIN, {"username": typed, "password": PASSWORD})

    assert client.get(reverse("accounts:account")).context["user"] == teacher


@pytest.mark.parametrize("typed", ["head", "HEAD"])
def test_of_two_numbers_that_differ_by_case_the_exact_one_is_meant(typed):
    users = {name: make_user(username=name) for name in ("head", "HEAD")}

    assert User.objects.known_as(typed) == users[typed]


def test_all_spellings_share_one_counter_and_one_unlock(client, administrator, django_client):
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


def test_spellings_of_an_unknown_name_share_one_counter(client):
    for typed in ("nobody", "NOBODY", " Nobody", "NoBody", "nobodY"):
        answer = client.post(LOGIN, {"username": typed, "password": "wrong"})

    assert answer.status_code == 429


def test_an_empty_text_finds_no_user_without_a_telephone(teacher):
    assert User.objects.known_as("") is None


def test_wrong_passwords_for_number_and_telephone_share_one_counter(client, teacher):
    User.objects.filter(pk=teacher.pk).update(phone="13800000001")
    for typed in (teacher.username, "13800000001") * 2:
        client.post(LOGIN, {"username": typed, "password": "wrong"})

    fifth = client.post(LOGIN, {"username": "13800000001", "password": "wrong"})

    assert fifth.status_code == 429
    assert _sign_in(client, teacher).status_code == 429
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == [teacher.username]


@pytest.mark.parametrize("typed", ["nobody", "13899999999"])
def test_an_unknown_name_costs_as_many_queries_as_a_known_one(client, teacher, typed):
    """The queries are the same whether the number is known or not."""
    User.objects.filter(pk=teacher.pk).update(phone="13800000001")
    _, known = cost_of(client.post, LOGIN, {"username": "13800000001", "password": "wrong"})

    _, unknown = cost_of(client.post, LOGIN, {"username": typed, "password": "wrong"})

    assert unknown == known


def test_an_unlocked_user_may_sign_in_at_once(client, teacher, administrator):
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
def test_signing_in_never_redirects_off_the_site(client, teacher, next_url):
    answer = client.post(
        LOGIN, {"username": teacher.username, "password": PASSWORD, "next": next_url}
    )

    assert answer.url == reverse("portal:desk")


def test_a_session_lasts_twelve_hours_or_if_remembered_thirty_days(client, teacher):
    _sign_in(client, teacher)
    assert client.session.get_expiry_age() == 12 * 60 * 60

    client.logout()
    _sign_in(client, teacher, remember="on")
    assert client.session.get_expiry_age() == 30 * 24 * 60 * 60


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.ADMIN, Role.CRISIS])
def test_holders_of_sensitive_roles_are_never_remembered(client, role):
    _sign_in(client, _with_password(make_staff(role).user), remember="on")

    assert client.session.get_expiry_age() == 12 * 60 * 60


def test_a_sensitive_role_that_begins_later_also_prevents_remembering(client, teacher):
    make_grant(teacher, Role.COUNSELLOR, from_on=date(2099, 9, 1))

    _sign_in(client, teacher, remember="on")

    assert client.session.get_expiry_age() == 12 * 60 * 60


def test_ending_other_sessions_keeps_the_current_one(client, teacher, django_client):
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


def test_signing_out_needs_a_post_and_clears_browser_data(client, teacher):
    _sign_in(client, teacher)

    client.get("/accounts/logout/")
    assert client.session["_auth_user_id"] == str(teacher.pk)
    assert client.post("/accounts/logout/").headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize(
    ("mode", "claimed", "address"),
    [
        ("production", "203.0.113.9", "203.0.113.9"),
        ("production", "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("production", "2001:db8:7:1::9", "2001:db8:7:1::"),
        ("demo", "203.0.113.9", "127.0.0.1"),
    ],
)
def test_a_lock_uses_the_address_that_the_proxy_added(rf, settings, mode, claimed, address):
    settings.MODE = mode

    assert client_address(rf.post(LOGIN, headers={"X-Forwarded-For": claimed})) == address
