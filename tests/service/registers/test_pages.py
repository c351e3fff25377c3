"""The pages of 三报到三服务: one's own, and those of the committee."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from branch.activities.models import Programme
from branch.core.models import Draft, HeldFile
from branch.coverage.models import Notice
from branch.service.models import (
    ChecklistItem,
    CommunityPaper,
    CommunityRegistration,
    ItemTick,
    RegistrationReceipt,
    ServiceDeed,
)
from tests.activities.openings import make_event, make_opening, take
from tests.conftest import TODAY
from tests.core.photos import encoded, red_above_blue
from tests.costs import cost_of
from tests.factories import make_member, make_staff
from tests.pdfs import pdf
from tests.service.registers.rows import (
    make_community,
    make_content,
    make_deed,
    make_item,
    make_late_deed,
    make_receipt,
    make_registration,
)
from tests.walkins.pages import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
OWN, ALL = reverse("service:register"), reverse("service:register-list")
LISTS = reverse("service:wording-list")
BACKEND = "branch.accounts.backends.RoleBackend"


@pytest.fixture
def as_member(client, member):
    client.force_login(member.staff.user, BACKEND)
    return client


def edit_of(member):
    return reverse("service:registration-write", args=[member.pk])


def scan(name="回执.pdf"):
    return SimpleUploadedFile(name, pdf())


def snapshot():
    return SimpleUploadedFile("回执.png", encoded(red_above_blue(), "PNG"))


def send(client, address, **typed):
    return client.post(address, filled(client, address) | typed, follow=True)


def test_a_member_registers_and_tells_what_they_did(as_member, member):
    community, reading = make_community("春晖社区"), make_content("课后阅读")
    page = send(as_member, edit_of(member), community=community.pk, receipt=scan())
    assert "报到已登记。" in page.text

    page = send(as_member, OWN, content=reading.pk, minutes=90)

    deed = ServiceDeed.objects.get()
    assert (deed.community, deed.happened_on, deed.minutes) == (community, TODAY, 90)
    assert [line.title for line in page.context["done"]] == ["春晖社区：课后阅读"]
    assert "1.5 小时" in page.text


def test_a_move_says_where_one_was_before(as_member, member):
    make_registration(member, community=make_community("春晖社区"))
    page = send(as_member, edit_of(member), community_name="友好社区", from_on="2026-11-20")

    assert page.context["registration"].community.name == "友好社区"
    assert "春晖社区，2026-09-26 至 2026-11-19" in page.text


def test_without_contents_the_page_says_who_is_to_write_them(as_member, member):
    page = as_member.get(OWN)

    assert "支委还没有写好服务内容" in page.text
    assert edit_of(member) in page.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"happened_on": "2026-11-25"}, "日期不能晚于今天。"),
        ({"happened_on": "11.24"}, "请按 2026-11-24 的样子填写日期。"),
        ({"minutes": 100_000}, "这一项已不能选"),
        ({"content": 99_999_999_999_999_999_999}, "这一项已不能选"),
        ({"community": ""}, "请选择社区"),
        ({"community_name": "春晖路12号2单元"}, "不写住址"),
    ],
)
def test_what_is_wrong_with_a_deed_is_said_at_its_field(as_member, member, typed, says):
    make_registration(member)
    content = make_content()
    page = send(as_member, OWN, **{"content": content.pk, "minutes": 60} | typed)

    assert says in page.text
    assert not ServiceDeed.objects.exists()


def test_a_deed_told_twice_by_a_slow_line_is_stored_once(as_member, member):
    make_registration(member)
    form = filled(as_member, OWN) | {"content": make_content().pk, "minutes": 60}

    assert [as_member.post(OWN, form).status_code for _ in range(2)] == [302, 302]
    assert ServiceDeed.objects.count() == 1


def test_a_draft_of_a_deed_is_offered_again(as_member, member):
    make_registration(member)
    form = filled(as_member, OWN) | {"content": make_content().pk, "keep_draft": "1"}
    as_member.post(OWN, form)

    assert Draft.objects.get().name == "社区服务记录"
    assert str(Draft.objects.get().token) in as_member.get(OWN).text


def test_ticks_are_stored_and_their_day_is_shown(as_member, member):
    item, other = make_item("向社区党组织报到"), make_item("认领一个服务岗位", group="serve")
    assert "还没有" in as_member.get(OWN).text
    as_member.post(
        reverse("service:register-items"),
        {"form_token": uuid4(), "items": [item.pk], "shown": ""},
    )

    assert ItemTick.objects.get().ticked_on == TODAY
    assert "11月24日" in as_member.get(OWN).text
    assert other.name in as_member.get(OWN).text


@pytest.mark.parametrize("shown", ["x", "1,,2", "9" * 40])
def test_a_list_of_ticks_that_was_tampered_with_does_no_harm(as_member, member, shown):
    item = make_item()
    sent = {"form_token": uuid4(), "items": [item.pk], "shown": shown}
    assert as_member.post(reverse("service:register-items"), sent).status_code == 302


def test_a_photo_is_a_receipt_and_a_marked_file_is_none(as_member, member):
    community = make_community()
    page = send(as_member, edit_of(member), community=community.pk, receipt=scan("内部名单.pdf"))
    assert "不得上传涉密文件" in page.text
    assert not CommunityRegistration.objects.exists()

    send(as_member, edit_of(member), community=community.pk, receipt=snapshot())
    row = RegistrationReceipt.objects.get()
    answer = as_member.get(reverse("service:receipt", args=[row.registration_id]))
    answer.close()
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "private, no-store")


def test_a_colleagues_receipt_is_not_there(as_member):
    other = make_registration()
    make_receipt(other)

    assert as_member.get(reverse("service:receipt", args=[other.pk])).status_code == 404


def test_two_who_change_a_registration_are_shown_both(as_member, member):
    row = make_registration(member)
    form = filled(as_member, edit_of(member)) | {"post": "读书角"}
    CommunityRegistration.objects.filter(pk=row.pk).update(post="花坛", version=2)
    page = as_member.post(edit_of(member), form)

    assert page.status_code == 409
    assert "读书角" in page.text
    assert "花坛" in page.text


def test_the_list_says_who_is_registered_and_narrows_by_its_address(client, as_secretary):
    make_registration(make_member(), community=make_community("春晖社区"))
    page = as_secretary.get(ALL)
    assert (page.context["registered"], page.context["total"]) == (1, 2)

    for state, count in (("unregistered", 1), ("no_paper", 1), ("nonsense", 2)):
        groups = as_secretary.get(ALL, {"state": state}).context["groups"]
        assert sum(len(lines) for *_, lines in groups) == count


def test_a_list_is_shown_before_it_is_stored(as_secretary, secretary, member):
    community = make_community("春晖社区")
    form = filled(as_secretary, ALL) | {"members": [member.pk], "community": community.pk}
    preview = as_secretary.post(ALL, form | {"paper": scan("名单.pdf")})
    assert "1 名党员" in preview.text
    assert member.staff.name in preview.text
    assert not CommunityRegistration.objects.exists()

    held = HeldFile.objects.get()
    assert f'name="paper-held" value="{held.pk}"' in preview.text
    page = as_secretary.post(ALL, form | {"paper-held": [held.pk], "step": "confirm"}, follow=True)

    assert "已登记 1 名报到" in page.text
    paper = CommunityPaper.objects.get()
    assert CommunityRegistration.objects.get().paper == paper
    assert reverse("service:community-paper", args=[paper.pk]) in page.text
    assert Notice.objects.get().user == member.staff.user


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"members": []}, "请勾选报到的党员。"),
        ({"community": ""}, "请选择社区"),
        ({"members": [10**30]}, "勾选的党员里有一名现在不能选"),
        ({"from_on": "2026-11-25"}, "不能晚于今天"),
    ],
)
def test_a_wrong_list_keeps_what_was_typed(as_secretary, member, typed, says):
    given = {"members": [member.pk], "community": make_community().pk, "step": "confirm"}
    page = as_secretary.post(ALL, filled(as_secretary, ALL) | given | typed)

    assert says in page.text
    assert not CommunityRegistration.objects.exists()


def test_a_member_whom_another_secretary_registered_meanwhile_is_left_out(as_secretary, member):
    given = {"members": [member.pk], "community": make_community().pk, "step": "confirm"}
    form = filled(as_secretary, ALL) | given
    make_registration(member)
    page = as_secretary.post(ALL, form)

    assert "勾选的党员里有一名现在不能选" in page.text
    assert CommunityRegistration.objects.count() == 1


def test_reminding_tells_those_who_are_not_registered(as_secretary, secretary, member):
    make_registration(secretary.staff.member)
    page = as_secretary.post(reverse("service:register-remind"), follow=True)

    assert "已提醒 1 名" in page.text
    assert Notice.objects.get().user == member.staff.user


def test_a_late_deed_is_on_the_desk_of_the_committee_until_one_agrees(client, as_secretary):
    deed = make_late_deed()
    assert "1 条补记的服务还没有确认" in as_secretary.get(reverse("portal:desk")).text

    address = reverse("service:deed-detail", args=[deed.pk])
    page = send(as_secretary, address, step="confirm")

    assert "已确认，已计入。" in page.text
    assert "补记的服务还没有确认" not in as_secretary.get(reverse("portal:desk")).text


def test_a_refusal_has_a_reason(as_secretary):
    address = reverse("service:deed-detail", args=[make_late_deed().pk])

    assert "请选择不计入的原因。" in send(as_secretary, address, step="refuse").text
    send(as_secretary, address, step="refuse", refusal="facts")
    assert ServiceDeed.objects.get().state == "refused"


def test_the_branch_words_its_items_and_ends_them(as_secretary, member):
    create = reverse("service:item-create")
    send(as_secretary, create, group="register", name="向社区党组织报到", order=1)
    item = ChecklistItem.objects.get()
    ItemTick.objects.create(member=member, item=item, ticked_on=date(2026, 11, 2))

    update = reverse("service:item-update", args=[item.pk])
    assert "请停用这一项，另加一项" in send(as_secretary, update, name="到社区报到").text
    ended = make_item("加入社区党员联系群")
    end = reverse("service:item-end", args=[ended.pk])
    page = as_secretary.post(end, {"version": 1}, follow=True)

    assert "已停用" in page.text
    assert "撤销" in page.text
    assert "加入社区党员联系群，2021-09-01 至 2026-11-23" in page.text


@pytest.mark.parametrize("address", [OWN, ALL])
def test_a_page_costs_the_same_for_one_and_for_many(as_secretary, secretary, address):
    member = secretary.staff.member
    make_registration(member)
    make_deed(member)
    as_secretary.get(address)
    _, few = cost_of(as_secretary.get, address)
    for day in range(1, 9):
        make_registration(make_member(), paper=None)
        make_deed(member, happened_on=date(2026, 10, day))
        make_late_deed(make_member())

    assert cost_of(as_secretary.get, address)[1] == few


def test_the_list_of_the_branch_is_sorted_and_says_where_nobody_is_listed(as_committee):
    for number, name in ((9, "孙言"), (2, "白露"), (5, "何川")):
        staff = make_staff(name=name)
        make_registration(make_member(staff=staff), from_on=date(2026, 10, number))

    page = as_committee.get(ALL, {"sort": "-from", "state": "no_paper"})
    empty = as_committee.get(ALL, {"sort": "name", "state": "registered"})

    assert [f"{row}" for row in page.context["object_list"]] == ["孙言", "何川", "白露"]
    assert ("按报到日期排列" in page.text, "gq-group" in page.text) == (True, False)
    assert "gq-group" in as_committee.get(ALL).text
    assert empty.context["object_list"]


def test_a_sorted_list_of_nobody_says_so(as_committee, committee):
    make_registration(committee.staff.member)

    page = as_committee.get(ALL, {"sort": "name", "state": "unregistered"})

    assert "没有这样的党员" in page.text
    assert 'href="?sort=name"' in page.text


def test_a_title_that_has_its_series_is_not_said_twice(as_member, member):
    programme = Programme.objects.get(name="党员服务直通车")
    for title in ("党员服务直通车走进社区", "家庭教育咨询"):
        event = make_opening(make_event(programme=programme, title=title))
        facts = {"hours": 2, "confirmed_by": make_staff(), "confirmed_on": TODAY}
        take(event.slots.first(), member.staff, **facts)

    titles = {line.title for line in as_member.get(OWN).context["done"]}

    assert titles == {"党员服务直通车走进社区", "党员服务直通车：家庭教育咨询"}
