"""A report is written, corrected until it is seen, and never deleted."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from branch.core.models import AuditEvent, Draft
from branch.harm import actions
from branch.harm.models import NOT_YET, HarmReport
from tests.costs import cost_of
from tests.factories import make_report, make_staff
from tests.walkins.pages import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
NEW, LIST = reverse("harm:report-create"), reverse("harm:report-list")


@pytest.fixture
def report(teacher):
    return make_report(teacher)


def address_of(name, report):
    return reverse(f"harm:report-{name}", args=[report.pk])


def test_one_choice_is_enough(client, as_teacher, teacher, named):
    answer = client.post(NEW, filled(client, NEW) | {"reported_to": ["苏清和", "公安（110）"]})

    report = HarmReport.objects.get()
    assert answer.url == LIST
    assert report.receivers == ["苏清和", "公安（110）"]
    assert (report.reported_by, report.written_by) == (teacher.staff, teacher)
    assert report.reported_at == report.written_at == timezone.now()


def test_a_colleague_may_have_made_the_report(client, as_teacher, teacher):
    colleague = make_staff()
    typed = {"reported_to": ["校长"], "reported_by": colleague.pk}

    client.post(NEW, filled(client, NEW) | typed)

    report = HarmReport.objects.get()
    assert (report.reported_by, report.written_by) == (colleague, teacher)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"reported_to": ["请选择报告给谁。"]}),
        (
            {"reported_to": ["初二（3）班的家长"]},
            {"reported_to": ["“初二（3）班的家长”不在可选的名单里，请重新选择。"]},
        ),
        (
            {"reported_to": ["校长"], "reported_at": "2026-11-24T10:01"},
            {"reported_at": [NOT_YET]},
        ),
        (
            {"reported_to": ["校长"], "reported_at": "昨天下午"},
            {"reported_at": ["请按 2026-11-24 16:30 的样子填写报告时间。"]},
        ),
    ],
)
def test_bad_input_has_its_sentence_at_the_field(client, as_teacher, typed, errors):
    page = client.post(NEW, filled(client, NEW) | typed)

    assert page.context["form"].errors == errors
    assert not HarmReport.objects.exists()


def test_the_form_has_no_field_for_a_text_and_keeps_no_draft(client, as_teacher):
    form = client.get(NEW).context["form"]
    typed = filled(client, NEW) | {"reported_to": ["校长"], "keep_draft": "1"}

    client.post(NEW, typed)

    assert [field.name for field in form.visible_fields()] == [
        "reported_at",
        "reported_to",
        "reported_by",
    ]
    assert not Draft.objects.exists()


def test_an_action_refuses_a_name_that_is_not_listed(teacher):
    facts = {"reported_at": timezone.now(), "reported_by": teacher.staff}

    with pytest.raises(ValidationError, match="不在可选的名单里"):
        actions.record_report(**facts, reported_to=["张晓雨"], at=timezone.now(), by=teacher)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"reported_to": ""}, "harm_report_was_made_to_somebody"),
        (
            {"reported_at": "2026-11-23T08:46:00Z"},
            "harm_report_comes_before_its_record",
        ),
    ],
)
def test_the_database_refuses_what_must_never_be_false(teacher, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_report(teacher, **fields)


def test_its_writer_corrects_a_report(client, as_teacher, report):
    address = address_of("update", report)

    client.post(address, filled(client, address) | {"reported_to": ["校长", "公安（110）"]})

    report.refresh_from_db()
    assert (report.reported_to, report.version) == ("校长、公安（110）", 2)


def test_a_name_of_that_time_can_be_kept(client, as_teacher, teacher):
    report = make_report(teacher, reported_to="方志远")
    address = address_of("update", report)

    client.post(address, filled(client, address) | {"reported_at": "2026-11-23T16:00"})

    report.refresh_from_db()
    assert report.reported_to == "方志远"
    assert report.reported_at == report.written_at - timedelta(minutes=45)


def test_a_report_that_was_seen_stays_as_it_is(client, as_teacher, report, named):
    address = address_of("update", report)
    opened = filled(client, address) | {"reported_to": ["校长"]}

    actions.mark_seen(report, by=named)
    answer = client.post(address, opened)

    report.refresh_from_db()
    assert report.reported_to == "公安（110）"
    assert "负责人已经看过，不能再更正" in answer.text
    assert "更正" not in client.get(LIST).text


def test_the_second_of_two_corrections_sees_both(client, as_teacher, report):
    address = address_of("update", report)
    forms = [filled(client, address) | {"reported_to": [name]} for name in ("校长", "教育局")]

    answers = [client.post(address, form) for form in forms]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert ("报告给谁", "校长", "教育局") in answers[1].context["rows"]


def test_the_audit_says_nothing_of_it(client, as_teacher, teacher, named):
    client.post(NEW, filled(client, NEW) | {"reported_to": ["校长"]})
    report = HarmReport.objects.get()
    address = address_of("update", report)
    client.post(address, filled(client, address) | {"reported_to": ["教育局"]})
    actions.mark_seen(report, by=named)

    events = AuditEvent.objects.order_by("pk")
    assert [(event.verb, event.target_type, event.target_id, event.says) for event in events] == [
        ("matter.recorded", "accounts.user", str(teacher.pk), ""),
        ("matter.corrected", "accounts.user", str(teacher.pk), ""),
        ("matter.seen", "accounts.user", str(named.pk), ""),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(client, named, count, django_assert_num_queries):
    for _ in range(count):
        make_report(make_staff().user)
    client.force_login(named)
    client.get(LIST)

    with django_assert_num_queries(7):
        page = client.get(LIST)
    assert len(page.context["object_list"]) == count


def test_the_form_costs_few_queries(client, as_teacher, named):
    client.get(NEW)

    page, cost = cost_of(client.get, NEW)

    assert (page.status_code, cost) == (200, 10)
