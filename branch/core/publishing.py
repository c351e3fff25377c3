"""What the public is shown of each finished month: whole school, and nothing that subtraction could find.

Source: nothing under `LEAST_SHOWN` is told, and no two numbers that were ever shown differ by less. A month with less
is carried into the next one, and with it whatever was recorded or corrected after the month was published.
"""

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from .contributions import LEAST_SHOWN, Total
from .models import AuditEvent, PublishedFigure, SiteProfile
from .periods import month, months_later, school_year
from .public import touch

CACHE_SECONDS = 10 * 60
WHY = f"相差不满 {LEAST_SHOWN}，公布出来会看出是谁。差额会自动并入下一个月，不用更正。"
TOO_NEAR = "和公布过的 {near} " + WHY
TOO_NEAR_IN_ALL = "这样改，全年的数和公布过的 {near} " + WHY


def finished_months(on):
    """The first days of the finished months of the school year of the last one, in order."""
    last = months_later(on.replace(day=1), -1)
    first = school_year(last).start
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [months_later(first, n) for n in range(count)]


@transaction.atomic
def publish_finished(*, at):
    """Publish the finished months that are not published yet; returns how many rows were stored."""
    _lock()
    months = finished_months(timezone.localdate(at))
    rows = [row for total in Total.every() for row in _due(total, months)]
    stored = PublishedFigure.objects.bulk_create(rows, ignore_conflicts=True)
    if stored:
        touch()
    return len(stored)


def _lock():
    """Lock the site profile until the end of the transaction: two who publish or correct do so one after the other.

    Two at once would each compare with what the other has not shown yet.
    """
    SiteProfile.objects.select_for_update().get()


def _due(total, months):
    """Yield a row for each of these months of which none is stored."""
    shown = of_months(total.key, months)
    ever = _ever_told(total, months)
    for first in months:
        if first in shown:
            continue
        end = month(first).end
        before = {earlier: value for earlier, value in shown.items() if earlier < first}
        if total.is_level:
            last = before[max(before)] if before else _last(total.key, before=first)
            value = _level(total.count(since=end, until=end), last, ever)
            ever.add(value)
        else:
            already = sum(before.values())
            count = total.count(since=months[0], until=end)
            value = _most(count, ever, above=already) - already
            ever.add(already + value)
        shown[first] = value
        yield PublishedFigure(key=total.key, month=first, value=value)


def _most(count, ever, *, above):
    """The largest number up to a count that may be told; `above` where none is larger by `LEAST_SHOWN`.

    The rest is carried into the next month, and so is a count that fell since.
    """
    numbers = range(count, above + LEAST_SHOWN - 1, -1)
    return next((number for number in numbers if not _near(number, ever)), above)


def _level(count, last, ever):
    """A level, or the last one told where the two are too near each other."""
    return _most(count, ever, above=0) if abs(count - last) >= LEAST_SHOWN else last


def _near(number, numbers):
    """The first of these numbers from which subtraction would find the difference; None where there is none."""
    return next((one for one in numbers if 0 < abs(number - one) < LEAST_SHOWN), None)


def _ever_told(total, months):
    """Every number that was told of a `Total`, before and after corrections; of no level in the months of one year."""
    rows = PublishedFigure.objects.filter(key=total.key).order_by("pk")
    if not total.is_level:
        rows = rows.filter(month__in=months)
    values, found = {}, set()
    for row in rows:
        values[row.month] = row.value
        found.add(told(total, values))
    return found


def _last(key, *, before):
    """The level that was told last before a month; 0 where none was."""
    rows = PublishedFigure.objects.current().filter(key=key, month__lt=before)
    return rows.order_by("-month").values_list("value", flat=True).first() or 0


def of_months(key, months):
    """{month: value} of these months, as corrected."""
    rows = PublishedFigure.objects.current().filter(key=key, month__in=months)
    return dict(rows.order_by("month").values_list("month", "value"))


def shown(stamp, *, on):
    """{key of a `Total`: {month: value}} of the finished months of the school year.

    In one query, or in none until something public changes, by the stamp.
    """
    key = f"core.published:{stamp}:{on:%Y-%m}"
    return cache.get_or_set(key, lambda: _shown(finished_months(on)), CACHE_SECONDS)


def _shown(months):
    rows = PublishedFigure.objects.current().filter(month__in=months).order_by("month")
    found = {total.key: {} for total in Total.every()}
    for row in rows:
        found.setdefault(row.key, {})[row.month] = row.value
    return found


def told(total, months):
    """The number of a `Total` from its {month: value}: the last level, or the sum; 0 where none was shown."""
    if not months:
        return 0
    return months[max(months)] if total.is_level else sum(months.values())


@transaction.atomic
def correct_figure(row, *, value, by):
    """Publish another value of a month; refuse one from which, with any that was shown, the rest could be found."""
    _lock()
    if PublishedFigure.objects.filter(corrects=row).exists():
        raise ValidationError("这个数刚有人更正过，请按现在的数更正。")
    _refuse_near(row, value)
    correction = PublishedFigure(key=row.key, month=row.month, value=value, corrects=row, by=by)
    correction.full_clean()
    correction.save()
    AuditEvent.record(actor=by, verb="figure.corrected", target=correction)
    touch()
    return correction


def _refuse_near(row, value):
    """Compare with what was ever shown of the month, and the number on the page with all that were told."""
    total = Total.of(row.key)
    months = finished_months(months_later(school_year(row.month).end, 1))
    same_month = PublishedFigure.objects.filter(key=row.key, month=row.month)
    near = _near(value, set(same_month.values_list("value", flat=True)))
    if value == row.value or near is not None:
        raise ValidationError({"value": TOO_NEAR.format(near=near or value)})
    values = of_months(row.key, months) | {row.month: value}
    near = _near(told(total, values), _ever_told(total, months))
    if near is not None:
        raise ValidationError({"value": TOO_NEAR_IN_ALL.format(near=near)})
