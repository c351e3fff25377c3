"""Keyset paging: a page is found by the row before or after it, so the last page costs what the first does."""

from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from branch.core.forms import within_years
from branch.core.keys import key_of

from .places import beyond

PAGE = 20


class PlaceField(forms.CharField):
    """A place in a list sorted by a day or a moment, then by id, written 2023-12-22~153."""

    def __init__(self, *, kind, **kwargs):
        self.kind = kind
        super().__init__(required=False, **kwargs)

    def to_python(self, value):
        if not value:
            return None
        when, _, pk = str(value).partition("~")
        try:
            place = self.kind.fromisoformat(when), key_of(pk)
        except ValueError as error:
            raise ValidationError("没有这一页。") from error
        if self.kind is datetime and place[0].tzinfo is None:
            raise ValidationError("没有这一页。")
        within_years(place[0])
        return place


class PlaceForm(forms.Form):
    """The query string of a list sorted by `by`: the page older, or newer, than a place."""

    def __init__(self, data, *, by="published_on"):
        super().__init__(data)
        self.by = by
        kind = date if by.endswith("_on") else datetime
        self.fields |= {"older": PlaceField(kind=kind), "newer": PlaceField(kind=kind)}

    def page_of(self, rows, *, of=None, size=PAGE):
        """The `Page` of `rows` that is asked for; the first one if the place cannot be read.

        `of` splits the rows into querysets that an index serves: only the next few of each are
        sorted, so their length does not matter.
        """
        self.is_valid()
        older, newer = self.cleaned_data.get("older"), self.cleaned_data.get("newer")
        if newer:
            found = self._next(rows, of, "gt", newer, [self.by, "pk"], size + 1)
            return self._page(found[:size][::-1], has_newer=len(found) > size, has_older=True)
        found = self._next(rows, of, "lt", older, [f"-{self.by}", "-pk"], size + 1)
        return self._page(found[:size], has_newer=bool(older), has_older=len(found) > size)

    def _next(self, rows, of, side, place, order, count):
        parts = [rows] if of is None else of
        if place:
            parts = [beyond(part, self.by, side, place) for part in parts]
        if of is not None:
            next_few = Q(pk__in=[])
            for part in parts:
                next_few |= Q(pk__in=part.order_by(*order).values("pk")[:count])
            parts = [rows.filter(next_few)]
        return list(parts[0].order_by(*order)[:count])

    def _page(self, rows, *, has_newer, has_older):
        newer = self._place(rows[0]) if rows and has_newer else ""
        older = self._place(rows[-1]) if rows and has_older else ""
        return Page(rows, newer, older)

    def _place(self, row):
        return f"{getattr(row, self.by).isoformat()}~{row.pk}"


@dataclass(frozen=True)
class Page:
    rows: list
    newer: str
    older: str

    def newer_url(self, query):
        return _address(query, newer=self.newer) if self.newer else ""

    def older_url(self, query):
        return _address(query, older=self.older) if self.older else ""


def _address(query, **place):
    """The query string of the list with the same filter, from another place in it."""
    query = query.copy()
    for name in ("older", "newer"):
        query.pop(name, None)
    query.update(place)
    return f"?{query.urlencode()}"
