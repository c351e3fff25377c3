"""Keyset paging: a page is found by the row before or after it, so the last page costs what the first does."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django import forms
from django.core.exceptions import ValidationError

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

    def page_of(self, rows, *, size=PAGE):
        """The `Page` of a queryset that is asked for; the first one if the place cannot be read."""
        return self.page_from(partial(self._next, rows), size=size)

    def page_from(self, next_few, *, size=PAGE):
        """The same of the rows that `next_few(count, side=…, place=…)` returns, the nearest to the place first."""
        self.is_valid()
        older, newer = self.cleaned_data.get("older"), self.cleaned_data.get("newer")
        if newer:
            found = next_few(size + 1, side="gt", place=newer)
            return self._page(found[:size][::-1], has_newer=len(found) > size, has_older=True)
        found = next_few(size + 1, side="lt", place=older)
        return self._page(found[:size], has_newer=bool(older), has_older=len(found) > size)

    def _next(self, rows, count, *, side, place):
        rows = beyond(rows, self.by, side, place) if place else rows
        way = "-" if side == "lt" else ""
        return list(rows.order_by(f"{way}{self.by}", f"{way}pk")[:count])

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
