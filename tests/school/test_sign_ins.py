"""登录账号: issuing slips to colleagues, and the states of sign-ins."""

from datetime import UTC, datetime
from html import unescape
from uuid import uuid4

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from branch.accounts.models import Role, SignInLink, User
from branch.core.models import AuditEvent, FormToken
from branch.school import actions
from branch.school.models import SignInState, Staff
from branch.school.slips import local_host, sheets
from tests.costs import cost_of
from tests.factories import LONG_AGO, PASSWORD, make_link, make_staff, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LIST, SLIPS = "/desk/signins/", "/desk/signins/slips/"


def open_for(*staff, by=None):
    return actions.open_sign_ins(staff, at=NOW, by=by)


def print_slips(client, **typed):
    token = client.get(LIST).context["form"]["form_token"].value()
    return client.post(SLIPS, {"form_token": token, **typed})


def known(user, password=PASSWORD, **fields):
    user.set_password(password)
    for name, value in fields.items():
        setattr(user, name, value)
    user.save()
    return user


def state_of(staff, moment=None):
    row = Staff.objects.with_sign_in_at(moment or timezone.now()).get(pk=staff.pk)
    return SignInState(row.sign_in)


# opening


def test_who_has_no_sign_in_gets_one_and_a_slip(administrator):
    staff = make_staff(with_user=False, number="20140317", name="周文静", phone="13800000001")

    (link,) = open_for(staff, by=administrator)

    staff.refresh_from_db()
    user = staff.user
    assert link.user == user
    assert (user.username, user.name, user.phone) == ("20140317", "周文静", "13800000001")
    assert not user.has_usable_password()
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", "actor")) == [
        ("user.opened", administrator.pk),
        ("link.issued", administrator.pk),
    ]


def test_a_telephone_with_which_a_colleague_signs_in_is_left_out():
    make_user(phone="13800000001")
    staff = make_staff(with_user=False, phone="13800000001")

    open_for(staff)

    staff.refresh_from_db()
    assert staff.user.phone == ""
    assert staff.lacks_phone_sign_in


def test_who_has_left_gets_no_slip():
    assert open_for(make_staff(until_on=LONG_AGO)) == []
    assert not SignInLink.objects.exists()


def test_who_returns_gets_a_new_slip():
    staff = make_staff()
    known(staff.user, is_active=False)

    open_for(staff)

    staff.user.refresh_from_db()
    assert staff.user.is_active
    assert not staff.user.has_usable_password()


def test_a_number_of_another_users_sign_in_is_refused():
    make_user(username="20140317")

    with pytest.raises(ValidationError, match="先核对周文静的工号"):
        open_for(make_staff(with_user=False, number="20140317", name="周文静"))


def test_a_slip_updates_the_sign_in_from_the_staff_row():
    staff = make_staff(phone="13800000001")
    staff.number, staff.name, staff.phone = "20200101", "周静", "13800000002"

    actions.write_through_to_user(staff)

    user = User.objects.get(pk=staff.user.pk)
    assert (user.username, user.name, user.phone) == ("20200101", "周静", "13800000002")


# states


def test_each_sign_in_has_its_state():
    nobody, fresh, active, closed = (
        make_staff(with_user=False),
        make_staff(),
        make_staff(),
        make_staff(),
    )
    slip, locked = make_staff(), make_staff()
    for staff in (active, locked):
        known(staff.user)
    known(closed.user, is_active=False)
    make_link(slip.user)
    lock(locked.user)

    rows = (nobody, fresh, slip, active, locked, closed)
    assert [state_of(row) for row in rows] == [
        SignInState.NONE,
        SignInState.NONE,
        SignInState.OPEN,
        SignInState.ACTIVE,
        SignInState.LOCKED,
        SignInState.CLOSED,
    ]


def lock(user, *addresses, at=None, tries=5):
    for address in addresses or ["10.0.0.1"]:
        attempt = AccessAttempt.objects.create(
            username=user.username, ip_address=address, failures_since_start=tries
        )
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=at or timezone.now())


def test_a_lock_expires_and_is_not_shared_between_addresses():
    rested, spread = make_staff(), make_staff()
    for staff in (rested, spread):
        known(staff.user)
    lock(rested.user, at=timezone.now() - timezone.timedelta(minutes=16))
    lock(spread.user, "10.0.0.1", "10.0.0.2", tries=3)

    assert [state_of(rested), state_of(spread)] == [SignInState.ACTIVE, SignInState.ACTIVE]


