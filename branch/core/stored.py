"""The values of a record as JSON stores them, and back."""

import re

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# a dict is the value of a JSON column
PLAIN, ENCODE = (str, int, bool, dict), DjangoJSONEncoder().default


def storable(text):
    """The text without zero characters, which PostgreSQL stores nowhere."""
    return text.replace("\0", "")


def one_line(text):
    """The text on one line without signs of control, which neither a calendar file nor a feed can hold."""
    return " ".join(CONTROL.sub(" ", text).split())


def held(record):
    """{field name: value}; for a relation its key."""
    return {one.name: getattr(record, one.attname) for one in record._meta.concrete_fields}


def key_of(value):
    return value.pk if isinstance(value, Model) else value


def plain(value):
    """Return the value as JSON stores it; for a record its key, which a new one has by now."""
    value = key_of(value)
    return value if value is None or isinstance(value, PLAIN) else ENCODE(value)


def values_of(record, names=None):
    """{field name: value as JSON stores it} of these fields, or of all; for a relation its key."""
    values = held(record)
    return {name: plain(values[name]) for name in names or values}


def restored(model, values):
    """{attribute: value} of a model from the values that JSON stored; a relation by its key."""
    found = {}
    for name, value in values.items():
        one = model._meta.get_field(name)
        target = one.target_field if isinstance(one, ForeignKey) else one
        found[one.attname] = target.to_python(value)
    return found
