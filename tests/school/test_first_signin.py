"""The commands `first_signin` and `signin_link`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from branch.accounts.models import Role, RoleGrant, SignInLink, User
from branch.core.models import AuditEvent
from branch.school.models import Staff
from tests.factories import make_staff

pytestmark = pytest.mark.django_db


def run(*words, command="first_signin"):
    out = StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("书记", Role.SECRETARY),
        ("secretary", Role.SECRETARY),
        ("管理员", Role.ADMIN),
        ("admin", Role.ADMIN),
    ],
)
def test_the_first_of_a_role_gets_staff_row_sign_in_and_slip(client, name, role, settings):
    settings.MODE, settings.ALLOWED_HOSTS = "production", ["dj.example.edu.cn", "testserver"]

    output = run(name, "20100001", "方志远")

    user = User.objects.get()
    link, address = user.links.get(), reverse("accounts:first", args=[user.links.get().token])
    assert (user.username, user.staff.name, user.grants.get().role) == ("20100001", "方志远", role)
    assert f"https://dj.example.edu.cn{address}" in output
    assert link.issued_by is None
    assert client.get(address).context["link"] == link
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", "actor")) == [
        ("staff.added", None),
        ("user.opened", None),
        ("link.issued", None),
        ("role.first", None),
    ]


def test_a_second_run_is_refused_and_changes_nothing():
    run("管理员", "20100001", "方志远")

    for words in (("管理员", "20100001", "方志远"), ("admin", "20100002", "唐海平")):
        with pytest.raises(CommandError, match="管理员已经有人担任过") as refused:
            run(*words)
        assert refused.value.returncode == 1

    assert SignInLink.objects.count() == RoleGrant.objects.count() == Staff.objects.count() == 1


def test_other_roles_are_refused():
    with pytest.raises(CommandError, match="角色写 书记 或 管理员"):
        run("心理教师", "20100001", "苏清和")

    assert not User.objects.exists()


def test_the_two_roles_need_two_people():
    run("管理员", "20100001", "方志远")

    with pytest.raises(CommandError, match="两个人担任"):
        run("书记", "20100001", "方志远")
    run("书记", "20100002", "陈立言")

    assert set(RoleGrant.objects.values_list("role", flat=True)) == {Role.SECRETARY, Role.ADMIN}


def test_an_existing_colleague_is_used_if_the_name_agrees():
    staff = make_staff(with_user=False, number="20100001", name="方志远")

    with pytest.raises(CommandError, match="是方志远，不是方远志"):
        run("管理员", "20100001", "方远志")
    run("管理员", "20100001", "方志远")

    staff.refresh_from_db()
    assert staff.user.grants.get().role == Role.ADMIN


def test_signin_link_issues_a_link_to_a_colleague(client):
    run("管理员", "20100001", "方志远")
    older = SignInLink.objects.get()

    output = run("20100001", command="signin_link")

    link = SignInLink.objects.get()
    assert link.token != older.token
    assert f"http://127.0.0.1:8000{reverse('accounts:first', args=[link.token])}" in output


def test_signin_link_refuses_others():
    make_staff(number="20100009", until_on="2020-09-01")

    with pytest.raises(CommandError, match="没有工号是 20100009 的在职教职工"):
        run("20100009", command="signin_link")
