"""The list of 肖像同意 of a class: the answers on paper are recorded, and deleted after their term."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import ONE_DAY
from branch.core.models import AuditEvent, SiteProfile
from branch.core.periods import school_year
from branch.core.refusals import RowsRefused
from branch.school.consents import SAVED, answers_in
from branch.school.models import PortraitConsent, SchoolClass
from branch.school.models.consents import PortraitConsentQuerySet

SAYS = {"": "未答复", **dict(PortraitConsent.Answer.choices)}


@transaction.atomic
def record_consents(school_class, *, rows, on, by, at):
    """Store answers that hold from the day; return how many pupils were 同意 until then and no longer are.

    `rows` are pairs of a student and the new answer, "" for 未答复; `portrait_answer` of the student is the
    answer that was seen. All are stored or none: a row that another changed since is refused.
    """
    SchoolClass.objects.select_for_update().get(pk=school_class.pk)
    _refuse_others(rows, {row.pk: row.portrait_answer for row in answers_in(school_class, on=on)})
    students = [student for student, _ in rows]
    ended = list(PortraitConsent.objects.in_force_on(on).filter(student__in=students))
    _end(ended, on=on, by=by)
    answered = [(student, answer) for student, answer in rows if answer]
    _create(answered, on=on, by=by, at=at)
    says = f"登记 {len(answered)} 名，改动 {len(ended)} 名"
    AuditEvent.record(actor=by, verb=SAVED, target=school_class, says=says)
    return sum(row.answer == PortraitConsent.Answer.YES for row in ended)


def _refuse_others(rows, current):
    """Refuse rows of pupils who left the class, or whose answer is not the one that was seen."""
    refused = {}
    for student, _ in rows:
        if student.pk not in current:
            refused[student.pk] = ValidationError("这名学生已不在本班，请重新打开这一页。")
        elif current[student.pk] != student.portrait_answer:
            now = SAYS[current[student.pk]]
            refused[student.pk] = ValidationError(f"刚有人改为“{now}”，请核对后再保存。")
    if refused:
        raise RowsRefused(refused)


def _end(rows, *, on, by):
    """End answers the day before, as `end_after` does, in two statements; those of the day never held."""
    running = PortraitConsent.objects.filter(pk__in=[row.pk for row in rows])
    running.filter(from_on=on).update(is_void=True)
    running.filter(from_on__lt=on).update(until_on=on - ONE_DAY)
    events = [AuditEvent.of(actor=by, verb="consent.ended", target=row) for row in rows]
    AuditEvent.objects.bulk_create(events)


def _create(answered, *, on, by, at):
    year = school_year(on).start.year
    facts = {"first_year": year, "from_on": on, "recorded_by": by, "recorded_at": at}
    made = [
        PortraitConsent(student=student, answer=answer, **facts) for student, answer in answered
    ]
    for row in made:
        # the student was just read; the constraints are the database's own
        row.clean_fields(exclude=["student", "recorded_by"])
    PortraitConsent.objects.bulk_create(made)


@transaction.atomic
def delete_past_consents(*, on):
    """Delete the answers that are past their term, void ones too; return their number."""
    every = PortraitConsentQuerySet(PortraitConsent)
    count = every.past_term_on(on).delete()[0]
    if count:
        says = f"肖像同意 {count} 条"
        AuditEvent.record(
            actor=None, verb="records.expired", target=SiteProfile.current(), says=says
        )
    return count
