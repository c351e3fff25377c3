"""What an app may declare for the pages and commands that look across apps.

An app declares its part in modules that `CoreConfig.ready` imports: `menu.py`, `todos.py`, `search.py`,
`sources.py`, `totals.py`, `chores.py`; `demo.py` is imported when the fictional school is built. `figures.py`, `facts.py` and
`consequences.py` use the modules of that name in core;
`permissions.py`, `duties.py`, `board.py`, `notices.py`, `cards.py`, `appointments.py`, `school_days.py`, `keepers.py`,
`ledgers.py`, `imports.py` and `jobs.py` declare what `accounts`, `coverage`, `school`, `activities`, `ledgers`, `rosters` and
`operations` define.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.forms import Form

from .registry import Declared, register

# in the order of their import: every ledger is declared before the jobs that export them
MODULES = (
    "figures",
    "facts",
    "permissions",
    "duties",
    "board",
    "notices",
    "cards",
    "appointments",
    "school_days",
    "keepers",
    "ledgers",
    "imports",
    "menu",
    "todos",
    "search",
    "sources",
    "totals",
    "chores",
    "jobs",
    "consequences",
)


# menu.py

MENU, QUICK, TABS = [], [], []
COUNTS = {}


@dataclass(frozen=True)
class Entry:
    """A menu entry: its label, icon, URL name and the permission to open it.

    Entries are sorted by `order`; the side bar groups them by `section`.
    """

    label: str
    icon: str
    name: str
    order: int
    permission: str = "core.use_desk"
    section: str = ""
    # the name of what is `counted` beside it
    count: str = ""
    # for `quick` only, functions of a user: whether it goes first, and whether the desk lists it
    comes_first: Callable | None = None
    is_listed: Callable | None = None


def menu(*entries):
    """Add entries to the side bar of the desk."""
    MENU.extend(entries)


def quick(*entries):
    """Add records that may be created from the desk; a user's first one is the round button."""
    QUICK.extend(entries)


def tabs(*entries):
    """Add entries to the tab bar of a phone, which shows the first few that a user may open."""
    TABS.extend(entries)


def counted(name):
    """Declare what every page of the desk counts for its user, as the attribute `name` of the user.

    The function of a user returns the queryset. It is counted by the query that reads the account, so that
    no page makes another for it; it reads nothing itself (`core.prepared`).
    """

    def declare(rows_of):
        register(COUNTS, name, rows_of)
        return rows_of

    return declare


# todos.py


@dataclass(frozen=True)
class Press:
    """A button of a to-do that does it at once: its text, and the hidden fields that it sends to an address."""

    button: str
    url: str
    form: Form


@dataclass(frozen=True)
class Todo:
    """A to-do of a user, with the address where it is done."""

    title: str
    note: str
    url: str = ""
    button: str = ""
    due_on: date | None = None
    kind: str = "soon"
    tag: str = "本周内"
    # only where the kind's own does not fit
    icon: str = ""
    is_main: bool = False
    # before the link, where one tap may do it
    press: Press | None = None
    # the students it names, for the log of reads
    student_ids: frozenset[int] = frozenset()


class TodoSource(Declared):
    """A source of to-dos for the desk; to-dos without a day are sorted by the `order` of their sources."""

    key = ""

    def todos(self, user, *, at, site):
        """The `Todo`s of the user at a moment; `site` is the site's profile, read once a request."""
        raise NotImplementedError


# search.py


class PeopleSource(Declared):
    """A list of the people page: how it is searched and how a row is shown."""

    key = title = permission = template = ""

    def find(self, user, typed, *, on):
        """A queryset of the matches that the user may see, nearest first."""
        raise NotImplementedError

    def rows(self, found, user, *, on):
        """The rows for the template, one for each object found."""
        return found

    def student_ids(self, found):
        """Ids of the students whose data the list shows, for the `AccessRecord`."""
        return []


@dataclass(frozen=True)
class Option:
    """An option of a form field: its value, its label, and a note that tells namesakes apart."""

    value: int
    label: str
    note: str = ""


class OptionSource(Declared):
    """The options of a searching form field; the key is the field's kind and the form's scope: "student/need"."""

    key = permission = ""

    def find(self, user, typed, *, on):
        """A queryset of the matches that the field may offer to the user, nearest first."""
        raise NotImplementedError

    def option(self, found, *, on):
        """The `Option` of one object found."""
        raise NotImplementedError

    def student_ids(self, found):
        """Ids of the students whose data the options show, for the `AccessRecord`."""
        return []


# sources.py

NAMES = []


def sources(names):
    """Declare whose names an article may give as its source: a function that returns (name, whether it is suggested)."""
    NAMES.append(names)
    return names


def source_names():
    """[(name, whether it is suggested)] of all apps."""
    return [pair for names in NAMES for pair in names()]


# totals.py


# a smaller count could identify a person
LEAST_SHOWN = 5


class Total(Declared):
    """A count over the whole school of what was done, shown to the public by finished month (`core.publishing`).

    It never names a class, a place or a day, and tells no population, no share and no gap.
    """

    # `label` and `unit` as in: 走访家庭 132 户次
    key = label = unit = ""
    # the walk-in on whose page it stands: "student", "class" or "family"
    walk_in = ""
    # whether it is the large number of its walk-in, on the home page too
    is_main = False
    # whether it is how many there are on a day, and not how many there were in a month
    is_level = False

    def count(self, *, since, until):
        """How many there were from a day to a day; of a level how many there are on the last day."""
        raise NotImplementedError


# chores.py


class Chore(Declared):
    """Work that `tick` does: an idempotent function of a moment, at each tick or once in `interval`."""

    key = title = ""
    interval = timedelta(0)

    def run(self, *, at):
        """Do what is due at the moment; return the number of rows changed or removed."""
        raise NotImplementedError


# demo.py


class DemoPart(Declared):
    """A part of the fictional school, built through the actions of the app that declares it."""

    key = title = ""

    def build(self, school):
        """Add this part; `school` has the day, the people and the classes (a `DemoSchool`)."""
        raise NotImplementedError
