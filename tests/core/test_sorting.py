"""A list sorted by a column: in the address, kept by filter and pages, those without a value last."""

from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse

from branch.core.sorting import Sort, Sorting
from branch.members.models import Member
from tests.factories import make_family_need, make_member, make_staff

SORTS = {"born": Sort("出生年月", "born_on"), "name": Sort("姓名", "staff__name_keys")}
LIST = reverse("members:member-list")


def sorting(query):
    return Sorting(QueryDict(query), SORTS)


@pytest.mark.parametrize(
    ("query", "key", "url"),
    [
        ("", "", "?sort=born"),
        ("sort=born&q=%E7%94%B2&page=3", "born", "?sort=-born&q=%E7%94%B2"),
        ("sort=-born", "born", "?sort=born"),
        ("sort=name", "name", "?sort=born"),
        ("sort=nonsense&older=1", "", "?sort=born"),
        ("sort=--born", "", "?sort=born"),
    ],
)
def test_the_head_of_a_column_keeps_the_filter_and_begins_at_the_first_page(query, key, url):
    assert (sorting(query).key, sorting(query).head("born").url) == (key, url)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "order"),
    [("sort=born", ["甲", "乙", "丙"]), ("sort=-born", ["乙", "甲", "丙"])],
)
def test_rows_without_a_value_come_last_both_ways(query, order):
    born = {"乙": date(1980, 1, 1), "丙": None, "甲": date(1970, 1, 1)}
    for name, day in born.items():
        make_member(staff=make_staff(name=name), born_on=day)

    rows = sorting(query).sorted(Member.objects.select_related("staff"))

    assert [row.staff.name for row in rows] == order


@pytest.mark.django_db
def test_a_list_keeps_its_sort_with_a_new_filter_and_on_the_next_page(as_committee):
    for n in range(60):
        make_member(joined_on=date(2000, 1, 1 + n % 28))

    page = as_committee.get(LIST, {"sort": "-joined", "scope": "all"})

    text = page.content.decode()
    assert '<input type="hidden" name="sort" value="-joined">' in text
    assert 'href="?sort=-joined&amp;scope=all&amp;page=2" rel="next"' in text
    assert "按入党时间排列" in text
    joined = [row.joined_on for row in page.context["object_list"]]
    assert joined == sorted(joined, reverse=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "tab"),
    [
        ("school:staff-list", "state=left"),
        ("school:student-list", "state=left"),
        ("service:partner-list", "kind=former"),
        ("walkins:familyneed-list", "state=closed"),
    ],
)
def test_tabs_keep_the_filter_and_the_sort_and_begin_at_the_first_page(as_committee, name, tab):
    page = as_committee.get(f"{reverse(name)}?sort=-name&q=%E7%94%B2&page=1")

    urls = [one["url"] for one in page.context["tabs"]]
    assert (urls[0], urls[-1]) == ("?sort=-name&q=%E7%94%B2", f"?sort=-name&q=%E7%94%B2&{tab}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "sort", "key"),
    [
        ("school:class-list", "head", "head_keys"),
        ("walkins:classposting-list", "member", "member_keys"),
    ],
)
def test_the_key_of_a_column_is_read_where_it_sorts_the_list_alone(as_committee, name, sort, key):
    pages = [as_committee.get(reverse(name), {"sort": asked}) for asked in ("", "class", sort)]

    read = [key in page.context["view"].object_list.query.annotations for page in pages]
    assert read == [False, False, True]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "query", "cleared"),
    [
        ("walkins:pairing-list", "q=无&sort=-started", "?sort=-started"),
        ("school:student-list", "q=无&sort=name&state=left", "?state=left&amp;sort=name"),
        (
            "walkins:familyneed-list",
            "kind=care&sort=due&state=overdue",
            "?state=overdue&amp;sort=due",
        ),
        ("members:member-list", "q=无&page=1", "?"),
    ],
)
def test_without_its_filter_a_list_is_the_same_one_and_sorted_as_before(
    as_committee, name, query, cleared
):
    make_family_need(kind="care")

    text = as_committee.get(f"{reverse(name)}?{query}").text

    assert f'<a class="gq-btn" href="{cleared}">去掉筛选</a>' in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "query"),
    [("walkins:familyneed-list", "state=overdue"), ("school:staff-list", "state=left")],
)
def test_the_choice_of_a_list_is_no_filter_to_take_off(as_committee, name, query):
    make_family_need(kind="care")

    assert "去掉筛选" not in as_committee.get(f"{reverse(name)}?{query}").text
