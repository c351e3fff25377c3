"""The demo school has pairings of the school year before, which look as if actions had made them."""

from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from branch.accounts.models import User
from branch.core.periods import Period
from branch.school.models import Student
from branch.school.models.calendar import Calendar
from branch.walkins.ledgers import PairingLedger
from branch.walkins.models import Contact, ContactPairing, Pairing, SupportNeed
from tests.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_school")]
FIRST, LAST = date(2025, 9, 1), date(2026, 8, 31)
YEAR = Period(FIRST, LAST, "上一学年")


def contacts():
    return Contact.objects.filter(happened_on__range=(FIRST, LAST))


def test_86_pairings_have_about_a_thousand_contacts():
    on_the_day = Pairing.objects.active_on(date(2025, 10, 15))
    after = Pairing.objects.filter(started_on__range=(FIRST, LAST), until_on=None)

    assert on_the_day.count() == 86
    assert on_the_day.values("member").distinct().count() == 32
    assert after.count() == 30
    assert 900 < contacts().count() < 1_100


def test_contacts_are_midweek_few_in_exam_weeks_and_none_in_holidays():
    days = list(contacts().values_list("happened_on", flat=True))
    calendar = Calendar(FIRST, LAST)
    midweek = sum(day.weekday() in (1, 2, 3) for day in days)

    assert all(calendar.is_open(day) for day in days)
    assert 0.9 < midweek / len(days) < 1
    assert 0 < sum(map(calendar.is_exam, days)) < 30


def test_the_grade_that_left_ended_its_pairings_with_the_exam():
    graduated = Pairing.objects.filter(end_reason=Pairing.EndReason.GRADUATED)
    students = Student.objects.filter(pairings__in=graduated)

    assert graduated.count() == 28
    assert {row.until_on for row in graduated} == {date(2026, 6, 16)}
    assert not Student.objects.on_roll_on(TODAY).filter(pk__in=students).exists()
    assert not students.filter(needs__until_on=None).exists()


def test_every_way_to_end_is_there():
    ended = Pairing.objects.filter(until_on__lte=LAST)

    assert set(ended.values_list("outcome", flat=True)) == set(Pairing.Outcome)
    open_needs = SupportNeed.objects.open().filter(student__pairings__in=ended)
    assert not open_needs.exists()


def test_each_contact_is_in_its_pairing_and_was_recorded_on_its_day():
    shares = ContactPairing.objects.filter(contact__in=contacts())
    shares = list(shares.select_related("contact", "pairing"))
    recorded = dict(contacts().values_list("pk", "recorded_at"))

    assert len(shares) == len(recorded)
    for share in shares:
        assert share.happened_on == share.contact.happened_on
        assert share.pairing.covers(share.happened_on)
        assert share.pairing.member_id == share.contact.member_id
    days = {pk: timezone.localdate(moment) for pk, moment in recorded.items()}
    assert days == dict(contacts().values_list("pk", "happened_on"))


def test_what_was_stored_in_bulk_is_valid():
    pairings = Pairing.objects.filter(started_on__range=(FIRST, LAST))
    needs = SupportNeed.objects.filter(student__pairings__in=pairings).distinct()
    for rows in (contacts(), pairings, needs):
        for row in rows.order_by("pk")[::7]:
            row.full_clean()
    for pairing in pairings.select_related("student", "member"):
        assert any(need.overlaps(pairing) for need in pairing.student.needs.all())


def test_the_ledger_of_the_year_is_complete():
    ledger = PairingLedger()
    reader = User.objects.get(username="committee")
    lines = [ledger.texts(row) for row in ledger.rows(reader, period=YEAR, filters=None)]

    assert len(lines) == 88
    # of each line all but the end of one that goes on
    assert all(all(line[:11]) for line in lines)
    assert Counter(line[0] for line in lines)["初三"] == 28
    assert Counter(line[10] for line in lines) == {"办结": 56, "进行中": 30, "暂停": 2}
