"""Figures of policy: the app declares what a figure means, the school sets its value with a date."""

from dataclasses import dataclass
from decimal import Decimal

from .models import Figure

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
        DECLARED[self.key] = self


def figure(key, *, on):
    """The value in force on a day, as int where it is whole; `KeyError` for an undeclared key."""
    spec = DECLARED[key]
    row = Figure.objects.in_force(key, on=on)
    value = row.value if row else Decimal(spec.default)
    return int(value) if value == value.to_integral_value() else value
