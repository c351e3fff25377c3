"""Forms that store: a token for each page sent out, the version it saw, the refusals of an action."""

import json
from uuid import uuid4

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Manager

# what a form carries besides what was typed
BOOKKEEPING = ("csrfmiddlewaretoken", "form_token", "version")
TOO_OLD = dict.fromkeys(("required", "invalid"), "这一页打开得太久了，请重新打开后再保存。")


def words_sent(data, files, *, sealed=()):
    """All that was sent, as one text: names and values, names and sizes of files; no sealed field."""
    names = [name for name in sorted({*data, *files}) if name not in BOOKKEEPING]
    sent = [
        (name, data.getlist(name), [(file.name, file.size) for file in files.getlist(name)])
        for name in names
        if _field_name(name) not in sealed
    ]
    return json.dumps(sent)


def _field_name(name):
    """The field a name in a page stands for: `row-7-fact` is `fact`."""
    return name.rpartition("-")[2]


class RefusedMixin:
    """A form that shows what an action refused."""

    def refuse(self, refusal):
        """Add the errors of a refusal, at its field where the form has it."""
        for name, errors in self._refusals(refusal):
            self.add_error(name if name in self.fields else None, errors)

    def _refusals(self, refusal):
        if hasattr(refusal, "error_dict"):
            return [
                (None if name == NON_FIELD_ERRORS else name, errors)
                for name, errors in refusal.error_dict.items()
            ]
        return [(None, refusal.error_list)]


class ActionForm(RefusedMixin, forms.Form):
    """A form that stores one record however often it is sent, and knows which version it saw."""

    form_token = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages=TOO_OLD,
    )

    # keyword arguments besides `current` that a subclass needs to be built again for a comparison
    context = {}
    # names of the fields whose text is sealed: no digest is taken of them
    sealed = ()

    def __init__(self, *args, current=None, **kwargs):
        """`current` is the record being changed: it fills the form, and its version goes out with it.

        A form that was sent is full already, so the record is not read for it.
        """
        self.current = current
        super().__init__(*args, **kwargs)
        if current is not None and not self.is_bound:
            self.initial = self.initial_of(current) | self.initial
        if hasattr(current, "version"):
            self.fields["version"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=current.version, error_messages=TOO_OLD
            )
        for field in self.fields.values():
            ask_by_name(field)

    def action_kwargs(self):
        """What the action is called with: everything typed, without the form's own bookkeeping."""
        return {name: value for name, value in self.cleaned_data.items() if name != "form_token"}

    @property
    def is_already_saved(self):
        return self.has_error(NON_FIELD_ERRORS, "already_saved")

    @classmethod
    def words_in(cls, data, files):
        """What a replay has to equal, see `words_sent`."""
        return words_sent(data, files, sealed=cls.sealed)

    @classmethod
    def known_fields(cls):
        return cls.base_fields

    @classmethod
    def texts_in(cls, data):
        """(label, text) of what was typed in words; what was chosen may be gone."""
        known = {name: field for name, field in cls.known_fields().items() if _is_typed(field)}
        typed = [(known.get(_field_name(name)), data[name]) for name in data]
        return [(field.label, text) for field, text in typed if field and text]

    def initial_of(self, record):
        """How this form would be filled from a record; forms with other fields than columns override it."""
        names = [name for name in self.base_fields if hasattr(record, name)]
        return {name: _standing(getattr(record, name)) for name in names}

    def _post_clean(self):
        """A model form only lends its fields: the action builds the record and validates it."""

    def compared_with(self, record):
        """(label, what stands now, what was typed) for each field in which the two differ."""
        theirs = type(self)(current=record, **self.context)
        rows = [
            (field.label, text_of(theirs[field.name]), text_of(field))
            for field in self.visible_fields()
        ]
        return [row for row in rows if row[1] != row[2]]

    def rebased_on(self, record):
        """The same typing, ready to be saved over the version that stands now."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = record.version
        return self


def _is_typed(field):
    is_chosen = hasattr(field, "choices") or isinstance(field, forms.BooleanField)
    return not is_chosen and not field.widget.is_hidden


def ask_by_name(field):
    """A field left empty says its own name, unless it already has a sentence of its own."""
    if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
        verb = "选择" if hasattr(field, "choices") else "填写"
        field.error_messages["required"] = f"请{verb}{field.label}。"


def _standing(value):
    return list(value.all()) if isinstance(value, Manager) else value


def text_of(bound):
    """The words a reader would see for the value of a bound field."""
    value = bound.value()
    choices = dict(getattr(bound.field, "choices", ()))
    if not choices:
        shown = bound.field.widget.format_value(value)
        return "" if shown is None else str(shown)
    chosen = value if isinstance(value, list | tuple | set) else [value]
    names = {str(key): str(name) for key, name in choices.items()}
    return "、".join(names.get(str(getattr(one, "pk", one)), "") for one in chosen)
