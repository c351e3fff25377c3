"""登录条: a sign-in link is valid for one use by one person, and only the newest."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from branch.accounts import actions
from branch.accounts.models import Role, SignInLink
from branch.core.models import AuditEvent
from tests.factories import PASSWORD, make_link, make_staff, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
FRESH = "bamboo-River-88"
FILLED = {"new_password1": FRESH, "new_password2": FRESH}


@pytest.fixture
def link():
    return make_link(make_staff(name="周文静").user)


def address(link):
    return reverse("accounts:first", args=[link.token])


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", "actor", "target_type"))


# handing out


def test_a_link_is_valid_for_seven_days(administrator):
    link = actions.issue_link(make_user(), at=NOW, by=administrator)

    assert timezone.localdate(link.expires_at) == date(2026, 12, 1)
    assert list(SignInLink.objects.open_at(link.expires_at - timedelta(seconds=1))) == [link]
    assert list(SignInLink.objects.open_at(link.expires_at)) == []


def test_a_new_link_replaces_the_older_one(administrator):
    user = make_user()
    older = actions.issue_link(user, at=NOW, by=administrator)

    newer = actions.issue_link(user, at=NOW, by=administrator)

    assert list(user.links.all()) == [newer]
    with pytest.raises(ValidationError, match="已经失效"):
        actions.use_link(older.token, password=FRESH, at=NOW)


def test_the_audit_event_names_the_user_and_not_the_key(administrator):
    user = make_user()

    link = actions.issue_link(user, at=NOW, by=administrator)

    event = AuditEvent.objects.get()
    assert (event.verb, event.actor, event.target_id) == (
        "link.issued",
        administrator,
        str(user.pk),
    )
    assert str(link.token) not in f"{event.target_id}{event.says}"


def test_a_closed_account_gets_no_link(administrator):
    with pytest.raises(ValidationError, match="已停用"):
        actions.issue_link(make_user(is_active=False), at=NOW, by=administrator)


# using


def test_a_link_sets_the_password_once_and_is_recorded(link):
    actions.use_link(link.token, password=FRESH, at=NOW)

    link.user.refresh_from_db()
    assert link.user.check_password(FRESH)
    assert verbs() == [
        ("user.password_changed", link.user.pk, "accounts.user"),
        ("link.used", link.user.pk, "accounts.user"),
    ]
    with pytest.raises(ValidationError, match="已经失效"):
        actions.use_link(link.token, password="another-River-88", at=NOW)


def test_the_link_is_locked_before_it_is_used(link):
    """SQLite has one writer at a time and needs no row lock."""
    with CaptureQueriesContext(connection) as queries:
        actions.use_link(link.token, password=FRESH, at=NOW)

    first = next(query["sql"] for query in queries if query["sql"].startswith("SELECT"))
    assert 'FROM "accounts_signinlink"' in first
    assert (" FOR UPDATE" in first) is connection.features.has_select_for_update


def test_opening_the_page_does_not_use_the_link_up(client, link):
    """A messenger fetches a link before the person opens it."""
    for _ in range(2):
        page = client.get(address(link))

    assert page.context["link"] == link
    assert "周文静老师" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_a_first_password_signs_in_and_opens_the_desk(client, link):
    answer = client.post(address(link), FILLED)

    assert answer.url == reverse("portal:desk")
    assert client.get(answer.url).context["user"] == link.user
    assert client.session.get_expiry_age() == 12 * 60 * 60


def test_the_page_shows_only_the_end_of_the_number(client):
    link = make_link(make_staff(user=make_user(username="20140317")).user)

    page = client.get(address(link)).text

    assert "···317" in page
    assert "20140317" not in page


@pytest.mark.parametrize("how", ["used", "expired", "replaced", "closed", "unknown"])
def test_every_invalid_link_gets_the_same_page(client, administrator, link, how):
    token = link.token
    if how == "used":
        actions.use_link(token, password=PASSWORD, at=NOW)
    elif how == "expired":
        SignInLink.objects.update(expires_at=timezone.now())
    elif how == "replaced":
        actions.issue_link(link.user, at=timezone.now(), by=administrator)
    elif how == "closed":
        day = date(2026, 11, 24)
        actions.close_account(user=link.user, on=day, by=administrator)
    else:
        token = uuid4()
    unknown = client.get(reverse("accounts:first", args=[uuid4()]))

    page = client.get(reverse("accounts:first", args=[token]))
    sent = client.post(reverse("accounts:first", args=[token]), FILLED)

    assert (page.status_code, sent.status_code) == (404, 404)
    assert page.text == sent.text == unknown.text
    assert "向管理员要一张新的" in page.text
    link.user.refresh_from_db()
    assert not link.user.check_password(FRESH)


@pytest.mark.parametrize(
    ("first", "again", "says"),
    [
        ("", "", [["请填写新密码。"], ["请再填一次新密码。"]]),
        ("73519284620", "73519284620", [["密码不能全是数字，请加上字母。"]]),
        (FRESH, "x", [["两次填的密码不一样，请再填一次。"]]),
        ("a13800000008", "a13800000008", [["密码和您的手机太像，请换一个。"]]),
    ],
)
def test_a_bad_password_is_refused_in_chinese_and_the_link_stays_valid(
    client, link, first, again, says
):
    type(link.user).objects.update(phone="13800000008")

    page = client.post(address(link), {"new_password1": first, "new_password2": again})

    assert list(page.context["form"].errors.values()) == says
    assert SignInLink.objects.get().used_at is None


def test_staying_signed_in_is_offered_to_a_teacher(client, link):
    client.post(address(link), FILLED | {"remember": "on"})

    assert client.session.get_expiry_age() == 30 * 24 * 60 * 60


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.ADMIN, Role.CRISIS])
def test_staying_signed_in_is_not_offered_to_holders_of_sensitive_roles(client, role):
    link = make_link(make_staff(role).user)

    assert "remember" not in client.get(address(link)).context["form"].fields
    client.post(address(link), FILLED | {"remember": "on"})
    assert client.session.get_expiry_age() == 12 * 60 * 60


def test_another_user_of_the_device_is_named_and_then_signed_out(client, link):
    other = make_staff(name="唐海平").user
    client.force_login(other, "branch.accounts.backends.RoleBackend")
    before = client.session.session_key

    assert "会先退出唐海平" in client.get(address(link)).text
    assert client.get(reverse("accounts:account")).context["user"] == other
    client.post(address(link), FILLED)

    assert client.get(reverse("accounts:account")).context["user"] == link.user
    assert not client.session.exists(before)


def test_a_reset_ends_the_users_other_sessions(client, link, django_client):
    phone = django_client()
    phone.force_login(link.user, "branch.accounts.backends.RoleBackend")
    assert phone.get(reverse("accounts:account")).status_code == 200

    client.post(address(link), FILLED)

    assert phone.get(reverse("accounts:account")).status_code == 302


@pytest.mark.usefixtures("the_day")
def test_the_account_page_lists_every_link_of_the_last_thirty_days(client, administrator):
    secretary = make_staff(Role.SECRETARY).user
    for name, ago, used in (("方志远", 31, True), ("唐海平", 29, True), ("何雪梅", 1, False)):
        moment = NOW - timedelta(days=ago)
        link = make_link(
            secretary, issued_by=make_user(name=name), used_at=moment if used else None
        )
        SignInLink.objects.filter(pk=link.pk).update(issued_at=moment)
    make_link(administrator, issued_by=make_user(name="周文静"))
    client.force_login(secretary, "branch.accounts.backends.RoleBackend")

    page = client.get(reverse("accounts:account"))

    shown = [(link.issued_by.name, bool(link.used_at)) for link in page.context["links"]]
    assert shown == [("何雪梅", False), ("唐海平", True)]
    assert "2026-11-23 10:00 由何雪梅发出" in page.text
