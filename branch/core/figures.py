"""Figures of policy: an app declares a figure, the school sets its value from a day on."""

from dataclasses import dataclass
from decimal import Decimal

from .models import Figure
from .models.figures import DECLARED, plain
from .registry import register


@dataclass(frozen=True)
class FigureSpec:
    """One figure: its key, label, unit, default, and where the default comes from."""

    key: str
    label: str
    unit: str
    default: int | float
    source: str

    def __post_init__(self):
        register(DECLARED, self.key, self)


def figure(key, *, on):
    """The value in force on a day, an int if it is whole; `KeyError` for an undeclared key."""
    spec = DECLARED[key]
    row = Figure.objects.in_force(key, on=on)
    return plain(row.value if row else Decimal(spec.default))


def figures(*specs, on):
    """The values of several figures on a day, in their order, with one query."""
    rows = Figure.objects.filter(key__in=[spec.key for spec in specs], from_on__lte=on)
    set_by_school = dict(rows.order_by("from_on").values_list("key", "value"))
    return [plain(set_by_school.get(spec.key, Decimal(spec.default))) for spec in specs]


@dataclass(frozen=True)
class InForce:
    """A figure as it stands on a day: its value, and the row by which the school set it, if it did."""

    spec: FigureSpec
    row: Figure | None

    @property
    def amount(self):
        return self.row.amount if self.row else f"{self.spec.default} {self.spec.unit}"


def in_force(*, on):
    """The `InForce` of every figure declared, in the order in which they are listed."""
    rows = Figure.objects.filter(from_on__lte=on).order_by("from_on")
    latest = {row.key: row for row in rows}
    specs = sorted(DECLARED.values(), key=lambda spec: spec.key)
    return [InForce(spec, latest.get(spec.key)) for spec in specs]
