"""Fields for uploads: what is sent is read at once, and held under the form's token until it is saved."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from branch.core.files import stored
from branch.core.keys import key_of
from branch.core.models import HeldFile, NotHeldError

GONE = "有 {} {}{}过了一天，已经不在了，请再选一次。"
FULL = "{}最多 {} 张，“{}”没有留住。"


@dataclass(frozen=True)
class Sent:
    """What a browser sends for an upload field: files, and which of those held are kept or removed, in order."""

    uploads: list
    held: list
    dropped: list


class HeldFilesInput(forms.FileInput):
    """A file input below the files that are held, each with a tick that removes it."""

    template_name = "core/widgets/held_files.html"
    # of the field
    label, is_picture, most = "", False, None
    held = ()

    def value_from_datadict(self, data, files, name):
        ticked = [_keys(_all(data, f"{name}-{what}")) for what in ("held", "drop")]
        return Sent(_all(files, name), *ticked)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["multiple"] = self.allow_multiple_selected
        shown = {"held": self.held, "is_picture": self.is_picture, "most": self.most}
        return context | shown | {"label": self.label}


def _all(data, name):
    """All values of a name; a dictionary has one."""
    if hasattr(data, "getlist"):
        return data.getlist(name)
    return [data[name]] if name in data else []


def _keys(texts):
    """The numbers among the texts, each once, in order."""
    found = {}
    for text in texts:
        try:
            found[key_of(text)] = True
        except ValueError:
            continue
    return list(found)


class UploadField(forms.FileField):
    """Uploads converted by `read` to what is stored, while validating, so that no row is locked.

    It cleans to the value of the last file, or None; `stored` stores it for a row of `model` by `store`. A form
    shows it with the files in `held`, a queryset.
    `checked_by` is the label of the tick that allows a file name with a mark of secrecy; empty: nothing does.
    """

    widget = HeldFilesInput
    is_multiple = False

    def __init__(
        self,
        *,
        read,
        model,
        accept,
        store=stored,
        is_picture=False,
        most=None,
        checked_by="",
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.read, self.model, self.store, self.checked_by = read, model, store, checked_by
        self.held = HeldFile.objects.none()
        # what `clean` found: rows that stay, and (name, value) of each file read
        self.kept, self.arrived = [], []
        self.widget.attrs["accept"] = accept
        self.widget.allow_multiple_selected = self.is_multiple
        self.widget.label, self.widget.is_picture = self.label, is_picture
        self.most = self.widget.most = most

    def bound_data(self, data, initial):
        """None: a browser cannot be given its files again."""
        return

    def clean(self, sent, initial=None):
        refusals = self._read(sent)
        rows = {row.pk: row for row in self.held} if sent.held else {}
        wanted = [pk for pk in sent.held if pk not in sent.dropped]
        self.kept = [rows[pk] for pk in wanted if pk in rows]
        self._leave_one()
        refusals += self._refuse_gone([pk for pk in wanted if pk not in rows])
        if refusals:
            raise ValidationError([*refusals[:-1], self._and_the_others(refusals[-1])])
        values = [*(row.value for row in self.kept), *(value for _, value in self.arrived)]
        if self.required and not values:
            raise ValidationError(self.error_messages["required"], code="required")
        return self.compress(values)

    def read_one(self, upload):
        """What is stored of one file."""
        if upload is None:
            raise ValidationError(self.error_messages["required"], code="required")
        return self.read(self.to_python(upload))

    def refuse_full(self, count, name):
        """Refuse one more file where `count` of them are held."""
        if self.most and count >= self.most:
            raise NotHeldError(FULL.format(self.label, self.most, name))

    def _read(self, sent):
        """Read each file into `arrived`; return the errors of those that cannot be read."""
        self.arrived, refusals = [], []
        for upload in sent.uploads:
            try:
                value = self.read_one(upload)
            except ValidationError as refusal:
                refusals += refusal.error_list
            else:
                self.arrived.append((upload.name, value))
        return refusals

    def _and_the_others(self, refusal):
        """The error, which also says that the other files are still there."""
        others = f"其他{self.label}还在。" if self.kept or self.arrived else ""
        return ValidationError(f"{refusal.messages[0]}{others}")

    def _refuse_gone(self, keys):
        """The error of files that the form names and that are no longer held."""
        if not keys or (self.arrived and not self.is_multiple):
            return []
        unit = "张" if self.widget.is_picture else "份"
        return [ValidationError(GONE.format(len(keys), unit, self.label), code="gone")]

    def hold(self, *, user, token, name, may_hold, at):
        """Hold the files read, and show what is held then; return the errors of those that cannot be.

        What the form does not name is deleted: it was removed, or the form has sent it again.
        """
        self.held.exclude(pk__in=[row.pk for row in self.kept]).drop()
        self.widget.held, refusals = list(self.kept), []
        for file, value in self.arrived:
            if not may_hold(file):
                continue
            facts = {"field": name, "name": file, "value": value, "at": at}
            try:
                self.refuse_full(len(self.widget.held), file)
                row = HeldFile.hold(user=user, token=token, **facts)
            except NotHeldError as refusal:
                refusals.append(refusal)
            else:
                self.widget.held += [row] if row else []
        return refusals

    def _leave_one(self):
        """A newly sent file replaces the one that is held."""
        if self.arrived:
            self.kept = []

    def compress(self, values):
        return values[-1] if values else None

    def stored(self, value):
        """Store what it was cleaned to; returns the column values of the row."""
        return self.store(self.model, value)


class ManyFilesField(UploadField):
    """Any number of uploads; cleans to a tuple."""

    is_multiple = True

    def _leave_one(self):
        """Leave all."""

    def compress(self, values):
        return tuple(values)

    def stored(self, values):
        return tuple(map(super().stored, values))
