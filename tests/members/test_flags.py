"""一个党员，一面旗帜: who writes, approves and reads a public page, and when it is public."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from branch.core.models import SiteProfile
from branch.members import actions
from branch.members.models import FlagPage, Honour
from branch.school.actions import record_leaving
from tests.activities.page_form import form_of
from tests.factories import make_flag_page, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
MINE = reverse("members:mine")
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
LONG_BEFORE = datetime(2019, 9, 1, tzinfo=UTC)
State = FlagPage.State
FIELDS = {
    "post_title": "党员示范岗",
    "roles": "英语教师",
    "pledge": "听完再说话。",
    "pledged_on": date(2026, 11, 24),
}


def public_url(member):
    return reverse("members:flag", args=[member.pk])


def write(member, **fields):
    by = member.staff.user
    return actions.write_page(member, on=date(2026, 11, 24), by=by, **FIELDS | fields)


def submit(page):
    return actions.submit_page(page, version=page.version, at=AT, by=page.written_by)


def approve(page, by, **fields):
    return actions.approve_page(page, version=page.version, at=AT, by=by, **fields)


def read(client, member):
    return client.get(public_url(member)).status_code


def test_a_page_is_public_after_consent_and_approval_only(client, member, secretary):
    page = write(member)
    states = [read(client, member)]
    page = submit(page)
    states.append(read(client, member))
    approve(page, secretary)
    states.append(read(client, member))

    assert states == [404, 404, 200]


def test_a_cached_page_is_gone_as_soon_as_consent_is_withdrawn(client, django_client):
    page = make_flag_page()
    stranger = django_client()
    assert (read(stranger, page.member), read(stranger, page.member)) == (200, 200)
    client.force_login(page.written_by)

    client.post(reverse("members:mine-withdraw"))

    assert read(stranger, page.member) == 404
    assert FlagPage.objects.get().pledge == page.pledge


def test_a_new_pledge_takes_the_page_down_until_it_is_approved(client):
    page = make_flag_page()
    assert read(client, page.member) == 200

    write(page.member, version=page.version, pledge="新的承诺。")

    assert read(client, page.member) == 404
    assert FlagPage.objects.get().consented_at is None


def test_nobody_approves_their_own_page(secretary):
    page = submit(write(secretary.staff.member))

    with pytest.raises(ValidationError, match="由另一位同事审核"):
        approve(page, secretary)

    assert FlagPage.objects.get().state == State.SUBMITTED


def test_nobody_writes_anothers_page(member, secretary):
    with pytest.raises(ValidationError, match="公开页由本人写"):
        actions.write_page(member, on=date(2026, 11, 24), by=secretary, **FIELDS)


@pytest.mark.parametrize(
    "pledge",
    ["每周三陪一名学生回家。", "结对帮扶 2 名学生。", "给学生送台灯。", "一年家访 40 户。"],
)
def test_doubtful_texts_are_approved_only_when_confirmed(member, secretary, pledge):
    page = submit(write(member, pledge=pledge))

    with pytest.raises(ValidationError, match="核对后请勾选"):
        approve(page, secretary)
    approve(page, secretary, is_checked=True)

    assert FlagPage.objects.get().state == State.APPROVED


def test_a_page_with_a_blocked_word_is_not_saved(member):
    SiteProfile.objects.update(blocked_words="代开发票")

    with pytest.raises(ValidationError, match="禁用词“代开发票”"):
        write(member, pledge="代开发票。")

    assert not FlagPage.objects.exists()


def test_a_returned_page_is_a_todo_of_its_writer_with_the_remark(client, member, secretary):
    page = submit(write(member))
    actions.return_page(page, remark="请补上学科。", version=page.version, by=secretary)
    client.force_login(member.staff.user)

    todos = client.get(reverse("portal:desk")).context["todos"]

    assert [(todo.title, todo.note) for todo in todos if "公开页" in todo.title] == [
        ("修改我的公开页", "请补上学科。")
    ]


def test_a_submitted_page_is_a_todo_of_others_than_its_writer(client, secretary, committee):
    submit(write(committee.staff.member))

    def waiting(user):
        client.force_login(user)
        todos = client.get(reverse("portal:desk")).context["todos"]
        return [todo.title for todo in todos if todo.title.startswith("审核公开页")]

    assert waiting(committee) == []
    assert waiting(secretary) == [f"审核公开页：{committee.staff.name}"]
    approve(FlagPage.objects.get(), secretary)
    assert waiting(secretary) == []


def test_last_years_page_is_public_again_once_carried_over(client, django_client):
    page = make_flag_page(on=date(2025, 9, 1))
    stranger = django_client()
    assert read(stranger, page.member) == 404
    client.force_login(page.written_by)

    client.post(reverse("members:mine-carry"))

    assert read(stranger, page.member) == 200
    assert FlagPage.objects.get().consented_at > page.consented_at


def test_a_page_of_this_year_is_not_carried_over_again():
    page = make_flag_page()

    with pytest.raises(ValidationError, match="上一学年"):
        actions.carry_over(page, at=AT, by=page.written_by)


def test_a_page_of_three_years_ago_is_not_carried_over():
    page = make_flag_page(on=date(2023, 9, 1))

    with pytest.raises(ValidationError, match="上一学年"):
        actions.carry_over(page, at=AT, by=page.written_by)


def test_a_page_with_a_word_blocked_since_is_not_carried_over():
    page = make_flag_page(on=date(2025, 9, 1), pledge="代开发票。")
    SiteProfile.objects.update(blocked_words="代开发票")

    with pytest.raises(ValidationError, match="禁用词“代开发票”"):
        actions.carry_over(page, at=AT, by=page.written_by)

    assert FlagPage.objects.get().school_year == 2025


def test_who_no_longer_has_the_role_has_no_page_to_approve(client, committee, member, today):
    submit(write(member))

    def waiting():
        client.force_login(committee)
        todos = client.get(reverse("portal:desk")).context["todos"]
        return [todo.title for todo in todos if todo.title.startswith("审核公开页")]

    assert waiting() == [f"审核公开页：{member}"]
    committee.grants.update(until_on=date(2026, 11, 23))
    assert waiting() == []


def test_the_page_of_who_left_the_school_is_gone(client, secretary, today):
    member = make_flag_page().member
    assert read(client, member) == 200

    record_leaving(member.staff, until_on=today, on=today, version=1, by=secretary)

    assert read(client, member) == 404


def test_a_page_shows_honours_but_no_personal_data(client):
    member = make_member(
        joined_on=date(2003, 7, 1), born_on=date(1979, 5, 1), ethnicity="满族", remark="调研员"
    )
    Honour.objects.create(
        member=member,
        year=2025,
        title="区优秀教师",
        issuer="区教育局",
        level="district",
        recorded_at=LONG_BEFORE,
    )
    make_flag_page(member)

    text = client.get(public_url(member)).content.decode()

    assert "区优秀教师" in text
    for private in ("2003", "1979", "满族", "调研员", "第一党小组", member.staff.number):
        assert private not in text


def honour(member, secretary, title="区优秀教师", at=AT):
    fields = {"year": 2025, "title": title, "issuer": "区教育局", "level": "district"}
    return actions.record_honour(member=member, at=at, by=secretary, **fields)


def test_an_honour_recorded_since_is_public_only_with_a_new_consent_and_approval(
    client, member, secretary
):
    approve(submit(write(member)), secretary)
    later = datetime(2026, 11, 24, 3, tzinfo=UTC)
    honour(member, secretary, at=later)
    before = client.get(public_url(member)).text
    page = write(member, version=FlagPage.objects.get().version)
    page = actions.submit_page(page, version=page.version, at=later, by=page.written_by)
    actions.approve_page(page, version=page.version, at=later, by=secretary)

    assert ["区优秀教师" in text for text in (before, client.get(public_url(member)).text)] == [
        False,
        True,
    ]


def test_a_doubtful_honour_is_approved_only_when_confirmed(member, secretary):
    honour(member, secretary, title="结对帮扶 2 名学生")
    page = submit(write(member))

    with pytest.raises(ValidationError, match="核对后请勾选"):
        approve(page, secretary)


def test_a_page_with_a_blocked_word_in_an_honour_is_not_approved(member, secretary):
    page = write(member)
    honour(member, secretary, title="代开发票")
    page = submit(page)
    SiteProfile.objects.update(blocked_words="代开发票")

    with pytest.raises(ValidationError, match="禁用词“代开发票”"):
        approve(page, secretary, is_checked=True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_list_is_in_order_of_strokes_in_four_queries(
    client, count, django_assert_num_queries
):
    for strokes in range(count, 0, -1):
        make_flag_page(make_member(surname_strokes=strokes))

    with django_assert_num_queries(4):
        page = client.get("/members/")

    assert [row.member.surname_strokes for row in page.context["pages"]] == [*range(1, count + 1)]


def test_a_member_writes_and_submits_the_page_in_the_forms(client, member):
    client.force_login(member.staff.user)
    form = form_of(client.get(reverse("members:mine-edit")))
    typed = {"roles": " 英语教师 \r\n\r\n家庭教育指导师", "pledge": "听完再说话。"}

    client.post(reverse("members:mine-edit"), form | typed)
    mine = client.get(MINE)
    without_consent = client.post(MINE, form_of(mine))
    client.post(MINE, form_of(mine) | {"agrees": "on"})

    assert "同意公开后才能送审" in without_consent.content.decode()
    page = FlagPage.objects.get()
    assert (page.state, page.roles) == (State.SUBMITTED, "英语教师\n家庭教育指导师")


def test_more_than_three_roles_are_refused(client, member):
    client.force_login(member.staff.user)
    form = form_of(client.get(reverse("members:mine-edit")))

    answer = client.post(
        reverse("members:mine-edit"), form | {"roles": "甲\n乙\n丙\n丁", "pledge": "好。"}
    )

    assert "最多 3 行" in answer.content.decode()
    assert not FlagPage.objects.exists()
