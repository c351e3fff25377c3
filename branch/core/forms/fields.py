"""Fields for dates, money, texts and phone numbers, with error messages in Chinese."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from branch.core.money import fen_in, yuan_says

YEARS = range(2000, 2101)


def within_years(day):
    """Refuse a mistyped year, such as 0202 or 9999, before any rule meets it."""
    if day.year not in YEARS:
        raise ValidationError("请核对年份。")


class DateField(forms.DateField):
    """A date in the format of `type=date`; in the localised format the box would stay empty."""

    default_validators = [within_years]

    def __init__(self, **kwargs):
        ends = {"min": f"{YEARS[0]}-01-01", "max": f"{YEARS[-1]}-12-31"}
        widget = forms.DateInput(attrs={"type": "date", **ends}, format="%Y-%m-%d")
        kwargs.setdefault("widget", widget)
        kwargs.setdefault("input_formats", ["%Y-%m-%d"])
        super().__init__(**kwargs)


class AddressField(forms.EmailField):
    """An e-mail address; of one that is too long, that is said first."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.validators.sort(key=lambda check: not isinstance(check, MaxLengthValidator))


class DateTimeField(forms.DateTimeField):
    """A date and time to the minute, in the format of `type=datetime-local`."""

    default_validators = [within_years]

    def __init__(self, **kwargs):
        ends = {"min": f"{YEARS[0]}-01-01T00:00", "max": f"{YEARS[-1]}-12-31T23:59"}
        attrs = {"type": "datetime-local", **ends}
        widget = forms.DateTimeInput(attrs=attrs, format="%Y-%m-%dT%H:%M")
        kwargs.setdefault("widget", widget)
        kwargs.setdefault("input_formats", ["%Y-%m-%dT%H:%M"])
        super().__init__(**kwargs)


def day_field(label, **kwargs):
    """Return a field for a day, whose message for an invalid one gives an example."""
    messages = {"invalid": f"请按 2026-11-24 的样子填写{label}。"}
    return DateField(label=label, error_messages=messages, **kwargs)


class MoneyField(forms.Field):
    """An amount of money, typed in yuan and cleaned to whole fen."""

    def __init__(self, **kwargs):
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def prepare_value(self, value):
        """What was typed as it was typed; an amount of fen as 1,200.50."""
        return yuan_says(value) if isinstance(value, int) else value

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return fen_in(value)
        except ValueError as error:
            raise ValidationError(str(error)) from error


def text_field(model, name, **kwargs):
    """Return a text field with the length of its column, required unless the column may be blank."""
    column = model._meta.get_field(name)
    kwargs = {"label": column.verbose_name, "required": not column.blank} | kwargs
    return forms.CharField(max_length=column.max_length, **kwargs)


def phone_field(model):
    """Return a field for the column `phone`, with a numeric keypad and without autocompletion."""
    column = model._meta.get_field("phone")
    attrs = {"type": "tel", "inputmode": "numeric", "autocomplete": "off"}
    return forms.CharField(
        label=column.verbose_name,
        required=False,
        validators=column.validators,
        widget=forms.TextInput(attrs=attrs),
    )
