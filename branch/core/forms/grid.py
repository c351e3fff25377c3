"""A form for a list: the same few fields for each row, stored by one action."""

import json
from functools import cached_property

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.serializers.json import DjangoJSONEncoder

from branch.core.refusals import RowsRefused

from .actions import ActionForm, RefusedMixin, text_of, written_in
from .bound import TOO_OLD

MOST_ROWS = 100
ROW = "row-"
NOTHING = "还没有填写任何一行。"
ROWS_GONE = "名单刚有变动，有 {} 行已不在名单上，请核对后再保存。"
ROWS_ADDED = "名单刚有变动，新加了 {} 行，请核对后再保存。"
CHANGED = "这一行刚有人改过：{}。您填的还在，请核对后再保存。"


class RowForm(RefusedMixin, forms.Form):
    """The fields of one row; `row` is its record."""

    def __init__(self, *args, row, **kwargs):
        self.row = row
        super().__init__(*args, use_required_attribute=False, **kwargs)

    @cached_property
    def changed_data(self):
        return super().changed_data if self.is_bound else []

    @property
    def values(self):
        """{field: value} of an unbound form, as JSON stores them; without files."""
        fields = [field for field in self if not isinstance(field.field, forms.FileField)]
        values = {field.name: field.value() for field in fields}
        return json.loads(json.dumps(values, cls=DjangoJSONEncoder))

    def compare_with(self, shown):
        """Use these `values` as the initial ones, by which `changed_data` tells what was typed."""
        self.initial = self.initial | {
            name: _initial(self.fields[name], value)
            for name, value in shown.items()
            if name in self.fields
        }


def _initial(field, value):
    # a field of records compares their keys, and would query each record
    return value if isinstance(field, forms.ModelChoiceField) else field.to_python(value)


