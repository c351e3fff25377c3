"""做过的服务 on the pages of a member: all of the year on the desk; in public months and words, by consent."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from branch.core.models import SiteProfile
from tests.activities.factories import at, make_activity
from tests.activities.openings import make_opening, take
from tests.factories import make_flag_page, make_member, make_staff
from tests.service.registers.rows import make_community, make_content, make_deed, make_late_deed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
IN_OCTOBER = date(2026, 10, 18)


def help_at(member, *, month=10, **facts):
    """A part in an event of service, whose hours are confirmed."""
    trip = make_activity("党员服务直通车", title="站前广场三号楼", starts_at=at(2026, month, 14))
    seen = {"confirmed_by": make_staff(), "confirmed_on": IN_OCTOBER} | facts
    return take(make_opening(trip).slots.get(), member.staff, hours=Decimal("2.5"), **seen)


def lines_in(client, page):
    found = client.get(page.public_url).context["done"]
    return [(f"{month:%Y-%m}", words) for month, words in found]


def test_the_public_page_tells_months_and_words_alone(client, member):
    page = make_flag_page(member, shows_deeds=True)
    make_deed(
        member,
        happened_on=IN_OCTOBER,
        content=make_content("邻里互助"),
        community=make_community("春晖社区"),
    )
    help_at(member)

    answer = client.get(page.public_url)

    told = [(f"{month:%Y-%m}", words) for month, words in answer.context["done"]]
    assert told == [("2026-10", "邻里互助"), ("2026-10", "党员服务直通车")]
    left_out = ("春晖社区", "站前广场", "小时", "10-18", "10月18日", "10月14日")
    assert [word for word in left_out if word in answer.text] == []


def test_without_the_members_consent_nothing_is_told(client, member):
    page = make_flag_page(member)
    make_deed(member, happened_on=IN_OCTOBER, content=make_content("邻里互助"))

    assert lines_in(client, page) == []


def test_what_does_not_count_or_is_of_this_month_or_another_year_is_not_told(client, member):
    page = make_flag_page(member, shows_deeds=True)
    make_late_deed(member)
    help_at(member, confirmed_by=None, confirmed_on=None)
    make_deed(member, happened_on=date(2026, 11, 2))
    make_deed(member, happened_on=date(2026, 8, 31))
    make_deed(happened_on=IN_OCTOBER)

    assert lines_in(client, page) == []


def test_the_same_words_of_one_month_are_told_once(client, member):
    page, reading = make_flag_page(member, shows_deeds=True), make_content("课后阅读")
    for day in (3, 10, 17):
        make_deed(member, happened_on=date(2026, 10, day), content=reading)
    make_deed(member, happened_on=date(2026, 9, 5), content=reading)

    assert lines_in(client, page) == [("2026-10", "课后阅读"), ("2026-09", "课后阅读")]


def test_words_that_a_second_person_would_have_to_consider_are_left_out(client, member):
    SiteProfile.objects.update(blocked_words="代购")
    page = make_flag_page(member, shows_deeds=True)
    for words in ("代购", "给 3 户困难家庭送书包", "邻里互助"):
        make_deed(member, happened_on=IN_OCTOBER, content=make_content(words))

    assert lines_in(client, page) == [("2026-10", "邻里互助")]


def test_the_member_agrees_on_the_form_of_the_page(client, member):
    client.force_login(member.staff.user, "branch.accounts.backends.RoleBackend")
    page = make_flag_page(member)

    form = client.get(reverse("members:mine-edit")).context["form"]

    assert form["shows_deeds"].value() is False
    assert page.shows_deeds is False


def test_the_desk_tells_deeds_of_the_year_to_the_committee(client, as_committee, member):
    make_deed(member, happened_on=IN_OCTOBER, content=make_content("邻里互助"))
    help_at(member)

    text = client.get(member.get_absolute_url()).text

    assert "邻里互助" in text
    assert "党员服务直通车：站前广场三号楼" in text


def test_another_who_opens_the_page_reads_none(client, member, administrator):
    make_deed(member, happened_on=IN_OCTOBER, content=make_content("邻里互助"))
    make_member(staff=administrator.staff)
    client.force_login(administrator, "branch.accounts.backends.RoleBackend")

    assert "邻里互助" not in client.get(member.get_absolute_url()).text


@pytest.mark.parametrize("count", [1, 12])
def test_the_public_page_costs_the_same_for_one_and_for_many(
    client, member, count, django_assert_num_queries
):
    page = make_flag_page(member, shows_deeds=True)
    for number in range(count):
        make_deed(
            member,
            happened_on=IN_OCTOBER,
            content=make_content(f"服务之{'一二三四五六七八九十百千'[number]}"),
        )

    with django_assert_num_queries(8):
        client.get(page.public_url)
