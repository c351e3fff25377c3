"""联系班级分配方案 on paper and as a table: the last plan of a term, without the rules about children."""

import re
from html import unescape

import pytest
from django.urls import reverse

from branch.core.periods import Period
from branch.walkins.classes.actions import publish_plan
from branch.walkins.classes.plan_ledgers import PlanLedger
from tests.factories import make_guardian, make_student
from tests.ledgers.files import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]


def lines(user, term):
    ledger = PlanLedger()
    period = Period(term.starts_on, term.ends_on, "")
    return [ledger.texts(row) for row in ledger.rows(user, period=period, filters=None)]


def test_a_line_says_which_class_has_whom_and_why(solved, school, term, next_term, committee):
    solved(term)
    names = [person.staff.name for person in school.members]
    heads = [head.name for head in school.heads]

    assert lines(committee, term) == [
        ["初二", "初二（3）班", heads[0], names[0], "数学", "任教本班", "还没有发布"],
        ["初二", "初二（4）班", heads[1], names[1], "数学", "任教本班", "还没有发布"],
    ]


def test_each_term_has_its_own_plan(solved, school, term, next_term, committee):
    solved(next_term)

    assert (lines(committee, term), len(lines(committee, next_term))) == ([], 2)


def test_a_class_without_a_member_is_listed_and_no_rule_named(as_committee, solved, school, term):
    for phone, member in enumerate(school.members):
        child = make_student(school.classes[0])
        make_guardian(child, staff=member.staff, phone=f"1390000001{phone}")
    solved(term)

    answer = as_committee.get(reverse("ledgers:ledger-xlsx", args=["posting-plans"]))
    page = as_committee.get(reverse("ledgers:ledger-print", args=["posting-plans"]))

    cells = words_of(answer)
    assert ["没有排上" in text for text in (cells, page.text)] == [True, True]
    assert ["子女" in text for text in (cells, page.text)] == [False, False]


def test_the_page_of_a_published_plan_leads_to_its_own_table(
    as_committee, solved, school, term, today, committee
):
    published = solved(term)
    publish_plan(published, locks=set(), version=published.version, on=today, by=committee)
    solved(term)
    page = as_committee.get(published.get_absolute_url()).text
    address = unescape(re.search(r'href="(/desk/ledgers/posting-plans/[^"]*)"', page)[1])

    answer = as_committee.get(address)

    assert "attachment" in answer.headers["Content-Disposition"]
    cells = words_of(answer)
    # the note below the table says what a draft is
    assert (cells.count("已发布"), cells.count("还没有发布")) == (2, 1)


def test_a_period_chosen_beside_a_plan_keeps_the_plan(as_committee, solved, school, term):
    plan = solved(term)
    address = reverse("ledgers:ledger-detail", args=["posting-plans"])

    page = as_committee.get(address, {"plan": plan.pk, "page": 1, "period": "month"})

    presets = {preset["url"] for preset in page.context["presets"]}
    assert f"?period=quarter&plan={plan.pk}" in presets
    assert f'<input type="hidden" name="plan" value="{plan.pk}" id="id_plan">' in page.text
    assert '<a class="gq-btn" href="?period=month">去掉筛选</a>' in page.text