class RowsShownField(forms.Field):
    """{pk of a row: its `values`} when the page was made, signed, in one value for all rows.

    A form shown again holds the current ones.
    """

    widget = forms.HiddenInput
    salt = "core.GridForm"

    def prepare_value(self, value):
        return signing.dumps(value, salt=self.salt, compress=True)

    def bound_data(self, data, initial):
        return initial

    def clean(self, value):
        try:
            return signing.loads(value or "", salt=self.salt)
        except signing.BadSignature:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class GridForm(ActionForm):
    """Rows of fields under one token; errors are shown in their row, one action stores all or nothing.

    Its own fields, if any, apply to all rows. The action gets `rows`, see `filled_rows`. A row that
    somebody else has changed since the page was made is shown with the newer values, not overwritten.
    """

    rows_shown = RowsShownField(error_messages=TOO_OLD)

    row_form = RowForm
    # the heading of the column of names
    row_title = "姓名"
    # whether unchanged rows are left out of `rows`
    may_skip_rows = True
    # what a form says in which no row was changed
    nothing = NOTHING

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.context = {"rows": rows}
        self._current = {str(row.pk): self._line(row) for row in rows}
        drafted = self.initial.get("rows_shown", {})
        shown = {pk: drafted.get(pk, line.values) for pk, line in self._current.items()}
        self.initial = self.initial | {"rows_shown": shown}
        line_of = self._line_sent if self.is_bound else self._line_drafted
        self.lines = [line_of(pk) for pk in self._current]
        self._check_size()

    @classmethod
    def draft_values(cls, data):
        """The same, and what the page showed: by it the draft, taken up, tells what others changed since."""
        shown = {"rows_shown": data.getlist("rows_shown")} if "rows_shown" in data else {}
        return super().draft_values(data) | shown

    @classmethod
    def initial_of_draft(cls, draft):
        """The same, with what was typed in the rows as `row-7-fact` and the `values` the page had shown."""
        data = draft.data
        try:
            shown = cls.base_fields["rows_shown"].clean(data.get("rows_shown"))
        except ValidationError:
            shown = {}
        typed = {
            name: field.widget.value_from_datadict(data, {}, name)
            for pk in shown
            for name, field in _named(cls.row_form, pk)
            if not field.widget.needs_multipart_form
        }
        return super().initial_of_draft(draft) | typed | {"rows_shown": shown}

    def _line_drafted(self, pk):
        """The current line, with what the draft that fills the form has in it."""
        line = self._current[pk]
        names = {name: line.add_prefix(name) for name in line.fields}
        typed = {name: self.initial[full] for name, full in names.items() if full in self.initial}
        if typed:
            line = self._line(line.row)
            line.initial = line.initial | typed
        return line

    def _line(self, row, data=None, files=None):
        return self.row_form(
            data,
            files,
            row=row,
            prefix=f"{ROW}{row.pk}",
            empty_permitted=self.may_skip_rows,
            **self.row_kwargs(row),
        )

    def _line_sent(self, pk):
        """The line as it was sent; as it is now, where nothing was typed or the page did not show it."""
        current = self._current[pk]
        if pk not in self._shown:
            return current
        line = self._line(current.row, self.data, self.files)
        line.compare_with(self._shown[pk])
        return line if line.has_changed() or not self.may_skip_rows else current

    @cached_property
    def _shown(self):
        """What the page had shown that was sent; the current values, where it does not say."""
        try:
            return self.fields["rows_shown"].clean(self.data.get(self.add_prefix("rows_shown")))
        except ValidationError:
            return self.initial["rows_shown"]

    def row_kwargs(self, row):
        """Further keyword arguments of the form of a row: `initial`, choices."""
        return {}

    def _check_size(self):
        """Refuse to build a form with more values than Django accepts, before anybody fills it."""
        fields = [field for form in (self, *self.lines) for field in form.fields.values()]
        sent = 2 + sum(map(_most_values, fields))  # with the CSRF token and the button pressed
        most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        if len(self.lines) > MOST_ROWS or sent > most:
            raise ImproperlyConfigured(
                f"{type(self).__name__}: {len(self.lines)} rows of {MOST_ROWS} at most, "
                f"{sent} values of {most} at most; show fewer rows a page."
            )

    @property
    def filled_rows(self):
        """(row, cleaned data) for each row passed to the action, which locks it at `row.version`."""
        return [
            (line.row, line.cleaned_data)
            for line in self.lines
            if line.has_changed() or not self.may_skip_rows
        ]

    def action_kwargs(self):
        facts = super().action_kwargs() | {"rows": self.filled_rows}
        del facts["rows_shown"]
        return facts

    def is_valid(self):
        return super().is_valid() and not any(line.errors for line in self.lines)

    @property
    def error_count(self):
        return sum(len(form.errors) for form in (self, *self.lines))

    def clean(self):
        for line in self.lines:
            if line.is_bound:
                self._refuse_to_overwrite(line)
        self._refuse_another_list()
        if self.may_skip_rows and not any(line.has_changed() for line in self.lines):
            raise ValidationError(self.nothing)
        return super().clean()

    def _refuse_to_overwrite(self, line):
        """Add an error to a line with the values that somebody else has stored since."""
        pk = str(line.row.pk)
        current, shown = self._current[pk], self._shown[pk]
        newer = [
            f"{current[name].label}现为{_quoted(current[name])}"
            for name, value in current.values.items()
            if value != shown.get(name, value)
            and line.fields[name].has_changed(current[name].initial, line[name].data)
        ]
        if newer:
            line.full_clean()
            line.add_error(None, CHANGED.format("，".join(newer)))

    def _refuse_another_list(self):
        gone, added = self._shown.keys() - self._current, self._current.keys() - self._shown
        if gone:
            raise ValidationError(ROWS_GONE.format(len(gone)))
        if added and not self.may_skip_rows:
            raise ValidationError(ROWS_ADDED.format(len(added)))

    def refuse(self, refusal):
        """Add the errors of a `ValidationError`, those of a row to its line."""
        if not isinstance(refusal, RowsRefused):
            return super().refuse(refusal)
        for line in self.lines:
            if line.row.pk in refusal.rows:
                line.refuse(refusal.rows[line.row.pk])
        return None

    def written(self):
        rows = super().written()
        for line in self.lines:
            changed = [field for field in line.visible_fields() if field.name in line.changed_data]
            rows += [(f"{line.row} {label}", text) for label, text in written_in(changed)]
        return rows

    @classmethod
    def known_fields(cls):
        return super().known_fields() | cls.row_form.base_fields

    def compared_with(self, record):
        rows = super().compared_with(record)
        theirs = type(self)(current=record, **self.context)
        for before, line in zip(theirs.lines, self.lines, strict=True):
            rows += [
                (f"{line.row} {field.label}", text_of(before[field.name]), text_of(field))
                for field in line.visible_fields()
                if field.name in line.changed_data
            ]
        return rows


def _named(row_form, pk):
    """(name in the page, field) of the fields of a row."""
    return [(f"{ROW}{pk}-{name}", field) for name, field in row_form.base_fields.items()]


def _quoted(field):
    text = text_of(field)
    return f"“{text}”" if text else "空"


def _most_values(field):
    """Return the largest number of values a browser sends for a field."""
    widget = field.widget
    if getattr(widget, "allow_multiple_selected", False):
        return max(1, len(list(getattr(field, "choices", ()))))
    return len(getattr(widget, "widgets", [widget]))
