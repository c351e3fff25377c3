"""Forms that store a record: with a token against replays, a version, and the errors of an action."""

import json
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Manager

from branch.core.keys import KeyField
from branch.core.stored import storable
from branch.core.wording import has_secret_mark

from .bound import TOO_OLD
from .uploads import UploadField

# fields of the form itself, which nobody types
BOOKKEEPING = (
    "csrfmiddlewaretoken",
    "form_token",
    "version",
    "rows_shown",
    "keep_draft",
    "draft_stamp",
    "seen",
    "photos_awaited",
)
FIRST_WORDS = 20
NOT_FOUND = "没有找到“{}”，请换个写法再找，或删去。"
NOT_CHOSEN = "没有找到“{}”，请从列出的里选一项，或删去。"
TO_CHOOSE = "请从列出的“{}”里选一项。"


def words_sent(data, files, *, sealed=()):
    """Return all that was sent but `sealed` fields as one text: values, names and sizes of files."""
    names = [name for name in sorted({*data, *files}) if name not in BOOKKEEPING]
    sent = [
        (name, data.getlist(name), [(file.name, file.size) for file in files.getlist(name)])
        for name in names
        if _field_name(name) not in sealed
    ]
    return json.dumps(sent)


def token_in(data):
    """The token of the form in what was sent; None if it has none."""
    try:
        return UUID(data.get("form_token", ""))
    except ValueError:
        return None


def _field_name(name):
    """Return the name of the field that has this name in the page: `fact` for `row-7-fact`."""
    return name.rpartition("-")[2]


class VersionForm(forms.Form):
    """The version that a one-tap button sends."""

    version = KeyField(widget=forms.HiddenInput)


