"""The bound field of every form: text is counted as in the browser and never cut there; typed names are kept.

`FORM_RENDERER` names the renderer, so that Django's own forms have it too.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.renderers import TemplatesSetting
from django.utils.functional import cached_property

from .choices import FoundByKeys

TOO_OLD = dict.fromkeys(("required", "invalid"), "这一页打开得太久了，请重新打开后再保存。")


class AtMost(MaxLengthValidator):
    """Refuse a text over the limit, in the words of `limit.js`."""

    def __call__(self, value):
        over = len(value) - self.limit_value
        if over > 0:
            words = f"最多 {self.limit_value} 字，请删去 {over} 字。"
            raise ValidationError(words, code="too_long")


class OurBoundField(forms.BoundField):
    def __init__(self, form, field, name):
        super().__init__(form, field, name)
        _ask_by_name(field)
        field.validators = [_said(validator) for validator in field.validators]

    @property
    def data(self):
        return _with_short_ends(super().data)

    @cached_property
    def initial(self):
        return _with_short_ends(super().initial)

    @cached_property
    def typed(self):
        """The text typed into a field that searches, if it is none of the choices."""
        widget = self.field.widget
        if not isinstance(widget, FoundByKeys):
            return ""
        sent = (
            (self.form.data, self.html_name)
            if self.form.is_bound
            else (self.form.initial, self.name)
        )
        return widget.typed_in(*sent) or self._open(widget.sought_in(*sent))

    def _open(self, sought):
        """The name written without the script, unless one of those it finds was chosen."""
        offer = getattr(self.field, "offer", None)
        is_open = sought and offer and not offer.is_settled(sought, self.value())
        return sought if is_open else ""

    @property
    def offered(self):
        """The rows that are options of a field with an `Offer`."""
        offer = getattr(self.field, "offer", None)
        return offer.shown(self.value(), self.typed) if offer else []

    @property
    def matches(self):
        """Whether the text typed, which is no choice, finds rows of an `Offer`."""
        return self.is_searched and bool(self.field.offer.find(self.typed)[:1])

    @property
    def is_searched(self):
        """Whether the page does not hold all rows of its `Offer`."""
        offer = getattr(self.field, "offer", None)
        return bool(offer and offer.is_searched)

    def build_widget_attrs(self, attrs, widget=None):
        """The attributes, with the limit for the counter in place of the `maxlength` that cuts a paste."""
        attrs = super().build_widget_attrs(attrs, widget)
        if self.typed:
            attrs["typed"] = self.typed
        limit = getattr(self.field, "max_length", None)
        # False leaves an attribute out
        return attrs | {"maxlength": False, "data-limit": limit} if limit else attrs


class Renderer(TemplatesSetting):
    bound_field_class = OurBoundField


def _ask_by_name(field):
    """Name the field in its message for a missing value, unless it has a message of its own.

    A value that the page itself sends is asked of nobody: without it the page is too old.
    """
    if field.error_messages["required"] != forms.Field.default_error_messages["required"]:
        return
    if field.widget.is_hidden:
        field.error_messages["required"] = TOO_OLD["required"]
    elif field.label:
        is_chosen = hasattr(field, "choices") or isinstance(field, forms.FileField)
        field.error_messages["required"] = f"请{'选择' if is_chosen else '填写'}{field.label}。"


def _said(validator):
    is_plain = type(validator) is MaxLengthValidator
    return AtMost(validator.limit_value) if is_plain else validator


def _with_short_ends(text):
    """The text with one character at the end of a line, as the browser counts it, not the two that it sends."""
    return text.replace("\r\n", "\n") if isinstance(text, str) else text