# the list


def test_the_list_shows_colleagues_with_their_state(as_administrator, administrator):
    slip = make_staff(name="周文静")
    make_staff(name="唐海平", until_on=LONG_AGO)
    link = make_link(slip.user)

    page = as_administrator.get(LIST)

    assert {row.name for row in page.context["object_list"]} == {"周文静", administrator.staff.name}
    assert f"登录条未用，至 {timezone.localdate(link.expires_at):%m-%d}" in page.text
    assert str(link.token) not in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "none"}, ["周文静"]),
        ({"state": "active"}, ["唐海平"]),
        ({"q": "唐"}, ["唐海平"]),
        ({"q": "zwj"}, ["周文静"]),
        ({"q": "ZhouWen"}, ["周文静"]),
        ({"q": "t2014"}, ["唐海平"]),
        ({"q": "T201"}, ["唐海平", "周文静"]),
        ({"q": " ｔａｎｇ hai"}, ["唐海平"]),
        ({"q": "t9"}, []),
        ({"state": "nonsense"}, ["唐海平", "周文静"]),
    ],
)
def test_the_list_is_filtered_by_state_and_name(as_administrator, administrator, query, found):
    administrator.staff.delete()
    make_staff(name="唐海平", number="T2014", user=known(make_user()))
    make_staff(name="周文静", number="T2015")

    page = as_administrator.get(LIST, query)

    assert [row.name for row in page.context["object_list"]] == found


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(as_administrator, rows):
    for _ in range(rows):
        make_link(make_staff().user)
    as_administrator.get(LIST)

    page, cost = cost_of(as_administrator.get, LIST)

    assert len(page.context["object_list"]) == rows + 1
    assert cost == 7


# the slips


def test_slips_are_shown_in_the_response_only(as_administrator):
    first, second = make_staff(name="周文静"), make_staff(with_user=False, name="唐海平")

    page = print_slips(as_administrator, staff=[first.pk, second.pk])

    links = SignInLink.objects.all()
    assert links.count() == 2
    for link in links:
        assert f"http://testserver/accounts/first/{link.token}/" in page.text
        assert link.user.name in page.text
    assert page.text.count("data:image/svg+xml") == 2
    assert page.headers["Cache-Control"] == "no-store"
    assert as_administrator.get(SLIPS).url == reverse("school:signin-list")


def test_a_form_sent_again_issues_nothing(as_administrator):
    """After a reload or Back: the slips may be printed already."""
    staff, token = make_staff(), str(uuid4())
    typed = {"form_token": token, "staff": [staff.pk]}
    as_administrator.post(SLIPS, typed)
    link = SignInLink.objects.get()

    answer = as_administrator.post(SLIPS, typed, follow=True)

    assert list(SignInLink.objects.all()) == [link]
    assert "已经显示过一次" in answer.text
    assert str(link.token) not in answer.text


def test_everyone_who_cannot_sign_in_yet_gets_a_slip_at_once(as_administrator, administrator):
    known(administrator)
    as_administrator.force_login(administrator, "branch.accounts.backends.RoleBackend")
    waiting = [make_staff(), make_staff(with_user=False)]
    known(make_staff().user)
    make_link(make_staff().user)

    print_slips(as_administrator, is_for_all="on")

    links = SignInLink.objects.filter(issued_by=administrator)
    assert {link.user.staff for link in links} == set(waiting)


def test_of_two_who_print_for_everyone_the_later_voids_nothing(
    as_administrator, administrator, monkeypatch
):
    """The other administrator commits between the reading of the list and the lock."""
    known(administrator)
    as_administrator.force_login(administrator, "branch.accounts.backends.RoleBackend")
    staff, token = make_staff(), as_administrator.get(LIST).context["form"]["form_token"].value()
    spend = FormToken.spend

    def spend_after_the_other(**kwargs):
        open_for(staff)
        return spend(**kwargs)

    monkeypatch.setattr(FormToken, "spend", spend_after_the_other)

    answer = as_administrator.post(SLIPS, {"form_token": token, "is_for_all": "on"}, follow=True)

    assert SignInLink.objects.get().issued_by is None
    assert "刚由另一位管理员发过登录条" in answer.text