class RefusedMixin:
    """A form that shows the errors an action raised."""

    def refuse(self, refusal):
        """Add the errors of a `ValidationError`, each at its field where the form has that field."""
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
    """A form that stores one record however often it is sent, and sends the version it was filled from."""

    form_token = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages=TOO_OLD,
    )

    # further keyword arguments a subclass needs when it is built again for a comparison
    context = {}
    # names of secret fields, of which neither a digest nor a draft is stored
    sealed = ()
    # what a draft of this form is called; empty: it keeps none, and `no_draft` says why
    draft_name = ""
    no_draft = ""

    def __init__(self, *args, current=None, **kwargs):
        """`current` is the record being changed: it fills an unbound form and gives its version."""
        self.current = current
        super().__init__(*args, **kwargs)
        if current is not None and not self.is_bound:
            self.initial = self.initial_of(current) | self.initial
        if hasattr(current, "version"):
            self.fields["version"] = KeyField(
                widget=forms.HiddenInput, initial=current.version, error_messages=TOO_OLD
            )

    @classmethod
    def draft_values(cls, data):
        """Return {name: [values sent]} for all that was typed or chosen but secret fields."""
        held = {f"{name}-{what}" for name in cls.uploads_in() for what in ("held", "drop")}
        left_out = {*BOOKKEEPING, *cls.sealed, *held} - {"version"}
        return {
            storable(name): [storable(value) for value in values]
            for name, values in data.lists()
            if name not in left_out
        }

    @classmethod
    def initial_of_draft(cls, draft):
        """Return the initial values that show a draft, under the token and version it was typed with."""
        data = draft.data
        typed = {
            name: field.widget.value_from_datadict(data, {}, name)
            for name, field in cls.known_fields().items()
            if not field.widget.needs_multipart_form
        }
        typed |= {name: data[name] for name in data if name.endswith(("_typed", "_sought"))}
        bookkeeping = {"form_token": draft.token}
        if "version" in data:
            bookkeeping["version"] = data["version"]
        return typed | bookkeeping

    @classmethod
    def uploads_in(cls):
        """{name: field} of the fields for uploads."""
        fields = cls.base_fields.items()
        return {name: field for name, field in fields if isinstance(field, UploadField)}

    def offer_held(self, rows):
        """Offer those of the held files that have the token of this form; a draft taken up shows them."""
        token = token_in(self.data) if self.is_bound else self.initial.get("form_token")
        for name in self.uploads_in() if token else ():
            field = self.fields[name]
            field.held = rows.of_form(token).filter(field=name)
            if not self.is_bound:
                field.widget.held = list(field.held)

    def store_files(self):
        """Store the files that were sent, so that `cleaned_data` has the column values of their rows."""
        for name in self.uploads_in():
            if self.cleaned_data[name]:
                self.cleaned_data[name] = self.fields[name].stored(self.cleaned_data[name])

    def hold_files(self, *, user, at):
        """Hold the files that were sent with a form which is shown again."""
        if token := token_in(self.data):
            for name in self.uploads_in():
                for refusal in self.fields[name].hold(
                    user=user, token=token, name=name, may_hold=self.may_hold, at=at
                ):
                    self.add_error(name, refusal)

    def may_hold(self, name):
        """Whether a file of this name may be stored before the form is saved."""
        return not has_secret_mark(name)

    def action_kwargs(self):
        """The keyword arguments of the action: the cleaned data without the token."""
        return {name: value for name, value in self.cleaned_data.items() if name != "form_token"}

    @property
    def is_already_saved(self):
        return self.has_error(NON_FIELD_ERRORS, "already_saved")

    def renew_token(self):
        """Give the shown form a token of its own: saved once more, it stores a second record."""
        self.data = self.data.copy()
        self.data[self.add_prefix("form_token")] = str(uuid4())

    @classmethod
    def words_in(cls, data, files):
        """What a replay has to send again unchanged, see `words_sent`."""
        return words_sent(data, files, sealed=cls.sealed)

    @classmethod
    def known_fields(cls):
        return cls.base_fields

    @classmethod
    def texts_in(cls, data):
        """(label, text) of each text field that was filled but secret ones; choices may no longer exist."""
        shown = {
            name: cls.known_fields()[name] for name in cls.known_fields() if name not in cls.sealed
        }
        known = {name: field for name, field in shown.items() if _is_typed(field)}
        typed = [(known.get(_field_name(name)), data[name]) for name in data]
        return [(field.label, text) for field, text in typed if field and text]

    def written(self):
        """(label, text) of each field that holds something but secret ones, whether it was typed or chosen."""
        return written_in(
            [field for field in self.visible_fields() if field.name not in self.sealed]
        )

    def initial_of(self, record):
        """The initial values from a record; overridden by forms whose fields are not columns."""
        names = [name for name in self.base_fields if hasattr(record, name)]
        return {name: _initial(getattr(record, name)) for name in names}

    @classmethod
    def first_words(cls, data):
        """The first words of the first text that was written, else of what was filled in, to tell drafts apart."""
        fields = {name: cls.known_fields().get(_field_name(name)) for name in data}
        texts = [data[name] for name, field in fields.items() if field and _is_text(field)]
        texts = [text for text in texts if text.strip()] or [text for _, text in cls.texts_in(data)]
        return texts[0].strip()[:FIRST_WORDS] if texts else ""

    def _clean_fields(self):
        """Clean the fields, and refuse a name that was typed and is no choice, at its field."""
        super()._clean_fields()
        for field in self.visible_fields():
            if field.typed:
                self.errors.pop(field.name, None)
                words = _says_of(field)
                self.add_error(field.name, words.format(field.typed))

    def _post_clean(self):
        """Do nothing: a model form is used for its fields alone; the action validates the record."""

    def compared_with(self, record):
        """(label, stored text, typed text) for each field in which the two differ."""
        theirs = type(self)(current=record, **self.context)
        rows = [
            (field.label, text_of(theirs[field.name]), text_of(field))
            for field in self.visible_fields()
            if field.name in theirs.fields
        ]
        return [row for row in rows if not _is_same(*row[1:])]

    def rebased_on(self, record):
        """The same data with the record's current version, so that it can be saved over it."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = record.version
        return self


def written_in(fields):
    """(label, text) of each of these bound fields that holds something; a file is not given back."""
    shown = [field for field in fields if not field.field.widget.needs_multipart_form]
    texts = [(field, field.typed or (text_of(field) if field.value() else "")) for field in shown]
    return [(field.label, text) for field, text in texts if text]


def _says_of(field):
    """What is said of a text that is no choice, with a place for the text."""
    if field.matches:
        return TO_CHOOSE
    return NOT_FOUND if field.is_searched else NOT_CHOSEN


def _is_typed(field):
    is_chosen = hasattr(field, "choices") or isinstance(field, forms.BooleanField)
    return not is_chosen and not field.widget.is_hidden


def _is_text(field):
    kind = getattr(field.widget, "input_type", "text")
    return _is_typed(field) and field.widget.attrs.get("type", kind) == "text"


def _initial(value):
    return list(value.all()) if isinstance(value, Manager) else value


def _is_same(text, other):
    """Whether two texts say the same, those of several choices in any order."""
    return text == other or sorted(text.split("、")) == sorted(other.split("、"))


def text_of(bound):
    """Return the text a reader sees for the value of a bound field."""
    value = bound.value()
    if isinstance(bound.field, forms.BooleanField):
        return "是" if value else "否"
    choices = {row.pk: bound.field.offer.says(row) for row in bound.offered}
    choices = choices or dict(getattr(bound.field, "choices", ()))
    if not choices:
        shown = bound.field.widget.format_value(value)
        return "" if shown is None else str(shown)
    chosen = value if isinstance(value, list | tuple | set) else [value]
    names = {str(key): str(name) for key, name in choices.items()}
    return "、".join(names.get(str(getattr(item, "pk", item)), "") for item in chosen)
