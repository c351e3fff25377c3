"""What is done to teams of volunteers and to who belongs to them."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import ONE_DAY, end_after, not_after
from branch.core.models import AuditEvent
from branch.core.periods import school_year
from branch.core.undo import Trace, undoes

from .models import TeamMembership, TeamPupils, VolunteerTeam

CHANGES = "service.change_volunteerteam"
ENDED = "这支队伍已经停用。"
LEFT = "这名老师已经不在队里，请看过再改。"
LEADS = "负责人也是队员，要退出，请先换负责人。"
IN_ALREADY = "{}已经在队里。"


@transaction.atomic
def start_team(*, pupil_count=None, on, by, **facts):
    """Start a team; its leader is the first who belongs to it."""
    row = VolunteerTeam(from_on=on, **facts)
    return _store(row, "started", pupil_count=pupil_count, on=on, by=by)


@transaction.atomic
def revise_team(team, *, version, pupil_count=None, on, by, **facts):
    """Change what a team is for, who leads it, and the number of its pupils in this school year."""
    row = VolunteerTeam.objects.lock(team.pk, version, check=_refuse_ended)
    for name, value in facts.items():
        setattr(row, name, value)
    return _store(row, "revised", pupil_count=pupil_count, on=on, by=by)


def _store(row, done, *, pupil_count, on, by):
    row.full_clean()
    row.save()
    running = TeamMembership.objects.filter(team=row, staff=row.leader, until_on=None)
    if not running.exists():
        _join(row, row.leader, on)
    _count_pupils(row, pupil_count, on=on)
    AuditEvent.record(actor=by, verb=f"team.{done}", target=row, says=str(row))
    return row


def _join(team, staff, day):
    row = TeamMembership(team=team, staff=staff, from_on=day)
    row.full_clean()
    row.save()


def _count_pupils(team, count, *, on):
    """Keep the number of a school year; without one none is known."""
    facts = {"team": team, "year": school_year(on).start.year}
    if count is None:
        TeamPupils.objects.filter(**facts).delete()
    else:
        TeamPupils.objects.update_or_create(**facts, defaults={"count": count})


@transaction.atomic
def end_team(team, *, version, on, by):
    """End a team and who belongs to it; it stays on record. Returns the step, undone today."""
    row = VolunteerTeam.objects.lock(team.pk, version, check=_refuse_ended)
    people = list(TeamMembership.objects.filter(team=row, until_on=None))
    trace = Trace(row, *people)
    # one that was started today has its last day before the first
    row.until_on = on - ONE_DAY
    row.save(update_fields=["until_on", "version"])
    for one in people:
        one.version += 1
        _leave(one, on)
    AuditEvent.record(actor=by, verb="team.ended", target=row, says=str(row))
    return trace.keep("service.team_ended", target=row, on=on, by=by)


def _leave(membership, on):
    """End a membership, whose version was raised; one that began today was none."""
    membership.save(update_fields=["version"])
    end_after(membership, on - ONE_DAY)


def _refuse_ended(row):
    if row.until_on:
        raise ValidationError(ENDED)


@undoes("service.team_ended", permission=CHANGES)
def go_on(rows, *, on, by):
    """Let a team go on that was ended by mistake; its constraint refuses a name that was given anew."""
    AuditEvent.record(actor=by, verb="team.went_on", target=rows[0])


@transaction.atomic
def add_people(team, *, staff, from_on, on, by):
    """Add colleagues to a team, from a day on; those who belong to it are named and nobody is added."""
    not_after(from_on, "from_on", on=on)
    row = VolunteerTeam.objects.select_for_update(of=("self",)).get(pk=team.pk)
    _refuse_ended(row)
    held = TeamMembership.objects.filter(team=row, staff__in=staff).reaching(from_on)
    if found := list(held.select_related("staff")):
        names = "、".join(str(one.staff) for one in found)
        raise ValidationError({"staff": IN_ALREADY.format(names)})
    for one in staff:
        _join(row, one, from_on)
    AuditEvent.record(actor=by, verb="team.joined", target=row, says=f"{len(staff)} 名")
    return row


@transaction.atomic
def drop_person(membership, *, version, on, by):
    """移出 a colleague, whose days in the team stay on record. Returns the step, undone today."""
    team = VolunteerTeam.objects.select_for_update(of=("self",)).get(pk=membership.team_id)
    running = TeamMembership.objects.filter(pk=membership.pk, until_on=None)
    if not running.exists():
        raise ValidationError(LEFT)
    row = TeamMembership.objects.lock(membership.pk, version)
    if team.leader_id == row.staff_id:
        raise ValidationError(LEADS)
    trace = Trace(row)
    _leave(row, on)
    AuditEvent.record(actor=by, verb="team.left", target=team, says="1 名")
    return trace.keep("service.person_dropped", target=row, on=on, by=by)


@undoes("service.person_dropped", permission=CHANGES, first="team")
def take_back(rows, *, on, by):
    """Let a colleague belong to the team again; the constraint refuses one who was added anew."""
    AuditEvent.record(actor=by, verb="team.came_back", target=rows[0].team)
