"""Moving sealed texts to the newest key, in batches, so that it may be stopped and run again."""

from dataclasses import dataclass, field

from django.db import transaction

from .sealing import SealError

BATCH = 200


@dataclass
class Tally:
    """What has become of the rows of one model so far."""

    model: type
    moved: int = 0
    # {primary key: why it could not be opened}
    refused: dict = field(default_factory=dict)

    @property
    def left_count(self):
        """How many rows are not under the newest key, those rewritten under an older one meanwhile included."""
        return self.model.objects.under_older_keys().count()


def reseal(model):
    """Move the rows of a model to the newest key, a batch in a transaction; yield the `Tally` after each.

    A row that cannot be opened stays as it is and is named; the others are moved.
    """
    tally, last = Tally(model), None
    while batch := _next(model, last):
        with transaction.atomic():
            for row in batch:
                _move(row, tally)
        last = batch[-1].pk
        yield tally


def _next(model, last):
    rows = model.objects.under_older_keys().order_by("pk")
    return list((rows.filter(pk__gt=last) if last else rows)[:BATCH])


def _move(row, tally):
    try:
        tally.moved += row.move_to_newest_key()
    except SealError as error:
        tally.refused[row.pk] = str(error)
