"""Fields and widgets for choices: chips for a few, a search field for many, rows under headings."""

from contextlib import suppress
from functools import cached_property
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError

from branch.core.keys import key_of
from branch.core.sentences import GONE

# rows that a select holds; where there are more, it holds those chosen and those a typed name finds
MOST = 100


class ChipSelect(forms.RadioSelect):
    """One of a few choices, each a button large enough for a thumb."""


class ChipSelectMultiple(forms.CheckboxSelectMultiple):
    """Several of a few choices, each a button large enough for a thumb."""


class FoundByKeys:
    """A select that a script turns into a search field; without the script, a plain select."""

    # returns what an option is found by besides its text, from its value: `name_keys`, what follows its first space
    keys_of = None
    # the `Offer` that its options are made from when it is shown, and the label of its empty option
    offer = empty = None

    def __init__(self, attrs=None, choices=()):
        super().__init__({"data-combo": "", **(attrs or {})}, choices)

    def typed_in(self, data, name):
        """The text typed that is none of the choices; only the script sends one, beside the choice."""
        return data.get(f"{name}_typed", "").strip()

    def sought_in(self, data, name):
        """The name that was written without the script, by which options are found."""
        return data.get(f"{name}_sought", "").strip()

    def get_context(self, name, value, attrs):
        attrs = dict(attrs or {})
        typed = attrs.pop("typed", "")
        if self.offer:
            self.choices = self.offer.choices(value, typed, empty=self.empty)
            self.keys_of = self.offer.keys_of
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"typed": typed, "offer": self.offer}
        return context

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value and self.keys_of:
            option["attrs"]["data-keys"] = self.keys_of(value).partition(" ")[2].strip()
        return option


class ComboSelect(FoundByKeys, forms.Select):
    """One of many choices."""

    template_name = "core/widgets/combo.html"


class ComboSelectMultiple(FoundByKeys, forms.SelectMultiple):
    """Several of many choices, each removed by a tap."""

    template_name = "core/widgets/combo_multiple.html"


def chips_field(label, choices=(), **kwargs):
    """Return a field to choose one of a few as chips; `coerce` converts the text."""
    return forms.TypedChoiceField(label=label, choices=choices, widget=ChipSelect, **kwargs)


class Offer:
    """The rows that fields may choose from, and those of them that are options in the page.

    `source` is the query string of the `OptionSource` that finds rows for the script; `find` returns those
    that a name finds which was sent without it. `keys` returns the `name_keys` of a row. `first` is
    {key: row} of rows that were read already.
    """

    def __init__(self, rows, *, says, keys, find, source, group_of=lambda row: "", first=None):
        self.rows, self.says, self.keys, self.find = rows, says, keys, find
        self.source, self.group_of, self._shown = source, group_of, {}
        if first is not None:
            self.first = first

    @cached_property
    def first(self):
        """{key: row} of all rows, or of more than `MOST` the first."""
        return {row.pk: row for row in self.rows[: MOST + 1]}

    @property
    def is_searched(self):
        return len(self.first) > MOST

    def without(self, keys):
        """The same rows but these."""
        return Offer(
            self.rows.exclude(pk__in=keys),
            says=self.says,
            keys=self.keys,
            find=lambda typed: self.find(typed).exclude(pk__in=keys),
            source=self.source,
            group_of=self.group_of,
            first=None if self.is_searched else self._first_but(keys),
        )

    def _first_but(self, keys):
        return {key: row for key, row in self.first.items() if key not in keys}

    def row(self, key):
        """The row with the key; `ValueError` where it is none of them."""
        key = key_of(str(key))
        found = self.first.get(key)
        if found is None and self.is_searched:
            found = self.rows.filter(pk=key).first()
        if found is None:
            raise ValueError(key)
        return found

    def shown(self, chosen, typed):
        """The rows that are options in the page; `chosen` are the keys that its field has."""
        if not self.is_searched:
            return list(self.first.values())
        asked = tuple(_keys_in(chosen)), typed
        if asked not in self._shown:
            rows = self.rows.filter(pk__in=asked[0]) if asked[0] else ()
            found = self.find(typed)[:MOST] if typed else ()
            self._shown[asked] = list(dict.fromkeys([*rows, *found]))
        return self._shown[asked]

    def is_settled(self, sought, chosen):
        """Whether a row that the name finds was chosen."""
        return any(row.pk in set(_keys_in(chosen)) for row in self.find(sought)[:MOST])

    def choices(self, chosen, typed, *, empty):
        """The choices of a select, under their headings."""
        rows = self.shown(chosen, typed)
        listed = [("", empty)] if empty else []
        for group, members in groupby(rows, key=self.group_of):
            options = [(row.pk, self.says(row)) for row in members]
            listed += [(group, options)] if group else options
        self._keys = {row.pk: self.keys(row) for row in rows}
        return listed

    def keys_of(self, key):
        return self._keys.get(key, "")


def _keys_in(chosen):
    for key in chosen if isinstance(chosen, list | tuple) else [chosen]:
        with suppress(ValueError):
            yield key_of(str(key))


class SearchedField(forms.Field):
    """One row of an `Offer`, which `choose_from` sets."""

    widget = ComboSelect
    offer = None

    def __init__(self, *, missing="", gone=GONE, empty_label="请选择", **kwargs):
        messages = {"required": missing, "invalid_choice": gone}
        super().__init__(error_messages=messages, **kwargs)
        self.widget.empty = empty_label

    def choose_from(self, offer):
        self.offer = self.widget.offer = offer

    @property
    def choices(self):
        """(key, text) of the first rows; [] before there is an offer."""
        first = self.offer.first.values() if self.offer else ()
        return [(row.pk, self.offer.says(row)) for row in first]

    def prepare_value(self, value):
        return getattr(value, "pk", value)

    def to_python(self, value):
        return None if value in self.empty_values else self._row(value)

    def _row(self, key):
        try:
            return self.offer.row(key)
        except ValueError as error:
            raise ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice"
            ) from error


class SearchedRowsField(SearchedField):
    """Several rows of an `Offer`; cleans to a list."""

    widget = ComboSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(empty_label="", **kwargs)

    def prepare_value(self, value):
        return [super(SearchedRowsField, self).prepare_value(one) for one in value or ()]

    def to_python(self, value):
        return [self._row(key) for key in value or ()]
