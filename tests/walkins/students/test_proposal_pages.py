"""The pages on which a proposal is made, answered and ended, and what each reader of them sees."""

import pytest
from django.urls import reverse

from branch.accounts.models import Role
from branch.walkins.models import Pairing, PairingProposal, suggested_members
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_grant,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_student,
)
from tests.walkins.pages import AGREED, filled, shown_students
from tests.walkins.students.factories import make_proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
NEW, LIST = reverse("walkins:proposal-create"), reverse("walkins:proposal-list")
TODAYS = {**AGREED, "guardian_informed_on": str(TODAY), "student_agreed_on": str(TODAY)}


@pytest.fixture
def school_class():
    return make_class()


@pytest.fixture
def head(school_class):
    return make_head(school_class)


@pytest.fixture
def proposal(school_class, head):
    student = make_need(make_student(school_class, name="何子墨")).student
    return make_proposal(student=student)


@pytest.fixture
def asked(proposal):
    return proposal.member.staff.user


def address(proposal, step="detail"):
    return reverse(f"walkins:proposal-{step}", args=[proposal.pk])


def send(client, proposal, step, **sent):
    facts = {"version": PairingProposal.objects.get(pk=proposal.pk).version, **sent}
    return client.post(address(proposal, step), facts, follow=True)


def test_from_the_gap_to_the_proposal_in_one_form(client, as_committee):
    student = make_need().student
    near = suggested_members(student, TODAY)[0].member
    target = f"{NEW}?student={student.pk}"

    page = client.post(target, filled(client, target))

    made = PairingProposal.objects.get()
    assert page.url == address(made)
    assert (made.student, made.member) == (student, near)


def test_the_student_is_chosen_first(client, as_committee):
    waiting = make_need().student
    make_proposal()

    page = client.get(NEW)

    offer = page.context["choice"].fields["student"].offer
    assert list(offer.first) == [waiting.pk]
    assert shown_students() == [waiting.pk]
    assert client.post(NEW, {}).status_code == 200
    assert PairingProposal.objects.count() == 1


def test_another_member_goes_before_the_one_suggested(client, as_committee):
    student, other = make_need().student, make_member()
    make_member()
    form = filled(client, f"{NEW}?student={student.pk}&member={other.pk}")

    client.post(f"{NEW}?student={student.pk}", form)

    assert PairingProposal.objects.get().member == other


def test_one_too_many_keeps_the_choice_and_asks_at_the_field(client, as_committee):
    student, member = make_need().student, make_member()
    for _ in range(4):
        make_pairing(member=member)
    target = f"{NEW}?student={student.pk}"

    page = client.post(target, filled(client, target) | {"member": "other", "other": member.pk})

    assert list(page.context["form"].errors) == ["over_reason"]
    assert page.context["form"]["other"].value() == str(member.pk)
    client.post(
        target,
        filled(client, target)
        | {"member": "other", "other": member.pk, "over_reason": "同住一个小区"},
    )
    assert PairingProposal.objects.get().over_reason == "同住一个小区"


def test_a_head_teacher_proposes_for_the_own_class_alone(client, head, school_class):
    own = make_need(make_student(school_class)).student
    far = make_need().student
    make_pairing(student=far, member=make_member(staff=head))
    client.force_login(head.user)

    assert client.get(f"{NEW}?student={own.pk}").context["student"] == own
    assert client.get(f"{NEW}?student={far.pk}").context["student"] is None
    assert list(client.get(NEW).context["choice"].fields["student"].offer.first) == [own.pk]


def test_the_member_accepts_with_one_tap_and_records_who_agreed(client, proposal, asked):
    client.force_login(asked)

    page = send(client, proposal, "accept")
    client.post(address(proposal), filled(client, address(proposal)) | TODAYS)

    assert "已接受" in page.text
    pairing = Pairing.objects.get()
    assert pairing.get_absolute_url() == PairingProposal.objects.get().get_absolute_url()
    assert client.get(pairing.get_absolute_url()).status_code == 200


