"""What the page of a family says of the school's list, and to whom."""

import pytest

from tests.factories import make_class, make_hardship, make_head, make_student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
FOOT = "认定由学校资助部门提供，支部不记档次和原因。"


@pytest.fixture
def child():
    return make_student(make_class())


def page_for(client, user, child):
    client.force_login(user)
    return client.get(child.family.get_absolute_url())


def test_the_committee_and_the_head_teacher_read_the_school_year(client, committee, child):
    make_hardship(child)
    head = make_head(child.enrolments.get().school_class)

    texts = [page_for(client, user, child).text for user in (committee, head.user)]

    assert [("2026–2027学年在册" in text, FOOT in text) for text in texts] == [(True, True)] * 2


def test_a_family_of_last_year_s_list_has_no_card(client, committee, child):
    make_hardship(child, first_year=2025)

    assert FOOT not in page_for(client, committee, child).text


@pytest.mark.parametrize("role", ["administrator", "counsellor", "editor"])
def test_nobody_else_reads_it(client, request, child, role):
    make_hardship(child)

    answer = page_for(client, request.getfixturevalue(role), child)

    assert (answer.status_code, FOOT in answer.text) == (403, False)
