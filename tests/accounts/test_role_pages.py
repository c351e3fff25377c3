"""角色任命: pages that list, propose, confirm and end roles."""

import pytest
from django.urls import reverse

from branch.accounts.models import Role, RoleGrant
from tests.costs import cost_of
from tests.factories import make_grant, make_staff, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "secretary")]
ROLES, NEW, DESK = "/desk/roles/", "/desk/roles/new/", "/desk/"


def sign_in(client, user):
    client.force_login(user, "branch.accounts.backends.RoleBackend")
    return client


def propose(client, user, role=Role.EDITOR, **fields):
    token = client.get(NEW).context["form"]["form_token"].value()
    typed = {"form_token": token, "user": user.pk, "role": role, "from_on": "2026-11-24", **fields}
    return client.post(NEW, typed, follow=True)


def test_a_proposal_is_a_todo_of_the_other_person_who_confirms_it(
    client, django_client, secretary, administrator
):
    person, other = make_staff(name="苏清和").user, sign_in(django_client(), administrator)
    sign_in(client, secretary)

    propose(client, person, Role.COUNSELLOR)
    waiting = [(todo.title, todo.url) for todo in other.get(DESK).context["todos"]]
    assert ("确认任命：苏清和 任 心理教师", ROLES) in waiting
    assert "确认任命：苏清和 任 心理教师" not in client.get(DESK).text
    grant = RoleGrant.objects.proposed().get()
    answer = other.post(reverse("accounts:role-confirm", args=[grant.pk]), follow=True)

    assert "已确认：苏清和任心理教师。" in answer.text
    assert person.grants.active_on(grant.from_on).get().confirmed_by == administrator


def test_the_proposer_may_only_withdraw_a_proposal(client, secretary):
    grant = make_grant(make_user(), Role.EDITOR, confirmed_at=None, proposed_by=secretary)
    sign_in(client, secretary)

    page = client.get(ROLES).text
    assert reverse("accounts:role-confirm", args=[grant.pk]) not in page
    answer = client.post(reverse("accounts:role-confirm", args=[grant.pk]), follow=True)
    assert "一人提出，另一人确认" in answer.text
    client.post(reverse("accounts:role-drop", args=[grant.pk]))

    assert not RoleGrant.objects.proposed().exists()


def test_a_refusal_is_shown_at_its_field_and_typed_text_is_kept(client, secretary):
    person = make_user()

    page = propose(sign_in(client, secretary), person, Role.ADMIN, until_on="2027-07-10")

    form = page.context["form"]
    assert form.errors == {"until_on": ["书记和管理员不写结束日期：先任命接任的人，再结束前任。"]}
    assert form["user"].value() == str(person.pk)


def test_grants_are_listed_by_role_and_past_ones_apart(client, secretary):
    make_grant(make_user(name="唐海平"), Role.EDITOR)
    make_grant(make_user(name="何雪梅"), Role.EDITOR, until_on="2026-11-23")

    page = sign_in(client, secretary).get(ROLES)

    by_role = {label: [grant.user.name for grant in held] for label, held in page.context["roles"]}
    assert by_role == {
        "书记": [secretary.name],
        "支委": [],
        "宣传编辑": ["唐海平"],
        "心理教师": [],
        "管理员": [],
        "强制报告负责人": [],
    }
    assert [grant.user.name for grant in page.context["past"]] == ["何雪梅"]


def test_ending_a_role_takes_effect_at_once(client, secretary):
    editor = make_staff(Role.EDITOR).user
    address = reverse("accounts:role-end", args=[editor.grants.get().pk])
    page = sign_in(client, secretary).get(address)

    client.post(address, {"form_token": page.context["form"]["form_token"].value()})

    assert not editor.grants.standing_on("2026-11-24").exists()


def test_the_last_secretary_cannot_be_ended(client, secretary, administrator):
    address = reverse("accounts:role-end", args=[secretary.grants.get().pk])
    page = sign_in(client, administrator).get(address)

    answer = client.post(address, {"form_token": page.context["form"]["form_token"].value()})

    assert "请先任命接任的人" in answer.text
    assert secretary.grants.standing_on("2026-11-24").exists()


def test_the_account_page_lists_only_the_users_own_roles(client):
    editor = make_staff(Role.EDITOR).user
    make_staff(Role.COUNSELLOR)

    page = sign_in(client, editor).get(reverse("accounts:account"))

    assert [grant.get_role_display() for grant in page.context["grants"]] == ["宣传编辑"]
    assert "2020-09-01 起" in page.text
    assert "心理教师" not in page.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, administrator, rows):
    for _ in range(rows):
        make_user(Role.EDITOR)
        make_grant(make_user(), Role.EDITOR, confirmed_at=None, proposed_by=make_user())
    sign_in(client, administrator).get(ROLES)

    page, cost = cost_of(client.get, ROLES)

    assert len(page.context["proposals"]) == rows
    assert cost == 8
