"""共建: what was agreed, reported, listed and judged, on which day; put right, withdrawn, undone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from branch.core import undo
from branch.core.models import Stale
from branch.service.models import (
    AgreementPaper,
    BranchReport,
    EntryStep,
    PartnerContact,
    PartnerEvaluation,
    PartnershipAgreement,
)
from branch.service.partners.actions import (
    add_partner,
    add_row,
    end_entry,
    list_entry,
    revise_partner,
    revise_row,
    step_entry,
    withdraw_row,
)
from branch.service.partners.models import lists_of, reports_on
from tests.conftest import HALF_PAST_TWO, TODAY
from tests.factories import make_staff
from tests.service.partners.rows import (
    AUTUMN,
    make_agreement,
    make_entry,
    make_evaluation,
    make_partner,
    make_report,
)
from tests.service.registers.rows import paper

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)
PARTNER = {"name": "春晖社区", "kind": "community", "is_active": True}


def states_of(partner, on):
    """{line: state} of the lists of a day."""
    rows = [row for _, rows in lists_of(partner, on=on) for row in rows]
    return {row.what: row.step and row.step.state for row in rows}


def test_a_partner_has_one_contact_and_a_former_one_is_not_kept(secretary):
    row = add_partner(**PARTNER, contact_name="安晓梅", contact_phone="024-88880000", by=secretary)
    facts = {"contact_name": "鲁听澜", "contact_phone": "", "by": secretary}
    revise_partner(row, version=row.version, **PARTNER, **facts)

    assert PartnerContact.objects.values_list("name", "phone").get() == ("鲁听澜", "")
    with pytest.raises(Stale):
        revise_partner(row, version=1, **PARTNER, **facts)
    revise_partner(row, version=2, **PARTNER, **facts | {"contact_name": ""})
    assert not PartnerContact.objects.exists()


@pytest.mark.parametrize(
    ("name", "phone", "field"),
    [("", "024-88880000", "contact_name"), ("安晓梅", "找她", "contact_phone")],
)
def test_what_is_wrong_with_a_contact_is_said_at_its_field(secretary, name, phone, field):
    with pytest.raises(ValidationError) as refusal:
        add_partner(**PARTNER, contact_name=name, contact_phone=phone, by=secretary)

    assert list(refusal.value.error_dict) == [field]


def test_an_agreement_holds_until_its_last_day(secretary):
    partner = make_partner()
    facts = {"title": "共建协议", "from_on": AUTUMN, "until_on": date(2026, 10, 9)}
    add_row(PartnershipAgreement, partner, on=TODAY, by=secretary, **facts)

    held = [
        PartnershipAgreement.objects.active_on(day).count()
        for day in (AUTUMN - timedelta(days=1), AUTUMN, date(2026, 10, 9), date(2026, 10, 10))
    ]
    assert held == [0, 1, 1, 0]


def test_a_new_paper_replaces_the_former(secretary, django_capture_on_commit_callbacks):
    row, papers = make_agreement(), []
    with django_capture_on_commit_callbacks(execute=True):
        for version in (1, 2):
            facts = {"title": row.title, "from_on": AUTUMN, "paper": paper(AgreementPaper)}
            revise_row(row, version=version, on=TODAY, by=secretary, **facts)
            papers.append(AgreementPaper.objects.get())

    found = [paper.file.storage.exists(paper.file.name) for paper in papers]
    assert found == [False, True]


@pytest.mark.parametrize(
    ("model", "facts", "says"),
    [
        (PartnershipAgreement, {"title": "协议", "from_on": TOMORROW}, "不能晚于今天"),
        (BranchReport, {"place": "服务站", "from_on": TOMORROW}, "不能晚于今天"),
        (
            PartnershipAgreement,
            {"title": "协议", "from_on": AUTUMN, "until_on": date(2025, 1, 1)},
            "不能早于",
        ),
        (
            PartnerEvaluation,
            {"year": 2026, "evaluated_on": TOMORROW, "words": "好"},
            "不能晚于今天",
        ),
        (
            PartnerEvaluation,
            {"year": 2027, "evaluated_on": TODAY, "words": "好"},
            "不能晚于评价日期",
        ),
        (PartnerEvaluation, {"year": 1999, "evaluated_on": TODAY, "words": "好"}, "四位数字"),
    ],
)
def test_what_is_wrong_gets_a_sentence_and_stores_nothing(secretary, model, facts, says):
    if model is BranchReport:
        facts = facts | {"reported_by": make_staff()}
    with pytest.raises(ValidationError, match=says):
        add_row(model, make_partner(), on=TODAY, by=secretary, **facts)

    assert not model.objects.exists()


def test_the_branch_is_reported_to_a_partner_once_at_a_time(secretary):
    row = make_report()
    facts = {"place": "服务站", "reported_by": row.reported_by, "on": TODAY, "by": secretary}
    with pytest.raises(ValidationError, match="已在这里报到"):
        add_row(BranchReport, row.partner, from_on=TODAY, **facts)

    ended = {"from_on": AUTUMN, "until_on": TODAY - timedelta(days=1)}
    revise_row(row, version=1, **ended, **facts)
    add_row(BranchReport, row.partner, from_on=TODAY, **facts)

    days = (AUTUMN, TODAY)
    assert [[one.from_on for one in reports_on(day)] for day in days] == [[AUTUMN], [TODAY]]


@pytest.mark.parametrize("make", [make_report, make_evaluation])
def test_the_database_holds_one(make):
    row = make()

    with pytest.raises(IntegrityError), transaction.atomic():
        make(row.partner)


def test_a_line_stands_as_was_said_up_to_the_day(secretary):
    row = list_entry(make_partner(), group="project", what="亲子阅读", on=AUTUMN, by=secretary)
    december = date(2025, 12, 20)
    step_entry(row, state="done", version=1, on=december, by=secretary)
    # said again on its day, it replaces what was said
    step_entry(row, state="running", version=2, on=december, by=secretary)
    step_entry(row, state="done", version=3, on=TODAY, by=secretary)

    days = (AUTUMN - timedelta(days=1), AUTUMN, december, TODAY)
    found = [states_of(row.partner, day).get("亲子阅读", "not listed") for day in days]
    assert found == ["not listed", None, "running", "done"]
    assert EntryStep.objects.count() == 2


def test_a_resource_has_no_state(secretary):
    row = make_entry(group="our_resource")

    with pytest.raises(ValidationError, match="资源没有进度"):
        step_entry(row, state="done", version=1, on=TODAY, by=secretary)


@pytest.mark.usefixtures("time_stands")
def test_a_line_that_is_taken_off_stays_on_the_record_and_comes_back_by_an_undo(secretary):
    row = make_entry(what="读书角")
    step = end_entry(row, version=1, on=TODAY, by=secretary)

    yesterday = TODAY - timedelta(days=1)
    assert [list(states_of(row.partner, day)) for day in (yesterday, TODAY)] == [["读书角"], []]
    with pytest.raises(ValidationError, match="已经撤下"):
        step_entry(row, state="done", version=2, on=TODAY, by=secretary)
    undo.undo(step, on=TODAY, at=HALF_PAST_TWO, by=secretary)
    assert list(states_of(row.partner, TODAY)) == ["读书角"]


def test_a_line_is_on_its_list_once(secretary):
    row = make_entry(what="读书角")

    with pytest.raises(ValidationError, match="清单里已有"):
        list_entry(row.partner, group="project", what=" 读书角 ", on=TODAY, by=secretary)


@pytest.mark.usefixtures("time_stands")
@pytest.mark.parametrize("make", [make_agreement, make_report, make_evaluation])
def test_what_was_entered_by_mistake_is_withdrawn_and_comes_back_by_an_undo(secretary, make):
    row = make()
    step = withdraw_row(row, version=1, on=TODAY, by=secretary)
    assert not type(row).objects.exists()
    with pytest.raises(ValidationError, match="已经撤回"):
        withdraw_row(row, version=2, on=TODAY, by=secretary)

    undo.undo(step, on=TODAY, at=HALF_PAST_TWO, by=secretary)
    assert type(row).objects.get() == row


@pytest.mark.usefixtures("time_stands")
def test_a_withdrawn_evaluation_stays_withdrawn_where_another_was_entered(secretary):
    row = make_evaluation()
    step = withdraw_row(row, version=1, on=TODAY, by=secretary)
    make_evaluation(row.partner, words="很好")

    with pytest.raises(ValidationError, match="已经登记过"):
        undo.undo(step, on=TODAY, at=HALF_PAST_TWO, by=secretary)


def test_where_the_branch_is_reported_has_its_projects_and_the_last_evaluation():
    report = make_report()
    make_entry(report.partner, what="亲子阅读")
    make_entry(report.partner, group="their_need", what="场地")
    make_entry(what="别处的项目")
    for year in (2023, 2024):
        make_evaluation(report.partner, year=year, evaluated_on=date(year, 12, 26))
    last = make_evaluation(report.partner)

    (row,) = reports_on(TODAY)
    assert ([entry.what for entry in row.projects], row.evaluation) == (["亲子阅读"], last)
