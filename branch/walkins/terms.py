"""How long records are kept after a student has left the school."""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from branch.core.dated import ONE_DAY
from branch.core.figures import figure
from branch.core.models import AuditEvent
from branch.core.periods import latest_start, months_later
from branch.school.models import Enrolment, Student

# the committee is told so long before, and a leaving counts only so long after it was recorded
NOTICE = timedelta(days=30)


def deleted_from(last_day, *, years):
    """The day from which a record is deleted that is kept so many years after the student's last day."""
    return months_later(last_day, 12 * years) + ONE_DAY


def gone_for(spec, *, on):
    """Students of whom `deleted_from` is the day or an earlier one.

    One whose leaving was recorded within `NOTICE` stays: a slip in the year would delete everything overnight.
    """
    last_day = latest_start(on - ONE_DAY, 12 * figure(spec.key, on=on))
    enrolled = Exists(Enrolment.objects.filter(student=OuterRef("pk")))
    recent = AuditEvent.objects.filter(verb="student.departed", at__date__gt=on - NOTICE)
    recent = list(map(int, recent.values_list("target_id", flat=True)))
    gone = Student.objects.gone_on(last_day + ONE_DAY).filter(enrolled)
    return gone.exclude(pk__in=Enrolment.objects.filter(pk__in=recent).values("student"))
