"""Lists that their reader sorts by a column; the column and the direction are in the address."""

from dataclasses import dataclass

from django.db.models import Case, F, When
from django.utils.functional import cached_property

PLACES = ("page", "older", "newer")


class Sort:
    """What a column sorts by: its title, and columns or expressions of the rows, a leading "-" for the other direction.

    `choices` are those of the first column: their order sorts it, and not what is stored. A free title sorts no list,
    since databases order Chinese differently; a name of a person is sorted by its `name_keys`.
    No column of people may be a count of what they did, or anything else that ranks them.
    """

    def __init__(self, title, *columns, choices=None):
        self.title, self.columns, self.choices = title, columns, choices

    def values(self):
        """What rows are compared by: (expression, whether from the last to the first) of each column."""
        first, *others = map(_value, self.columns)
        if self.choices:
            places = enumerate(self.choices.values)
            first = Case(*(When(**{self.columns[0]: key}, then=n) for n, key in places)), False
        return [first, *others]


def _value(column):
    """(expression, whether from the last to the first) of a column; an expression is itself."""
    if isinstance(column, str):
        return F(column.removeprefix("-")), column.startswith("-")
    return column, False


@dataclass(frozen=True)
class Head:
    """A title of a list: the address that sorts by it, and how the list is sorted by it now, if it is."""

    title: str
    url: str
    direction: str

    @property
    def says(self):
        """The words for who hears the page: 升序; 降序."""
        return {"ascending": "升序", "descending": "降序"}.get(self.direction, "")


class Sorting:
    """How a list is sorted: by `?sort=<key>` or `?sort=-<key>` of {key: Sort}; any other text is ignored."""

    def __init__(self, query, sorts):
        asked = query.get("sort", "")
        self.query, self.sorts = query, sorts
        self.is_descending = asked.startswith("-")
        self.key = asked.removeprefix("-") if asked.removeprefix("-") in sorts else ""

    @property
    def title(self):
        """The title of the column that sorts the list; empty where the list has its usual order."""
        return self.sorts[self.key].title if self.key else ""

    def sorted(self, rows):
        """The rows in the order asked for, those without a value last; unchanged where none is."""
        if not self.key:
            return rows
        values = self.sorts[self.key].values()
        return rows.order_by(*(self._order(*value) for value in values), "pk")

    def _order(self, value, is_turned):
        if is_turned != self.is_descending:
            return value.desc(nulls_last=True)
        return value.asc(nulls_last=True)

    def head(self, key):
        """The `Head` of a column: its address keeps the filter, begins at the first page, and turns the order round."""
        is_now = key == self.key
        turned = is_now and not self.is_descending
        direction = ("descending" if self.is_descending else "ascending") if is_now else ""
        url = self.address("sort", f"-{key}" if turned else key)
        return Head(self.sorts[key].title, url, direction)

    def address(self, name, value):
        """The address of the list with another value of its query, from the first page; the rest stays."""
        kept = self.query.copy()
        kept[name] = value
        for dropped in PLACES if value else (*PLACES, name):
            kept.pop(dropped, None)
        return f"?{kept.urlencode()}"

    @property
    def heads(self):
        return [self.head(key) for key in self.sorts]


class SortMixin:
    """A list whose reader sorts it by `sorts`; it goes to the template as `sorting`, before the page is cut."""

    sorts = {}

    def get_sorts(self):
        """Those of `sorts` whose columns the list has now."""
        return self.sorts

    @cached_property
    def sorting(self):
        return Sorting(self.request.GET, self.get_sorts())

    def tabs_of(self, name, labels, *, chosen):
        """A link for each value of a field of the filter, from {value: label}; it keeps the other fields and the sort."""
        return [
            {"label": label, "url": self.sorting.address(name, key), "current": key == chosen}
            for key, label in labels.items()
        ]

    def get_context_data(self, *, object_list=None, **kwargs):
        rows = self.object_list if object_list is None else object_list
        rows = self.sorting.sorted(rows)
        return super().get_context_data(object_list=rows, sorting=self.sorting, **kwargs)
