"""Fields and widgets for choices: chips for a few, a search field for many, rows under headings."""

from itertools import groupby

from django import forms

GONE = "这一项已不能选，请重新选择。"


class ChipSelect(forms.RadioSelect):
    """One of a few choices, each a button large enough for a thumb."""


class ChipSelectMultiple(forms.CheckboxSelectMultiple):
    """Several of a few choices, each a button large enough for a thumb."""


class FoundByKeys:
    """A select that a script turns into a search field; without the script, a plain select."""

    # returns what an option is found by besides its text, from its value: `name_keys`
    keys_of = None

    def __init__(self, attrs=None, choices=()):
        super().__init__({"data-combo": "", **(attrs or {})}, choices)

    def typed_in(self, data, name):
        """The text typed that is none of the choices; only the script sends one, beside the choice."""
        return data.get(f"{name}_typed", "").strip()

    def get_context(self, name, value, attrs):
        attrs = dict(attrs or {})
        typed = attrs.pop("typed", "")
        context = super().get_context(name, value, attrs)
        context["widget"]["typed"] = typed
        return context

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value and self.keys_of:
            option["attrs"]["data-keys"] = self.keys_of(value).strip()
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


class GroupedIterator(forms.models.ModelChoiceIterator):
    def __iter__(self):
        yield "", self.field.empty_label
        for group, rows in groupby(self.queryset, key=self.field.group_of):
            yield group, [self.choice(row) for row in rows]


class GroupedChoiceField(forms.ModelChoiceField):
    """A select of rows under headings; the rows have to be in the order of the headings."""

    iterator = GroupedIterator
    widget = ComboSelect

    def __init__(self, *, missing, **kwargs):
        messages = {"required": missing, "invalid_choice": GONE}
        super().__init__(None, empty_label="请选择", error_messages=messages, **kwargs)

    def offer(self, rows, *, group_of, says, person):
        """List these rows under their headings, with `says` as text, found by the person's name."""
        self.group_of, self.label_from_instance = group_of, says
        self.queryset = rows
        self.widget.keys_of = lambda value: person(value.instance).name_keys