def test_a_number_taken_meanwhile_is_an_error_and_issues_nothing(as_administrator, monkeypatch):
    staff = make_staff(with_user=False, number="20140317", name="周文静")
    create_user = type(User.objects).create_user

    def create_after_the_other(manager, username, **fields):
        User(username=username).save()
        return create_user(manager, username, **fields)

    monkeypatch.setattr(type(User.objects), "create_user", create_after_the_other)

    answer = print_slips(as_administrator, staff=[staff.pk])

    assert answer.url == LIST
    assert "这一次没有发出登录条" in as_administrator.get(LIST).text
    assert not SignInLink.objects.exists()
    assert not User.objects.filter(username="20140317").exists()


def test_a_form_without_a_tick_is_an_error(as_administrator):
    make_staff()

    answer = print_slips(as_administrator)

    assert answer.url == LIST
    assert "还没有勾选" in as_administrator.get(LIST).text
    assert not SignInLink.objects.exists()


def test_a_colleague_who_left_meanwhile_is_an_error_and_issues_nothing(as_administrator):
    stays, left = make_staff(), make_staff(until_on=LONG_AGO)

    print_slips(as_administrator, staff=[stays.pk, left.pk])

    assert "有人已离校" in as_administrator.get(LIST).text
    assert not SignInLink.objects.exists()


@pytest.mark.parametrize(("count", "pages"), [(1, [1]), (8, [8]), (9, [8, 1]), (17, [8, 8, 1])])
def test_a_sheet_has_eight_slips(count, pages):
    assert [len(sheet) for sheet in sheets(list(range(count)))] == pages


def test_a_reset_is_a_slip_for_one(as_administrator):
    staff = make_staff(Role.COUNSELLOR)
    known(staff.user)
    older = make_link(staff.user)

    print_slips(as_administrator, staff=staff.pk)

    assert not SignInLink.objects.filter(pk=older.pk).exists()
    assert staff.user.links.count() == 1
    assert User.objects.get(pk=staff.user.pk).check_password(PASSWORD)


def test_a_lock_is_undone_from_the_list(as_administrator):
    staff = make_staff(name="周文静")
    known(staff.user)
    lock(staff.user)
    address = reverse("school:signin-unlock", args=[staff.pk])
    assert address in unescape(as_administrator.get(LIST).text)

    answer = as_administrator.post(address, follow=True)

    assert answer.redirect_chain == [(LIST, 302)]
    assert "周文静可以马上再登录了。" in answer.text
    assert state_of(staff) == SignInState.ACTIVE


def test_unlocking_redirects_to_the_list_with_its_filter(as_administrator):
    staff = make_staff(name="周文静")
    known(staff.user)
    lock(staff.user)
    page = as_administrator.get(LIST, {"q": "周&文", "state": "locked"})
    assert '<input type="hidden" name="q" value="周&amp;文">' in page.text
    assert '<input type="hidden" name="state" value="locked">' in page.text

    answer = as_administrator.post(
        reverse("school:signin-unlock", args=[staff.pk]),
        {"q": "周&文", "state": "locked", "next": "https://evil.example/"},
    )

    assert answer.url == f"{LIST}?q=%E5%91%A8%26%E6%96%87&state=locked"


# the address of the site


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1:8000", "127.0.0.1"),
        ("localhost:8000", "localhost"),
        ("[::1]:8000", "::1"),
        ("192.168.3.20", ""),
        ("dj.example.edu.cn", ""),
        ("localhost.example.edu.cn", ""),
    ],
)
def test_a_host_that_no_phone_can_open_is_recognised(host, shown):
    assert local_host(host) == shown


@pytest.mark.parametrize(("host", "times"), [("127.0.0.1:8000", 1), ("testserver", 0)])
def test_the_list_warns_before_slips_are_printed_that_no_phone_can_open(
    as_administrator, host, times
):
    warning = "现在的网址是 127.0.0.1，手机打不开登录条。请用学校的网址登录后再打印。"

    assert as_administrator.get(LIST, headers={"Host": host}).text.count(warning) == times


def test_a_slip_has_the_address_of_later_sign_ins(as_administrator):
    page = print_slips(as_administrator, staff=[make_staff().pk])

    assert page.text.count("以后登录：testserver/accounts/login/") == 1
