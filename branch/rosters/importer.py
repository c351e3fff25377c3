"""What an app declares about one kind of roster, and one row of it as it goes through."""

import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from branch.core.registry import Declared

from .cells import DUPLICATE, MISSING, CellError, holds_identity, is_empty, text_of
from .layout import tidy

# Rosters of a new term come in its first weeks and mean its first day; later ones mean today.
SETTLING = timedelta(days=30)


@dataclass(frozen=True)
class Field:
    """One column: its canonical label, the name of its value, the titles it goes by, its cleaner.

    `clean(cell, note)` returns something JSON can hold, calls `note(sentence)` for what is worth a
    look and raises `CellError`. `inside` are words of a title above, under which `own` titles mean this
    field: 姓名 under 家长 is a guardian's. `shown_as` is the label errors carry where it differs.
    """

    label: str
    name: str
    clean: Callable
    aliases: tuple = ()
    is_required: bool = False
    inside: tuple = ()
    own: tuple = ()
    shown_as: str = ""
    # says what other columns say too, so a template does without it
    is_alternative: bool = False

    @cached_property
    def titles(self):
        return {tidy(self.label), *map(tidy, self.aliases)}

    @cached_property
    def inner_titles(self):
        """The titles that mean this field under one of its words."""
        return self.titles | set(map(tidy, self.own))

    @property
    def column(self):
        return self.shown_as or self.label

    def owns(self, above):
        return any(word in above for word in self.inside)

    def is_inside(self, above, title):
        return self.owns(above) and title in self.inner_titles


@dataclass
class Line:
    """One row of the file: the cells as read, what they mean, what is wrong with them."""

    sheet: str
    row: int
    cells: dict
    values: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    label: str = ""
    verdict: str = ""
    changes: list = field(default_factory=list)

    @property
    def is_good(self):
        return not self.errors

    def fault(self, column, code, message):
        self.errors.append({"column": column, "code": code, "message": message})

    def note(self, sentence):
        if sentence not in self.warnings:
            self.warnings.append(sentence)


@dataclass(frozen=True)
class Hurdle:
    """A sentence in two parts around a link to what has to be done first."""

    says: str
    url: str
    link: str
    then: str


def begins_on(on, effective_on):
    """From when a change counts that a roster tells: in the first weeks of a term from its first day."""
    return effective_on if timedelta(0) <= on - effective_on <= SETTLING else on


class Importer(Declared):
    """Subclass it in `<app>/imports.py`; the subclass registers itself.

    The first of `fields` is the key: of two rows with one key the second is an error. `models` are
    the models it writes, parents before children, the order in which their rows are locked; the first
    object a row makes of `main` decides whether the row is new.
    """

    key_name = "kind"

    kind = title = hint = permission = ""
    fields = ()
    models = ()
    main = None
    # whom the rows show, as the log of reads names them; "" where nobody's reading is recorded
    shown_kind = ""
    # whether a newcomer belongs from a day that the person chooses before the import
    has_effective_on = False

    @property
    def key(self):
        return self.fields[0]

    def hurdle(self, on):
        """What has to be there before the first import, as a `Hurdle`; None where nothing lacks."""
        return

    def effective_on(self, on):
        """The day from which newcomers belong, unless the person chooses another."""
        return on

    def shown_by_key(self, keys):
        """{key: pk} of those whom rows with these keys show and who are in the database already."""
        return {}

    def fields_on(self, on):
        """The fields, their cleaners knowing the day."""
        return self.fields

    def context(self, table, *, on):
        """What a sheet says of all its rows, {value name: value}; a column of their own wins."""
        return {}

    def says_of(self, table, *, on):
        """What of the rows stands not in a column but in the sheet's name or title, in a sentence."""
        return ""

    def lacking(self, columns, context):
        """The labels a file must have and has not."""
        return [one.label for one in self.fields if one.is_required and one.label not in columns]

    def complete(self, line, *, on):
        """Make one value of several cells, and say what only their sum shows."""

    def read(self, line, fields, context, *, on):
        """Clean every cell of a row; what can't be read is an error with its column."""
        for label, cell in line.cells.items():
            if holds_identity(cell):
                line.cells[label] = ""
                line.note(f"{label}里有身份证号，本系统从不保存，没有读入。")
        for one in fields:
            if one.label in line.cells:
                self._read_cell(line, one)
        for name, value in context.items():
            line.values[name] = line.values.get(name) or value
        said = [text_of(line.cells.get(label)) for label in (self.key.label, "姓名")]
        line.label = " ".join(filter(None, said))[:80]
        self.complete(line, on=on)

    def _read_cell(self, line, one):
        cell = line.cells[one.label]
        try:
            if one.is_required and is_empty(cell):
                raise CellError(MISSING, f"请填写{one.column}。")
            line.values[one.name] = one.clean(cell, line.note)
        except CellError as error:
            line.fault(one.column, error.code, error.message)

    def compare(self, lines):
        """Faults that only show beside other rows: two with one key."""
        seen = {}
        for line in lines:
            key = line.values.get(self.key.name)
            if not key:
                continue
            first = seen.setdefault(key, line)
            if first is not line:
                where = f"{first.sheet}第 {first.row} 行" if first.sheet else f"第 {first.row} 行"
                line.fault(self.key.column, DUPLICATE, f"和{where}的{self.key.label}相同。")

    def once(self, lines, name, says):
        """What a list value may claim in one row only: later rows lose it, with a word."""
        claimed = {}
        for line in filter(operator.attrgetter("is_good"), lines):
            kept = []
            for one in line.values[name]:
                if claimed.setdefault(one, line) is line:
                    kept.append(one)
                else:
                    line.note(says(one, claimed[one].label))
            line.values[name] = kept

    def remarks(self, lines, *, on):
        """What is to be said of the file as a whole, once it is read."""
        return []

    def plan(self, lines, *, on, effective_on):
        """What each good row would change of what stands now: sets `line.changes`, may add faults.

        Nothing is written here. Lines are planned again where somebody saved a record meanwhile, so
        `line.changes` is set and not added to. `effective_on` is the day from which a class that arrives whole is
        here; everything else counts from `on`.
        """
        raise NotImplementedError

    def held(self, pks):
        """Of people an import made, the pks of those that must stay for reasons of their own."""
        return set()
