"""Places in a list sorted by a day or a moment, then by id."""

from django.db.models import Q


def beyond(rows, by, side, place):
    """The rows on one side ("lt" or "gt") of a place; the first condition lets the index be used."""
    when, pk = place
    from_here = Q(**{f"{by}__{side}e": when})
    return rows.filter(from_here, Q(**{f"{by}__{side}": when}) | Q(**{f"pk__{side}": pk}))
