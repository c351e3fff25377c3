from django.core.exceptions import ValidationError
from django.db import transaction

from branch.activities.models import Activity
from branch.core.models import AuditEvent
from branch.core.public import touch
from branch.core.refusals import RowsRefused, refuse_in_public
from branch.service.outings.models import TripStop

COLUMNS = ("place", "starts", "ends", "note")


@transaction.atomic
def write_stops(activity, *, rows, version, by):
    """Store the stops of a trip in their order, in place of those it had.

    `rows` are (row of the form, columns of a `TripStop`); those without a place are left out.
    """
    activity = Activity.objects.lock(activity.pk, version)
    stops, refused = [], {}
    for row, facts in rows:
        if not facts["place"]:
            continue
        stop = TripStop(activity=activity, order=len(stops) + 1)
        for name in COLUMNS:
            setattr(stop, name, facts[name])
        try:
            refuse_in_public([("place", stop.place), ("note", stop.note)])
            stop.full_clean(exclude=["activity"], validate_unique=False, validate_constraints=False)
            stop.validate_constraints(exclude=["order"])
        except ValidationError as refusal:
            refused[row.pk] = refusal
        stops.append(stop)
    if refused:
        raise RowsRefused(refused)
    activity.stops.all().delete()
    TripStop.objects.bulk_create(stops)
    activity.save(update_fields=["version"])
    touch()
    says = f"写了 {len(stops)} 站"
    AuditEvent.record(actor=by, verb="stops.written", target=activity, says=says)
    return activity