def test_one_agreement_may_be_recorded_before_the_other(client, proposal, asked):
    client.force_login(asked)
    send(client, proposal, "accept")
    form = filled(client, address(proposal)) | TODAYS | {"student_agreed_on": ""}

    page = client.post(address(proposal), form, follow=True)

    assert "已记下，等学生同意。" in page.text
    assert filled(client, address(proposal))["guardian_mode"] == "face"


def test_a_no_without_a_reason_is_asked_for_one(client, proposal, asked):
    client.force_login(asked)

    page = send(client, proposal, "decline")

    assert "请选择原因。" in page.text
    assert PairingProposal.objects.get().is_open


def test_the_reason_of_a_no_is_read_by_the_committee_alone(
    client, proposal, asked, head, committee
):
    client.force_login(asked)
    send(client, proposal, "decline", reason="unfit")
    client.force_login(committee)
    for page in (address(proposal), f"{LIST}?scope=closed"):
        assert "不合适" in client.get(page).text

    assert client.get(address(proposal)).status_code == 200
    client.force_login(head.user)
    for page in (address(proposal), f"{LIST}?scope=closed"):
        text = client.get(page).text
        assert "请换人" in text
        assert "不合适" not in text
    client.force_login(asked)
    assert client.get(address(proposal)).status_code == 404
    assert proposal.student.name not in client.get(f"{LIST}?scope=closed").text


def test_the_desk_asks_the_member_and_the_head_teacher(client, proposal, asked, head):
    for user, title in (
        (asked, "请您与何子墨结对"),
        (head.user, f"请{proposal.member}与何子墨结对"),
    ):
        client.force_login(user)
        assert title in [todo.title for todo in client.get("/desk/").context["todos"]]

    client.force_login(head.user)
    send(client, proposal, "agree")
    titles = [todo.title for todo in client.get("/desk/").context["todos"]]
    assert not [title for title in titles if "何子墨结对" in title]


def test_the_gap_of_the_board_names_who_was_asked(client, proposal, as_committee):
    page = client.get(reverse("coverage:board"), {"duty": "walkins.student_pairing"})

    (gap,) = page.context["listed"].gaps
    assert (gap.url, gap.button) == (address(proposal), "查看建议")
    assert gap.says == f"已请{proposal.member}，同意以后才计入"


def test_the_letter_names_no_kind_of_help(client, proposal, asked):
    client.force_login(asked)
    send(client, proposal, "accept")

    page = client.get(address(proposal, "letter"))

    assert "何子墨同学的家长" in page.text
    assert "成长陪伴" not in page.text
    assert shown_students() == [proposal.student_id]


def test_nobody_else_finds_a_proposal(client, proposal, member, counsellor, teacher):
    other = make_head(make_class()).user
    for user in (member.staff.user, counsellor, teacher, other):
        client.force_login(user)
        assert client.get(address(proposal)).status_code in (403, 404)
        assert send(client, proposal, "stop").status_code in (403, 404)
        for page in (LIST, "/desk/"):
            assert "何子墨" not in client.get(page).text

    assert PairingProposal.objects.get().is_open


def test_a_proposal_that_has_ended_is_answered_with_a_sentence(client, proposal, asked, committee):
    client.force_login(committee)
    send(client, proposal, "stop")

    page = send(client, proposal, "stop")

    assert "已经办完" in page.text
    client.force_login(asked)
    assert send(client, proposal, "accept").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("list", 8), ("create", 8)])
def test_a_page_costs_the_same_however_long(
    client, as_committee, count, name, queries, django_assert_num_queries
):
    for _ in range(count):
        make_proposal()
        make_need()
    target = reverse(f"walkins:proposal-{name}")
    client.get(target)

    with django_assert_num_queries(queries):
        client.get(target)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_proposal_costs_the_same_in_a_large_branch(
    client, proposal, as_committee, count, django_assert_num_queries
):
    for _ in range(count):
        make_pairing()
    client.get(address(proposal))

    with django_assert_num_queries(16):
        client.get(address(proposal))


