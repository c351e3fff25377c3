"""From a gap one comes back to the list where one was, with a button for the next gap of the same list."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from branch.core.links import with_back
from branch.coverage.board import LISTED
from branch.coverage.duty import Duty
from branch.walkins.models import ClassPosting, PairingProposal
from tests.factories import (
    make_class,
    make_hardship,
    make_member,
    make_need,
    make_posting,
    make_student,
)
from tests.filled_in import Forms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]
BOARD = "/desk/coverage/"
STUDENTS = "walkins.student_pairing"


def board(client, address=BOARD, **asked):
    return client.get(address, asked)


def offered(page):
    """{title of a gap: the address of its button}"""
    return {gap.title: url for gap, url in page.context["listed"].offered}


def back_in(address):
    return parse_qs(urlsplit(address).query)["back"][0]


def saved(client, address):
    """Send the form that this address shows, filled in plainly; returns the answer."""
    page = client.get(address)
    return client.post(address, Forms(page.text).sent_to(address))


@pytest.fixture
def students():
    """Three students of one class who wait for a member, and one of another class."""
    make_member()
    school_class = make_class(number=1)
    for name in ("甲一", "甲二", "甲三"):
        make_need(make_student(school_class, name=name))
    make_need(make_student(make_class(number=2), name="乙一"))
    return {"duty": STUDENTS, "group": "初二（1）班"}


def test_a_saved_form_leads_back_to_the_list_as_it_was(as_committee, students):
    address = offered(board(as_committee, **students))["为甲一安排结对"]

    answer = saved(as_committee, address)

    back = urlsplit(answer.url)
    assert (back.path, back.fragment) == (BOARD, "list")
    asked = {name: values[0] for name, values in parse_qs(back.query).items()}
    assert asked.pop("next").isdecimal()
    assert asked == students


def test_the_list_then_has_a_button_for_the_next_one(as_committee, students):
    address = offered(board(as_committee, **students))["为甲一安排结对"]
    before = board(as_committee, **students).text

    after = as_committee.get(saved(as_committee, address).url)

    gap, url = after.context["following"]
    assert (gap.title, url) == ("为甲二安排结对", offered(after)["为甲二安排结对"])
    assert ("安排下一名" in before, "安排下一名" in after.text) == (False, True)
    assert f'href="{url.replace("&", "&amp;")}">安排下一名' in after.text
    assert after.text.index('id="list"') < after.text.index('class="gq-msgs"')
    proposal = PairingProposal.objects.get()
    assert f'href="{proposal.get_absolute_url()}"' in after.text


def test_nothing_comes_next_where_the_form_was_left_unsaved(as_committee, students):
    page = as_committee.get(offered(board(as_committee, **students))["为甲一安排结对"])

    left = urlsplit(page.context["view"].cancel_url)

    asked = {name: values[0] for name, values in parse_qs(left.query).items()}
    assert (left.path, asked, left.fragment) == (BOARD, students, "list")
    assert "安排下一名" not in as_committee.get(left.geturl()).text


def test_the_next_one_is_offered_once(as_committee):
    make_member()
    for number in range(LISTED + 2):
        make_need(make_student(make_class(), name=f"第{number}名"))
    address = next(iter(offered(board(as_committee, duty=STUDENTS)).values()))

    page = as_committee.get(saved(as_committee, address).url)

    assert page.context["following"]
    assert ("page=2" in page.text, "map=" in page.text) == (True, True)
    assert re.findall(r'href="\?[^"]*next=', page.text) == []


def test_who_is_asked_already_is_not_the_next(as_committee, students):
    for title in ("为甲二安排结对", "为甲一安排结对"):
        back = saved(as_committee, offered(board(as_committee, **students))[title]).url

    assert as_committee.get(back).context["following"][0].title == "为甲三安排结对"


def test_who_chooses_a_student_first_comes_back_too(as_committee, students):
    asked = {"duty": "walkins.member_pairing"}
    address = next(iter(offered(board(as_committee, **asked)).values()))

    page = as_committee.get(address)

    assert f'name="back" value="{back_in(address).replace("&", "&amp;")}"' in page.text


def test_the_last_one_leads_to_a_list_without_the_button(as_committee):
    make_member()
    make_class(number=1)
    asked = {"duty": "walkins.class_posting"}
    ((_, address),) = offered(board(as_committee, **asked)).items()

    after = as_committee.get(saved(as_committee, address).url)

    assert ClassPosting.objects.count() == 1
    assert after.context["following"] is None
    assert "都落实了，没有缺口。" in after.text


def test_a_later_page_of_a_list_is_kept(as_committee):
    for number in range(LISTED + 2):
        make_hardship(make_student(name=f"第{number}名"))
    asked = {"duty": "walkins.family_pairing", "page": "2"}

    addresses = offered(board(as_committee, **asked)).values()

    assert [parse_qs(urlsplit(back_in(url)).query)["page"] for url in addresses] == [["2"], ["2"]]


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "https://evil.example/",
        "javascript:1",
        "",
        f"{BOARD}?duty={'a' * 200}",
        f"{BOARD}?duty={'a' * 3000}",
    ],
)
def test_a_form_leads_nowhere_else(as_committee, students, back):
    student = make_need(make_student(name="丙一")).student
    address = with_back(f"{reverse('walkins:proposal-create')}?student={student.pk}", back)

    answer = saved(as_committee, address)

    assert answer.url == PairingProposal.objects.get().get_absolute_url()


@pytest.mark.parametrize("duty", Duty.every(), ids=lambda duty: duty.key)
def test_each_duty_says_what_is_missing_and_not_its_rule(duty):
    says = duty.missing_says.format(count=8, missing=8)

    assert any(word in says for word in ("还没有", "还差", "还缺", "建议本周"))
    assert "8" in says or duty.key == "members.committee_term"
    assert not any(word in says for word in ("应", "都要", "至少", "按时"))


def test_a_school_with_no_gap_is_told_of_none(as_committee):
    school_class = make_class()
    before = board(as_committee, "/desk/").context["todos"]

    make_posting(school_class=school_class)

    after = board(as_committee, "/desk/").context["todos"]
    assert "1 个班还没有联系党员" in [todo.title for todo in before]
    assert [todo.title for todo in after if "还没有联系党员" in todo.title] == []
