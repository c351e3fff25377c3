"""The declaration of a kind of roster, and a row of it while it is imported."""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from branch.core.registry import Declared

from .cells import (
    DUPLICATE,
    FORMULA,
    MISSING,
    CellError,
    Formula,
    NotKeptError,
    Number,
    holds_identity,
    is_empty,
    is_error,
    text_of,
)
from .layout import tidy

# A roster imported in the first weeks of a term counts from its first day, a later one from today.
SETTLING = timedelta(days=30)
UNLISTED = 0


@dataclass(frozen=True)
class Field:
    """A column: its label, the name of its value, the other titles it may have, its cleaner.

    `clean(cell, note)` returns a value that JSON can store, calls `note(sentence)` for a warning and
    raises `CellError`. `inside` are words of a title above it, under which the titles in `own` mean this
    field: 姓名 under 家长 is a guardian's. `about` is a pattern of other words for the same person: a title of
    nothing but such a word and perhaps one of `own` is guessed. `shown_as` is the label in errors, where it differs.
    """

    label: str
    name: str
    clean: Callable
    aliases: tuple = ()
    is_required: bool = False
    inside: tuple = ()
    own: tuple = ()
    about: str = ""
    shown_as: str = ""
    # other columns contain the same, so it is left out of the template
    is_alternative: bool = False
    # the share of some cells that are what this column holds, for one whose title is not known
    looks: Callable | None = None

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
        is_called = bool(self.about and re.fullmatch(self.about, above))
        return is_called or any(word in above for word in self.inside)

    def is_inside(self, above, title):
        return self.owns(above) and title in self.inner_titles


@dataclass(frozen=True)
class Outcome:
    """A kind of consequence of an import: `counted` says how many, as `{} 项党内职务换人`.

    One that ends something, `is_ending`, is confirmed by a tick of its own. One that `is_optional` comes
    with a tick, without which the rest is imported.
    """

    kind: str
    counted: str
    is_ending: bool = False
    is_optional: bool = False


@dataclass
class Line:
    """A row of the file: its cells as read, their values, errors and warnings.

    One with the row number `UNLISTED` is in no file: it removes what the file no longer lists.
    """

    sheet: str
    row: int
    cells: dict
    values: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    label: str = ""
    verdict: str = ""
    changes: list = field(default_factory=list)
    # the names of values that were said to be none, in words nobody keeps
    not_kept: set = field(default_factory=set)
    # [{"kind", "says"}]: what the row does to other records, of the importer's `outcomes`
    outcomes: list = field(default_factory=list)

    @property
    def is_good(self):
        return not self.errors

    def fault(self, column, code, message):
        self.errors.append({"column": column, "code": code, "message": message})

    def brings(self, kind, says):
        """Add a consequence of a kind that the importer declares."""
        self.outcomes.append({"kind": kind, "says": says})

    def read_number(self, one, cell):
        """Say where the sheet shows a number otherwise; what was read stays, as the row alone has no workbook."""
        if not cell.is_shown:
            self.note(
                f"{one.column}在表里显示的和存的 {text_of(cell)} 不同，按存的读入，请核对；"
                "不对的请设为“文本”后重新填写。"
            )
        if cell.is_since_1904 and isinstance(self.values[one.name], str):
            self.cells[one.label] = self.values[one.name]

    def note(self, sentence):
        if sentence not in self.warnings:
            self.warnings.append(sentence)


@dataclass(frozen=True)
class Hurdle:
    """What has to be done before an import: a sentence in two parts around a link."""

    says: str
    url: str
    link: str
    then: str


def begins_on(on, effective_on, *, since=None):
    """The day from which changes of a roster count: in the first weeks of a term its first day, else today.

    What was there only `since` that day or later keeps its days: the change counts from today.
    """
    starts_on = effective_on if timedelta(0) <= on - effective_on <= SETTLING else on
    return on if since and since >= starts_on else starts_on


