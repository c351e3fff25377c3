"""The life of a gap of each duty, a generator of steps: what is written before each `yield` changes what is told."""

from datetime import date, timedelta

from branch.activities.models import Activity, ActivityPart
from branch.coverage.models import Excuse
from branch.members.models import MemberStatus, Office
from branch.school.models import Enrolment, Staff
from branch.walkins.actions import start_pairing
from branch.walkins.models import ClassPosting, FamilyNeed, FamilyPairing, Pairing, SupportNeed
from tests.activities.factories import make_activity
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_contact,
    make_family_need,
    make_family_pairing,
    make_hardship,
    make_member,
    make_need,
    make_pairing,
    make_posting,
    make_session,
    make_student,
    make_user,
    make_visit,
)
from tests.service.registers.rows import make_registration
from tests.walkins.classes.heads import make_member_head, make_training
from tests.walkins.pages import agreed

YESTERDAY = TODAY - timedelta(days=1)
ENDED = {"until_on": YESTERDAY, "end_reason": "other", "outcome": "done"}
VOTED = date(2025, 12, 2)


def whole_roll():
    student = make_student()
    yield
    make_posting(school_class=student.enrolments.get().school_class)
    yield
    make_need(student)
    yield
    make_pairing(student=student, started_on=YESTERDAY)
    yield
    Enrolment.objects.update(until_on=YESTERDAY)
    yield


def registered():
    member = make_member()
    yield
    here = make_registration(member, from_on=YESTERDAY)
    yield
    here.until_on = YESTERDAY
    here.save()
    yield


def contact():
    pairing = make_pairing()
    yield
    recorded = make_contact(pairing, happened_on=TODAY)
    yield
    recorded.shares.update(happened_on=TODAY - timedelta(days=60))
    yield
    recorded.shares.update(happened_on=YESTERDAY)
    yield
    recorded.shares.all().delete()
    yield
    Pairing.objects.update(**ENDED)
    yield


def member_pairing():
    member = make_member()
    yield
    make_pairing(member=member)
    yield
    Staff.objects.filter(member=member).update(until_on=YESTERDAY)
    yield


def student_pairing():
    need = make_need()
    yield
    start_pairing(
        student=need.student,
        member=make_member(),
        started_on=TODAY,
        on=TODAY,
        by=make_user(),
        **agreed(TODAY),
    )
    yield
    Pairing.objects.update(**ENDED | {"started_on": YESTERDAY})
    yield
    SupportNeed.objects.update(until_on=YESTERDAY, close_reason="met")
    yield


def family_pairing():
    hardship = make_hardship()
    yield
    make_family_pairing(family=hardship.student.family)
    yield
    FamilyPairing.objects.update(until_on=YESTERDAY, end_reason="other")
    yield
    hardship.delete()
    yield


def family_visit():
    hardship = make_hardship()
    yield
    visit = make_visit(hardship.student)
    yield
    visit.shares.all().delete()
    yield


def family_need():
    need = make_family_need()
    yield
    FamilyNeed.objects.update(due_on=YESTERDAY)
    yield
    excuse = Excuse.objects.create(
        subject_type="walkins.familyneed",
        subject_id=need.pk,
        reason="家长出差",
        from_on=TODAY,
        set_by=make_user(),
    )
    yield
    Excuse.objects.filter(pk=excuse.pk).update(from_on=YESTERDAY, until_on=YESTERDAY)
    yield
    FamilyNeed.objects.all().delete()
    yield


def head_hours():
    post = make_member_head()
    yield
    make_training(post.staff)
    yield
    Activity.objects.update(psychology_hours=1)
    yield


def class_posting():
    linked = make_class()
    yield
    make_posting(school_class=linked)
    yield
    ClassPosting.objects.update(until_on=YESTERDAY)
    yield


def class_session():
    session = make_session()
    yield
    Activity.objects.filter(pk=session.activity_id).update(
        state="cancelled", cancel_reason="改期", audience_count=None
    )
    yield


def probation():
    make_member(status=MemberStatus.Kind.PROBATIONARY, since=VOTED, joined_on=VOTED)
    yield
    MemberStatus.objects.filter(kind=MemberStatus.Kind.PROBATIONARY).update(
        extended_on=YESTERDAY, extended_until=date(2027, 6, 2)
    )
    yield


def committee_term():
    Office.objects.create(member=make_member(), kind="secretary", from_on=YESTERDAY)
    yield
    Office.objects.update(from_on=date(2020, 9, 1))
    yield


def parent_talks():
    talk = make_activity("家长学校")
    yield
    talk.state = Activity.State.PLANNED
    talk.save()
    yield


def secretary_talk():
    seat = Office.objects.create(member=make_member(), kind="secretary", from_on=date(2026, 9, 1))
    yield
    talk = make_activity("家长学校")
    part = ActivityPart.objects.create(activity=talk, role="speaker", staff=seat.member.staff)
    yield
    part.delete()
    yield


# by the part of the duty's key after its app
LIVES = {
    life.__name__: life
    for life in (
        whole_roll,
        contact,
        member_pairing,
        student_pairing,
        family_pairing,
        family_visit,
        family_need,
        head_hours,
        class_posting,
        class_session,
        probation,
        committee_term,
        registered,
        parent_talks,
        secretary_talk,
    )
}
