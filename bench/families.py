"""Filling the demo school with families in hardship, their pairings and difficulties, visits and a campaign."""

from datetime import timedelta

from branch.core.periods import school_year
from branch.members.models import Member
from branch.school.models import Staff
from branch.walkins.families.models.pairings import Adult
from branch.walkins.models import (
    FamilyHardship,
    FamilyNeed,
    FamilyPairing,
    HomeVisit,
    VisitCampaign,
    VisitedStudent,
)

EVERY = 10  # pupils on the roll, of whom one is of a family in hardship


def fill(pupils, *, visits, on):
    """Add visits to these pupils within the last year, and what follows for every tenth of them."""
    _visits(pupils, visits, on)
    listed = pupils[::EVERY]
    year = school_year(on).start.year
    FamilyHardship.objects.bulk_create(
        FamilyHardship(student=row, first_year=year) for row in listed
    )
    families = {row.family_id: row for row in listed}
    _pairings(families, on)
    _needs(families, on)
    VisitCampaign.objects.create(
        title="千名党员访万家",
        from_on=on - timedelta(days=30),
        until_on=on + timedelta(days=30),
        audience=VisitCampaign.Audience.HARDSHIP,
    )


def _visits(pupils, count, on):
    staff = list(Staff.objects.working_on(on).exclude(user=None).select_related("user"))
    modes = [HomeVisit.Mode.HOME, HomeVisit.Mode.HOME, HomeVisit.Mode.PHONE]
    rows = HomeVisit.objects.bulk_create(
        HomeVisit(
            happened_on=on - timedelta(days=n % 365),
            mode=modes[n % 3],
            visitor=staff[n % len(staff)],
            recorded_by=staff[n % len(staff)].user,
        )
        for n in range(count)
    )
    VisitedStudent.objects.bulk_create(
        VisitedStudent(visit=row, student=pupils[n % len(pupils)], happened_on=row.happened_on)
        for n, row in enumerate(rows)
    )


def _pairings(families, on):
    """Two thirds of the families are paired."""
    members = list(Member.objects.exclude(staff__user=None).select_related("staff__user"))
    since = on - timedelta(days=60)
    FamilyPairing.objects.bulk_create(
        FamilyPairing(
            family_id=family,
            member=members[n % len(members)],
            started_on=since,
            agreed_on=since,
            agreed_by=Adult.MOTHER,
            started_by=members[0].staff.user,
        )
        for n, family in enumerate(families)
        if n % 3
    )


def _needs(families, on):
    kinds, staff = list(FamilyNeed.Kind), list(Staff.objects.exclude(user=None))
    FamilyNeed.objects.bulk_create(
        FamilyNeed(
            family_id=family,
            kind=kinds[n % len(kinds)],
            raised_on=on - timedelta(days=40),
            raised_by=staff[0].user,
            owner=staff[n % len(staff)],
            due_on=on + timedelta(days=n % 40 - 20),
        )
        for n, family in enumerate(families)
    )
