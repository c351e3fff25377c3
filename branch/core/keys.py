"""Numbers of rows that come from outside: never longer than the column, as a database fails on those."""

from django.core.exceptions import ValidationError
from django.db.models import BigAutoField
from django.forms import IntegerField, ModelMultipleChoiceField

LARGEST_KEY = BigAutoField.MAX_BIGINT
LONGEST_KEY = len(str(LARGEST_KEY))


def key_of(text):
    """The text as a row's number; `ValueError` for any other text. One number has one spelling."""
    is_plain = text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY
    if not is_plain or text != str(int(text)) or int(text) > LARGEST_KEY:
        raise ValueError(text)
    return int(text)


class KeyConverter:
    """The path converter `<key:pk>`: any other number is a 404, as is a second spelling such as 007."""

    regex = f"[0-9]{{1,{LONGEST_KEY}}}"

    def to_python(self, value):
        return key_of(value)

    def to_url(self, value):
        return str(value)


class KeyField(IntegerField):
    """A row's number in a query string or a hidden field."""

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_value=LARGEST_KEY, **kwargs)


class RowsField(ModelMultipleChoiceField):
    """Several rows of a queryset; a number too long for the column is a choice that does not exist."""

    def clean(self, value):
        for key in value if isinstance(value, list | tuple) else ():
            self._refuse_unless_key(key)
        return super().clean(value)

    def _refuse_unless_key(self, key):
        try:
            key_of(str(getattr(key, "pk", key)))
        except ValueError as error:
            message = self.error_messages["invalid_pk_value"]
            raise ValidationError(message, "invalid_pk_value", {"pk": key}) from error
