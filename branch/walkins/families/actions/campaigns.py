"""Campaigns of visits, and visits to many households that are planned at once."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import Q

from branch.core.models import AuditEvent
from branch.walkins.families.models import HomeVisit, VisitCampaign, VisitedStudent
from branch.walkins.students.actions import lock_students

from .notices import tell_team
from .rounds import Batch
from .visits import plan_visit

# what an error about one household may be about; all else is about every household of the batch
OF_ONE = ("student", NON_FIELD_ERRORS)


@transaction.atomic
def start_campaign(*, by, **facts):
    """Set up a campaign; whom it is for are the fields of its audience, the others are left empty."""
    return _write(VisitCampaign(), verb="campaign.started", by=by, **facts)


@transaction.atomic
def revise_campaign(campaign, *, version, by, **facts):
    """Correct a campaign; which visits belong to it follows from its days and audience."""
    campaign = VisitCampaign.objects.lock(campaign.pk, version)
    return _write(campaign, verb="campaign.revised", by=by, **facts)


def _write(
    campaign,
    *,
    title,
    from_on,
    until_on,
    audience,
    verb,
    by,
    entry_year=None,
    school_class=None,
    students=(),
):
    kinds = VisitCampaign.Audience
    campaign.title, campaign.audience = title, audience
    campaign.from_on, campaign.until_on = from_on, until_on
    campaign.entry_year = entry_year if audience == kinds.GRADE else None
    campaign.school_class = school_class if audience == kinds.CLASS else None
    chosen = students if audience == kinds.CHOSEN else ()
    campaign.full_clean()
    if audience == kinds.CHOSEN and not chosen:
        raise ValidationError({"students": "请选择学生。"})
    campaign.save()
    campaign.students.set(chosen)
    AuditEvent.record(actor=by, verb=verb, target=campaign)
    return campaign


@transaction.atomic
def plan_batch(*, students, happened_on, on, by, **facts):
    """Plan a visit for one day to the home of each student, unless one is planned for that day or another.

    Their team is told of all of them by one notice.
    """
    coming = HomeVisit.objects.planned().filter(happened_on__gte=on)

    def plan(student):
        when = {"happened_on": happened_on, "on": on, "by": by}
        return plan_visit(student=student, tells=False, **when, **facts)

    batch = _each(students, plan, among=coming)
    tell_team(batch.visits, by=by)
    return batch


def _each(students, store, *, among):
    """Store a visit to each household that none of these visits is to; siblings share the one just stored."""
    visits, left_out = {}, 0
    lock_students([student.pk for student in students])
    for student in students:
        had = _visit_to(student, among)
        if had is None:
            visit = _store_for(student, store)
            visits[visit.pk] = visit
        elif had not in visits:
            left_out += 1
    return Batch(list(visits.values()), left_out)


def _visit_to(student, visits):
    """The id of one of these visits to the student's household; None without one."""
    household = Q(student=student)
    if student.family_id:
        household |= Q(student__family=student.family_id)
    shares = VisitedStudent.objects.filter(household, visit__in=visits.order_by().values("pk"))
    return shares.values_list("visit", flat=True).first()


def _store_for(student, store):
    """Store the visit; a refusal that is about this household names the student."""
    try:
        return store(student)
    except ValidationError as refusal:
        found = refusal.message_dict if hasattr(refusal, "error_dict") else {"student": refusal}
        said = {name: says for name, says in found.items() if name not in OF_ONE}
        own = [f"{student}：{says}" for name in OF_ONE for says in found.get(name, ())]
        raise ValidationError(said | ({"students": own} if own else {})) from refusal
