import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from branch.activities.models import (
    NUMBER_LENGTH,
    Registration,
    ServiceStatement,
    StatementTry,
)
from branch.core.models import AuditEvent
from branch.core.networks import pseudonym_of
from branch.core.periods import year as calendar_year

from .places import staff_of

# of one address in an hour
MOST_TRIES = 10
TOO_OFTEN = "查得太多了，请一小时以后再查。"


@transaction.atomic
def issue_statement(*, year, official_number="", on, by):
    """Store one's statement of a calendar year, as it is now, under a number nobody can guess."""
    staff = staff_of(by, on=on)
    period = calendar_year(on.replace(year=year, month=1, day=1))
    rows = Registration.objects.confirmed().filter(staff=staff).held_within(period)
    statement = ServiceStatement(
        number=_new_number(),
        staff=staff,
        year=year,
        issued_on=on,
        lines=[_line(row) for row in rows.latest_first().reverse()],
        official_number=official_number,
    )
    statement.full_clean(exclude=["staff"])
    statement.save()
    AuditEvent.record(actor=by, verb="statement.issued", target=statement, says="出具情况说明")
    return statement


def _new_number():
    return "".join(secrets.choice("0123456789") for _ in range(NUMBER_LENGTH))


def _line(row):
    activity = row.opening.activity
    return {
        "on": f"{activity.local_start:%Y-%m-%d}",
        "title": f"{activity.series}：{activity.title}",
        "role": row.slot.title,
        "hours": f"{row.hours.normalize():f}",
    }


@transaction.atomic
def statement_exists(*, number, on, address, at):
    """Whether a statement with this number was issued on this day, for a reader at an address.

    An address that asks too often is refused, whatever it asks.
    """
    hour = timezone.localtime(at).replace(minute=0, second=0, microsecond=0)
    hashed = pseudonym_of(address, purpose="activities.statement", day=hour.date())
    tries, _ = StatementTry.objects.get_or_create(address_hash=hashed, hour=hour)
    counted = StatementTry.objects.filter(pk=tries.pk, count__lt=MOST_TRIES)
    if not counted.update(count=F("count") + 1):
        raise ValidationError(TOO_OFTEN)
    return ServiceStatement.objects.issued(number, on).exists()