def test_what_a_refused_proposal_says_is_found_where_the_door_is_opened(
    client, proposal, asked, teacher
):
    """Nothing of it reaches a teacher, in no page and no export; as one of the committee they read it."""
    PairingProposal.objects.update(over_reason="顺路一起走一段")
    client.force_login(asked)
    send(client, proposal, "decline", reason="unfit")
    pages = [address(proposal), f"{LIST}?scope=closed", "/desk/", "/desk/people/?q=何子墨"]
    client.force_login(teacher)
    texts = [client.get(page).text for page in pages]
    assert not [text for text in texts if "顺路" in text or "不合适" in text]

    make_grant(teacher, Role.COMMITTEE)
    opened = client.get(address(proposal)).text

    assert "顺路一起走一段" in opened
    assert "不合适" in opened


def test_the_link_of_a_student_somebody_is_asked_for_leads_to_that_proposal(as_committee, proposal):
    page = as_committee.get(f"{NEW}?student={proposal.student_id}", follow=True)

    assert page.redirect_chain == [(address(proposal), 302)]
    assert f"已请{proposal.member}，等本人接受。" in page.text


def test_a_second_tab_says_who_was_asked_meanwhile(as_committee, committee):
    student = make_need().student
    target = f"{NEW}?student={student.pk}"
    form = filled(as_committee, target) | {"over_reason": "同住一个小区"}
    made = make_proposal(student=student)

    page = as_committee.post(target, form)

    assert f"已请{made.member}，等本人接受。您这一次写的内容没有存上" in page.text
    assert (address(made) in page.text, "同住一个小区" in page.text) == (True, True)


def test_the_list_of_needs_says_who_was_asked(client, head, proposal, school_class):
    free = make_need(make_student(school_class)).student
    client.force_login(head.user)

    page = client.get(reverse("walkins:need-list"))

    assert f"已请{proposal.member}，等本人接受" in page.text
    links = [f'"{address(proposal)}"', f"?student={free.pk}", f"?student={proposal.student_id}"]
    assert [link in page.text for link in links] == [True, True, False]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"guardian_informed_on": ["请至少填一个日期。"]}),
        ({"guardian_informed_on": str(TODAY)}, {"guardian_mode": ["请选择怎么告诉监护人的。"]}),
        (
            {"guardian_mode": "phone", "student_agreed_on": str(TODAY)},
            {"guardian_informed_on": ["选了怎么告诉的，请填监护人同意的日期。"]},
        ),
        (
            {"guardian_mode": "phone", "guardian_informed_on": "2026-11-15"},
            {"guardian_informed_on": ["不能早于提出建议的 2026-11-16。"]},
        ),
    ],
)
def test_each_error_of_an_agreement_stands_at_its_field(client, proposal, asked, typed, errors):
    PairingProposal.objects.update(accepted_on=TODAY)
    client.force_login(asked)

    page = client.post(address(proposal), filled(client, address(proposal)) | typed)

    assert page.context["form"].errors == errors


def test_what_a_member_has_is_said_as_the_limit_counts_it(client, as_committee):
    member, student = make_member(), make_need().student
    for _ in range(3):
        make_pairing(member=member)
    make_proposal(member=member)
    target = f"{NEW}?student={student.pk}&member={member.pk}"

    page = client.post(target, filled(client, target))

    says = "现结对 4 名（含正在建议的）"
    assert f"{member}（{says}）" in page.text
    assert page.context["form"].errors["over_reason"][0].startswith(f"{member}{says}，规定最多")


def test_who_teaches_neither_class_nor_grade_is_told_who_chose_them(client, proposal, asked):
    client.force_login(asked)

    assert f"由{proposal.proposed_by}选定" in client.get(address(proposal)).text
