"""Actions on reports. Their audit events name the writer's account and not the report."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from branch.core.models import AuditEvent
from branch.harm.models import BETWEEN, OFFICES, HarmReport
from branch.harm.named import named_on

NOT_LISTED = "“{}”不在可选的名单里，请重新选择。"
SEEN = "负责人已经看过，不能再更正。有不同的，请另记一件。"


@transaction.atomic
def record_report(*, reported_at, reported_to, reported_by, at, by):
    """Record whom somebody told and when; `reported_to` are names from `receivers_on`."""
    report = HarmReport(
        reported_at=reported_at, reported_by=reported_by, written_by=by, written_at=at
    )
    return _stored(report, reported_to, "matter.recorded", on=timezone.localdate(at), by=by)


@transaction.atomic
def correct_report(report, *, reported_at, reported_to, reported_by, version, on, by):
    """Correct one's own report; once a named person has seen it, it stays as it is."""
    report = HarmReport.objects.lock(report.pk, version, check=_refuse_seen)
    report.reported_at, report.reported_by = reported_at, reported_by
    return _stored(report, reported_to, "matter.corrected", on=on, by=by)


def _refuse_seen(report):
    if report.seen_by.exists():
        raise ValidationError(SEEN)


def receivers_on(day, *, report=None):
    """The names to choose from: the named persons of the day, the offices, and those of the report."""
    named = [person.name for person in named_on(day)]
    kept = report.receivers if report and report.reported_to else []
    return list(dict.fromkeys([*named, *OFFICES, *kept]))


def _stored(report, receivers, verb, *, on, by):
    listed = receivers_on(on, report=report)
    for name in receivers:
        if name not in listed:
            raise ValidationError({"reported_to": NOT_LISTED.format(name)})
    report.reported_to = BETWEEN.join(receivers)
    report.full_clean()
    report.save()
    AuditEvent.record(actor=by, verb=verb, target=by)
    return report


@transaction.atomic
def mark_seen(report, *, by):
    """Record that a named person has seen the report."""
    report = HarmReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    report.seen_by.add(by)
    AuditEvent.record(actor=by, verb="matter.seen", target=by)
    return report
