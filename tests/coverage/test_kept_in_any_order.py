"""What is kept is true after any writes in any order, and whichever of two connections commits first."""

from itertools import pairwise

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from branch.core.models import Change, KeptAnswer
from branch.coverage.models import Excuse
from branch.members.models import MemberStatus
from branch.school.models import Enrolment, HeadTeacherPost, SchoolClass, Staff
from branch.walkins.models import Contact, ContactPairing, Pairing, SupportNeed
from tests.conftest import TODAY
from tests.coverage.looks import counted_anew, told
from tests.coverage.test_any_school import DAYS, SOME, a_member, a_pupil, school
from tests.factories import make_contact, make_need, make_pairing, make_posting, make_visit
from tests.threads import at_once, meanwhile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]
NOW = {"on": TODAY, "today": TODAY}


def any_of(model, dice):
    return dice.choice(list(model.objects.all()))


def excuse(dice):
    subject = any_of(Pairing, dice)
    Excuse.objects.create(
        subject_type="walkins.pairing",
        subject_id=subject.pk,
        reason="请假",
        from_on=dice.choice(DAYS),
        until_on=TODAY,
        set_by=subject.started_by,
    )


WRITES = [
    excuse,
    a_member,
    lambda dice: a_pupil(dice, list(SchoolClass.objects.all())),
    lambda dice: make_need(),
    lambda dice: make_pairing(student=any_of(Enrolment, dice).student),
    lambda dice: make_contact(any_of(Pairing, dice), recorded_by=any_of(Pairing, dice).started_by),
    lambda dice: make_posting(school_class=any_of(SchoolClass, dice)),
    lambda dice: make_visit(any_of(Enrolment, dice).student),
    lambda dice: ContactPairing.objects.update(happened_on=dice.choice(DAYS)),
    lambda dice: Contact.objects.filter(pk=Contact.objects.values("pk")[:1]).delete(),
    lambda dice: SupportNeed.objects.filter(pk=any_of(SupportNeed, dice).pk).delete(),
    lambda dice: MemberStatus.objects.filter(pk=any_of(MemberStatus, dice).pk).delete(),
    lambda dice: Staff.objects.filter(pk=any_of(Staff, dice).pk).update(until_on=dice.choice(DAYS)),
    lambda dice: HeadTeacherPost.objects.update(until_on=dice.choice([None, TODAY])),
    lambda dice: Excuse.objects.update(until_on=TODAY),
    lambda dice: Excuse.objects.all().delete(),
]


@SOME
@given(st.randoms(use_true_random=True))
def test_what_is_told_is_what_would_be_counted(dice):
    with school(dice) as readers:
        for write in dice.choices(WRITES, k=8):
            write(dice)
            for on in dice.sample(DAYS, dice.randint(0, 2)):
                asked = {"user": readers["secretary"], "on": on, "today": TODAY}
                assert told(**asked) == counted_anew(**asked)


def test_a_writer_who_commits_after_a_look_is_told_by_the_next(on_disk, secretary):
    """On PostgreSQL the look keeps what it counted; on SQLite it waits for the writer."""
    before = told(secretary, **NOW)

    with meanwhile(lambda: told(secretary, **NOW)) as start:
        make_pairing()
        start()

    assert told(secretary, **NOW) == counted_anew(secretary, **NOW) != before


def test_a_writer_who_began_first_and_commits_last_is_told(on_disk, secretary):
    seen = []

    def write_and_look():
        make_pairing()
        seen.append(told(secretary, **NOW))

    with meanwhile(write_and_look) as start:
        make_pairing()
        start()
    seen += [told(secretary, **NOW), told(secretary, **NOW)]

    assert seen[1] == seen[2] == counted_anew(secretary, **NOW)
    assert (seen[0] == seen[1]) is (connection.vendor == "sqlite")
    assert not Change.objects.exists()


def test_writers_and_looks_at_once_leave_nothing_stale(on_disk, secretary):
    looks = [lambda: told(secretary, **NOW)] * 3

    raised = [at_once(*looks, make_pairing, make_need) for _ in range(3)]

    assert raised == [[], [], []]
    assert told(secretary, **NOW) == counted_anew(secretary, **NOW)
    assert KeptAnswer.objects.count() == 2


def test_two_answers_of_different_states_are_never_kept_together(secretary):
    """The first of two days is asked, a record changes, then the second: the first is counted anew."""
    days = [{"on": on, "today": TODAY} for on in DAYS]

    for _, on in pairwise([*days, *days]):
        make_pairing()
        told(secretary, **on)
        assert KeptAnswer.objects.count() == 2
