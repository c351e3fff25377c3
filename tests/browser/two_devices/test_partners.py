"""The committee puts a project on a partner's list and says how it stands; a leader signs the whole team up."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.activities.models import Registration
from branch.service.models import EntryStep
from tests.activities.openings import make_opening
from tests.browser.checks import barriers, overflow
from tests.conftest import TODAY, stop_clock
from tests.factories import make_term
from tests.service.partners.rows import make_agreement, make_evaluation, make_report
from tests.service.teams.rows import make_person, make_team


@pytest.fixture(autouse=True)
def _term(monkeypatch, transactional_db):
    stop_clock(monkeypatch, TODAY)
    make_term()


def is_sound(page):
    return overflow(page) == 0 and barriers(page) == []


def test_a_project_is_listed_in_four_steps_and_stepped_by_one_tap(
    page, at, steps, secretary, sign_in
):
    partner = make_report().partner
    make_agreement(partner)
    make_evaluation(partner)
    sign_in(secretary)
    at(reverse("service:partner-detail", args=[partner.pk]))

    steps.tap("加一项", role="link")
    assert is_sound(page)
    steps.tap("项目", role="radio")
    steps.fill("内容", "周末亲子阅读")
    steps.tap("保存")
    steps.tap("进行中")

    expect(page.get_by_text("2026-11-24 进行中")).to_be_visible()
    assert (steps.count, EntryStep.objects.get().state) == (5, "running")
    assert is_sound(page)


def test_a_team_is_signed_up_in_three_steps(page, at, steps, secretary, sign_in):
    team = make_team()
    make_person(team)
    make_opening(places=(9,))
    sign_in(secretary)
    at(reverse("service:team-detail", args=[team.pk]))

    steps.tap("请队员报名", role="link")
    assert is_sound(page)
    steps.fill("活动和岗位", "12月5日 社区服务：家庭教育咨询（9 名）")
    steps.tap("报名")

    expect(page.get_by_text("已报名 2 名。")).to_be_visible()
    assert (steps.count, Registration.objects.placed().count()) == (3, 2)
    at(reverse("service:team-detail", args=[team.pk]))
    assert is_sound(page)
