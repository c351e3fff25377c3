"""Figures of policy: an app declares a figure, the school sets its value from a day on."""

from dataclasses import dataclass
from decimal import Decimal

from .models import Figure
from .registry import register

DECLARED = {}


@dataclass(frozen=True)
class FigureSpec:
    """One figure: its key, label, unit, default, and where the default comes from."""

    key: str
    label: str
    unit: str
    default: int
    source: str

    def __post_init__(self):
        register(DECLARED, self.key, self)


def figure(key, *, on):
    """The value in force on a day, an int if it is whole; `KeyError` for an undeclared key."""
    spec = DECLARED[key]
    row = Figure.objects.in_force(key, on=on)
    return _plain(row.value if row else Decimal(spec.default))


def figures(*specs, on):
    """The values of several figures on a day, in their order, with one query."""
    rows = Figure.objects.filter(key__in=[spec.key for spec in specs], from_on__lte=on)
    set_by_school = dict(rows.order_by("from_on").values_list("key", "value"))
    return [_plain(set_by_school.get(spec.key, Decimal(spec.default))) for spec in specs]


def _plain(value):
    return int(value) if value == value.to_integral_value() else value
