"""The Party branch of the demo: 34 members in four groups, offices, roles, and a member on leave."""

from datetime import date, timedelta

from branch.accounts.actions import confirm_role, grant_first, propose_role
from branch.accounts.models import Role
from branch.coverage.actions import record_excuse
from branch.members.models import Member, MemberStatus, Office, PartyGroup
from branch.members.strokes import strokes_of

from .days import at
from .school import MEMBER_HEADS

GROUPS = ["第一党小组", "第二党小组", "第三党小组", "第四党小组"]
# office → index in the members
OFFICES = {"secretary": 0, "organisation": 1, "publicity": 14, "discipline": 15, "youth": 16}
# offices whose holder was re-elected
REELECTED = ("secretary", "organisation")
PROBATIONARY, FULL = MemberStatus.Kind.PROBATIONARY, MemberStatus.Kind.FULL
# Indexes of members in a special state
REGULARISED = (17, 18)
AWAY, NEWCOMER, PROBATIONER = 31, 32, 33
# Indexes in the staff
ADMIN, PROPOSED = 6, 40
# One arrived and one left for 支教 on the same day, so 33 were expected all term
MOVED_DAYS_AGO = 22
PROBATION_DAYS_AGO = 347
SINCE = date(2020, 9, 1)
ETHNICITIES, EDUCATIONS = ("汉族",) * 11 + ("回族", "满族"), ("本科",) * 4 + ("硕士研究生", "大专")


def build_members(days, staff):
    """Create the members: three demo users, 11 head teachers and 20 others."""
    people = [*staff[:3], *staff[7 : 7 + MEMBER_HEADS], *staff[30:50]]
    groups = [PartyGroup.objects.create(name=name, order=n) for n, name in enumerate(GROUPS, 1)]
    members = [
        Member.objects.create(
            staff=person,
            group=groups[n % len(groups)],
            **_facts(days, n),
            surname_strokes=strokes_of(person.name),
        )
        for n, person in enumerate(people)
    ]
    for n, member in enumerate(members):
        _build_status(days, n, member)
    return members


def _facts(days, n):
    """The dates and personal data of the n-th member."""
    joined_on = date(days.first_year - 4 - (n * 5 + 14) % 17, 7, 1)
    if n in REGULARISED:
        joined_on = date(days.first_year - 1, 3, 13)
    if n == PROBATIONER:
        joined_on = days.before(PROBATION_DAYS_AGO)
    is_full = n != PROBATIONER
    return {
        "joined_on": joined_on,
        "regularised_on": joined_on.replace(year=joined_on.year + 1) if is_full else None,
        "born_on": date(joined_on.year - 24 - n % 6, 1 + n * 5 % 12, 1),
        "ethnicity": ETHNICITIES[n % len(ETHNICITIES)],
        "education": EDUCATIONS[n % len(EDUCATIONS)],
    }


def _build_status(days, n, member):
    """Create the n-th member's status: full since joining, since last spring or lately, or on probation."""
    since = member.joined_on
    if n in REGULARISED:
        since = member.regularised_on
        MemberStatus.objects.create(
            member=member,
            kind=PROBATIONARY,
            from_on=member.joined_on,
            until_on=since - timedelta(days=1),
        )
    if n == NEWCOMER:
        since = days.before(MOVED_DAYS_AGO)
    kind = PROBATIONARY if n == PROBATIONER else FULL
    MemberStatus.objects.create(member=member, kind=kind, from_on=since)


def build_keepers(days, members, staff):
    """Grant the first secretary and the first administrator their roles; return the two users."""
    secretary, admin = members[OFFICES["secretary"]].staff.user, staff[ADMIN].user
    moment = at(days.today, "08:00")
    grant_first(user=secretary, role=Role.SECRETARY, from_on=SINCE, at=moment)
    grant_first(user=admin, role=Role.ADMIN, from_on=SINCE, at=moment)
    return secretary, admin


def build_seats(days, members, keepers):
    """Create the five offices, elected last year, two for a second term, and grant their roles."""
    elected_on = date(days.first_year - 1, 9, 5)
    before = date(days.first_year - 4, 9, 4)
    for kind, n in OFFICES.items():
        if kind in REELECTED:
            last_day = elected_on - timedelta(days=1)
            Office.objects.create(member=members[n], kind=kind, from_on=before, until_on=last_day)
        Office.objects.create(member=members[n], kind=kind, from_on=elected_on)
        if kind != "secretary":
            _grant(days, members[n].staff.user, Role.COMMITTEE, keepers)


def build_roles(days, staff, keepers):
    """Grant the counsellor's and the editor's role, and propose another editor, still unconfirmed."""
    for n, role in ((4, Role.COUNSELLOR), (5, Role.EDITOR)):
        _grant(days, staff[n].user, role, keepers)
    propose_role(
        user=staff[PROPOSED].user,
        role=Role.EDITOR,
        from_on=days.today,
        until_on=date(days.first_year + 1, 7, 10),
        on=days.today,
        by=keepers[1],
    )


def _grant(days, user, role, keepers):
    secretary, admin = keepers
    grant = propose_role(user=user, role=role, from_on=SINCE, on=days.today, by=secretary)
    confirm_role(grant, at=at(days.today, "08:00"), by=admin)


def build_absence(days, members, *, by):
    """Excuse a member on 支教 from every duty until the school year ends."""
    return record_excuse(
        duty_key="",
        subject=members[AWAY],
        reason="支教",
        from_on=days.before(MOVED_DAYS_AGO),
        until_on=date(days.first_year + 1, 7, 10),
        by=by,
    )