class Importer(Declared):
    """Subclass it in `<app>/imports.py`; the subclass registers itself.

    The first of `fields` is the key: of two rows with the same key the second is an error. `models` are
    the models it writes, parents before children, in the order in which their rows are locked; a row
    that creates an object of `main` counts as new.
    """

    key_name = "kind"

    kind = title = hint = permission = ""
    fields = ()
    models = ()
    main = None
    # the kind of people the rows show, for the access record; "" where none is kept
    shown_kind = ""
    # models of what the portal adds to people by itself: it keeps nobody from an undo, and goes with them
    derived = ()
    # the `Outcome`s its plan may bring, in the order in which they are shown
    outcomes = ()
    # the columns that a file has at least, in words; else the required ones
    least = ""
    # (label of a field, question): asked in the wizard about all rows of a file that has no value for the field
    asks = None
    # whether the user chooses from which day new people belong
    has_effective_on = False
    # Of an upload only what `fields` read is kept, file and rows go as soon as they are written, no command
    # imports it, and for those without its permission the kind does not exist.
    is_confidential = False

    @property
    def key(self):
        return self.fields[0]

    def hurdle(self, on):
        """The `Hurdle` before the first import; None where nothing is missing."""
        return

    def effective_on(self, on):
        """The day from which new people belong, unless the user chooses another."""
        return on

    def said_day(self, lines):
        """The day from which a checked file counts, if the file itself says it; else None."""
        return

    def shown_by_key(self, keys):
        """{key: pk} of those whom rows with these keys show and who are in the database already."""
        return {}

    def listed_as(self, file_name):
        """The name of a file in lists and audit events; a confidential one has the roster's title."""
        return self.title if self.is_confidential else file_name

    def kept_name(self, table):
        """What a confidential roster keeps of a sheet's name and heading; they may say more than may be kept."""
        return ""

    def fields_on(self, on):
        """The fields, with cleaners that know the day."""
        return self.fields

    def begins_section(self, text, *, on):
        """Whether a line between people says something of those who follow it."""
        return False

    def answered(self, said, *, on):
        """{value name: value} that the answer to `asks` gives all rows; `RosterError` for a wrong one."""
        return {}

    def context(self, table, *, on):
        """{value name: value} that a sheet gives all its rows; a value in a row overrides it."""
        return {}

    def says_of(self, table, *, on):
        """A sentence about the values taken from the name or title of the sheet."""
        return ""

    def doubts(self, table, *, on):
        """Sentences about what the name and the titles of the sheet leave in doubt."""
        return []

    def lacking(self, columns, context):
        """The labels of required columns that are missing."""
        return [one.label for one in self.fields if one.is_required and one.label not in columns]

    def complete(self, line, *, on):
        """Combine values of several cells, and add errors that concern more than one."""

    def read(self, line, fields, context, *, on):
        """Clean all cells of a row; an unreadable one becomes an error of its column."""
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
            if isinstance(cell, Formula):
                raise CellError(FORMULA, "是公式，请在 Excel 里复制这一列，选“粘贴为数值”。")
            if is_error(cell):
                line.note(f"{one.column}是错误值（如 #N/A），没有读入，请核对后补上。")
                cell = line.cells[one.label] = ""
            if one.is_required and is_empty(cell):
                raise CellError(MISSING, f"请填写{one.column}。")
            line.values[one.name] = one.clean(cell, line.note)
            if isinstance(cell, Number):
                line.read_number(one, cell)
        except NotKeptError as error:
            line.cells[one.label] = line.values[one.name] = error.value
            line.not_kept |= set() if error.value else {one.name}
            line.note(f"{one.label}：{error.message}")
        except CellError as error:
            line.fault(one.column, error.code, error.message)

    def compare(self, lines):
        """Add errors that concern several rows: two with the same key."""
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
        """Keep each item of a list value in the first row that has it; later rows get a warning."""
        claimed = {}
        for line in filter(operator.attrgetter("is_good"), lines):
            kept = []
            for one in line.values[name]:
                if claimed.setdefault(one, line) is line:
                    kept.append(one)
                else:
                    line.note(says(one, claimed[one].label))
            line.values[name] = kept

    def unlisted(self, lines, *, on):
        """Lines with the row number `UNLISTED`, of an optional outcome, for records the file no longer lists."""
        return []

    def remarks(self, lines, *, on):
        """Sentences about the whole file, once it is read."""
        return []

    def plan(self, lines, *, on, effective_on):
        """Set `line.changes` of each good row to what it would change; may add errors.

        Nothing is written. Lines are planned again if somebody has saved a record meanwhile, so
        `line.changes` is replaced; `line.outcomes` are empty each time. A class whose roll is imported for the first time belongs from
        `effective_on`; everything else counts from `on`.
        """
        raise NotImplementedError

    def finish(self, *, on, effective_on):
        """Add what follows from the import, once every row is written; part of its last transaction."""

    def taken_back(self, *, on, effective_on):
        """Add what follows from an undo, likewise."""

    def held(self, pks):
        """The pks of people created by an import that an undo must keep, apart from those other rows refer to."""
        return set()
