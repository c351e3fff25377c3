"""A school with more people than a select holds: its forms search, and lose nothing without the script."""

from datetime import date

import pytest
from django.urls import reverse

from branch.core.forms.choices import MOST
from branch.members.models import Office
from branch.walkins.models import Pairing
from tests.activities.factories import programme
from tests.factories import make_class, make_member, make_need, make_staff, make_student
from tests.many import make_colleagues, make_members, make_students_in_need
from tests.pages import options_in
from tests.walkins.pages import AGREED, filled, shown_students

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
PAIRING, OPTIONS = reverse("walkins:pairing-create"), reverse("portal:people-options")
LARGEST = 100_000  # bytes of a page


@pytest.fixture
def large(db):
    """One member, colleague and student in need more than a select holds, all of one class."""
    return make_members(MOST + 1), [
        *make_students_in_need(MOST),
        *make_students_in_need(1, "曾小明"),
    ]


def forms():
    lecture = programme("社区大讲堂").pk
    return {
        "secretary": [
            PAIRING,
            reverse("members:committee-elect"),
            reverse("members:member-create"),
            reverse("accounts:role-create"),
            f"{reverse('activities:activity-create')}?programme={lecture}",
        ],
        "administrator": [reverse("school:head-appoint", args=[make_class().pk])],
    }


@pytest.mark.parametrize("who", ["secretary", "administrator"])
def test_no_form_holds_them_all(request, client, large, who):
    make_colleagues(MOST + 1)
    client.force_login(request.getfixturevalue(who))

    for address in forms()[who]:
        page = client.get(address)
        assert max(options_in(page.text).values()) <= 6, address
        assert page.text.count("data-source=") >= 1, address
        assert len(page.content) < LARGEST


def test_a_form_of_few_holds_all_and_asks_for_none(client, as_committee):
    need, member = make_need(), make_member()

    text = client.get(PAIRING).text

    assert f'value="{need.student_id}"' in text
    assert f'value="{member.pk}"' in text
    assert "data-source" not in text


def test_a_student_is_found_by_pinyin_and_paired(client, as_committee, large):
    members, students = large
    found = client.get(OPTIONS, {"kind": "student", "scope": "pairing", "q": "zxm"}).json()
    assert [row["value"] for row in found["options"]] == [students[-1].pk]

    form = filled(client, PAIRING) | {"student": students[-1].pk, "member": members[-1].pk}
    client.post(PAIRING, form | AGREED)

    made = Pairing.objects.get()
    assert (made.student, made.member) == (students[-1], members[-1])


def test_a_link_fills_the_form_and_only_its_student_is_read(client, as_committee, large):
    members, students = large

    page = client.get(f"{PAIRING}?student={students[5].pk}&member={members[5].pk}")

    assert f'<option value="{students[5].pk}" selected' in page.text
    assert f'<option value="{members[5].pk}" selected' in page.text
    assert shown_students() == [students[5].pk]


def test_without_the_script_a_name_is_typed_and_its_matches_are_offered(
    client, as_committee, large
):
    members, students = large
    form = filled(client, PAIRING) | {"member": members[7].pk, "student_sought": "曾小明"}

    page = client.post(PAIRING, form)

    assert page.context["form"].errors["student"] == ["请从列出的“曾小明”里选一项。"]
    assert options_in(page.text) == {"student": 2, "member": 2}
    assert f'<option value="{members[7].pk}" selected' in page.text
    assert shown_students() == [students[-1].pk]


def test_a_name_nobody_has_stays_in_the_field(client, as_committee, large):
    page = client.post(PAIRING, filled(client, PAIRING) | {"student_sought": "钱多多"})

    says = "没有找到“钱多多”，请换个写法再找，或删去。"
    assert page.context["form"].errors["student"] == [says]
    assert page.text.count('value="钱多多"') == 2


def test_one_list_stays_while_another_is_chosen_from(client, as_committee, large):
    members, students = large
    sought = {"student_sought": "曾小明", "member_sought": members[3].staff.name}
    form = filled(client, PAIRING) | {"student": "", "member": ""}

    page = client.post(PAIRING, form | sought | {"student": students[-1].pk})

    assert set(page.context["form"].errors) & {"student", "member"} == {"member"}
    assert f'<option value="{students[-1].pk}" selected' in page.text
    assert f'<option value="{members[3].pk}"' in page.text
    assert f'name="member_sought" aria-label="姓名" value="{members[3].staff.name}"' in page.text


def test_a_user_is_found_for_a_role_by_pinyin_without_the_script(client, as_secretary):
    make_colleagues(MOST + 1)
    found = make_member(staff=make_staff(name="曾小明")).staff.user
    address = reverse("accounts:role-create")

    page = client.post(address, filled(client, address) | {"user": "", "user_sought": "zxm"})

    assert page.context["form"].errors["user"] == ["请从列出的“zxm”里选一项。"]
    assert f'<option value="{found.pk}"' in page.text


def test_a_student_without_an_open_need_is_refused_and_not_found(client, as_committee, large):
    members, _ = large
    other = make_student(name="潘云澈")
    make_need(other, until_on=date(2026, 11, 1), close_reason="met")
    form = filled(client, PAIRING) | {"student": other.pk, "member": members[0].pk}

    page = client.post(PAIRING, form | AGREED)

    assert page.context["form"].errors == {"student": ["这一项已不能选，请重新选择。"]}
    asked = {"kind": "student", "scope": "pairing", "q": "潘云澈"}
    assert client.get(OPTIONS, asked).json()["options"] == []


@pytest.mark.parametrize(
    "source", ["student/pairing", "member/pairing", "member/seat", "staff/member", "user/role"]
)
def test_who_may_not_use_a_form_finds_nobody_for_it(client, member, large, source):
    kind, scope = source.split("/")
    client.force_login(member.staff.user)

    answer = client.get(OPTIONS, {"kind": kind, "scope": scope, "q": "曾小明"})

    assert answer.status_code == 403


def test_the_seats_of_the_committee_keep_those_who_sit(client, as_secretary, large):
    members, _ = large
    Office.objects.create(member=members[9], kind="youth", from_on=date(2025, 1, 1))

    form = filled(client, reverse("members:committee-elect"))

    assert form["youth"] == str(members[9].pk)
