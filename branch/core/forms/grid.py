"""A form for a list: the same few fields for each row, stored by one action."""

from django import forms
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError

from branch.core.refusals import RowsRefused

from .actions import ActionForm, RefusedMixin, ask_by_name, text_of

MOST_ROWS = 100
ROW = "row-"
NOTHING = "还没有填写任何一行。"
ROWS_GONE = "名单刚有变动，有 {} 行已不在名单上，请核对后再保存。"


class RowForm(RefusedMixin, forms.Form):
    """The fields of one row; `row` is its record."""

    def __init__(self, *args, row, **kwargs):
        self.row = row
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for field in self.fields.values():
            ask_by_name(field)


class GridForm(ActionForm):
    """Rows of fields under one token; errors are shown in their row, one action stores all or nothing.

    Its own fields, if any, apply to all rows. The action gets `rows`, see `filled_rows`.
    """

    row_form = RowForm
    # the heading of the column of names
    row_title = "姓名"
    # whether unchanged rows are left out of `rows`
    may_skip_rows = True

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.context = {"rows": rows}
        self.lines = [self._line(row) for row in rows]
        self._check_size()

    def _line(self, row):
        return self.row_form(
            self.data if self.is_bound else None,
            self.files if self.is_bound else None,
            row=row,
            prefix=f"{ROW}{row.pk}",
            empty_permitted=self.may_skip_rows,
            **self.row_kwargs(row),
        )

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
        """(row, cleaned data) for each row passed to the action."""
        return [
            (line.row, line.cleaned_data)
            for line in self.lines
            if line.has_changed() or not self.may_skip_rows
        ]

    def action_kwargs(self):
        return super().action_kwargs() | {"rows": self.filled_rows}

    def is_valid(self):
        return super().is_valid() and not any(line.errors for line in self.lines)

    @property
    def error_count(self):
        return sum(len(form.errors) for form in (self, *self.lines))

    def clean(self):
        gone = self._rows_sent() - {str(line.row.pk) for line in self.lines}
        if gone:
            raise ValidationError(ROWS_GONE.format(len(gone)))
        if self.may_skip_rows and not any(line.has_changed() for line in self.lines):
            raise ValidationError(NOTHING)
        return super().clean()

    def _rows_sent(self):
        names = (name for name in self.data if name.startswith(ROW))
        return {name.removeprefix(ROW).rpartition("-")[0] for name in names}

    def refuse(self, refusal):
        """Add the errors of a `ValidationError`, those of a row to its line."""
        if not isinstance(refusal, RowsRefused):
            return super().refuse(refusal)
        for line in self.lines:
            if line.row.pk in refusal.rows:
                line.refuse(refusal.rows[line.row.pk])
        return None

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


def _most_values(field):
    """Return the largest number of values a browser sends for a field."""
    widget = field.widget
    if getattr(widget, "allow_multiple_selected", False):
        return max(1, len(list(getattr(field, "choices", ()))))
    return len(getattr(widget, "widgets", [widget]))
