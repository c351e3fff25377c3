"""What an app may add to the pages and commands that look across apps.

Each is declared in a module of that name, found by import: `menu.py`, `todos.py`, `search.py`,
`totals.py`, `chores.py`, `demo.py`. Facts and figures have modules of their own beside this one;
`permissions.py`, `duties.py`, `board.py`, `ledgers.py`, `imports.py` and `jobs.py` declare what
`accounts`, `coverage`, `ledgers`, `rosters` and `operations` define.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .registry import Declared

MODULES = (
    "figures",
    "facts",
    "permissions",
    "duties",
    "board",
    "ledgers",
    "imports",
    "menu",
    "todos",
    "search",
    "totals",
    "chores",
    "jobs",
)


# menu.py

MENU, QUICK, TABS = [], [], []


@dataclass(frozen=True)
class Entry:
    """A place in a menu: its label, icon, URL name and the permission to open it.

    Entries go by `order`. In the side bar they stand under their `section`.
    """

    label: str
    icon: str
    name: str
    order: int
    permission: str = "core.use_desk"
    section: str = ""
    # of a record to begin: whether it may be the user's round button, and whether the desk lists it
    comes_first: Callable | None = None
    is_listed: Callable | None = None


def menu(*entries):
    """Add entries to the side bar of the desk."""
    MENU.extend(entries)


def quick(*entries):
    """Add records that may be begun from the desk; the first a user may begin is the round button."""
    QUICK.extend(entries)


def tabs(*entries):
    """Add places to the tab bar of a phone, which shows the first few a user may open."""
    TABS.extend(entries)


# todos.py


@dataclass(frozen=True)
class Todo:
    """One thing to do, and where to do it."""

    title: str
    note: str
    url: str = ""
    button: str = ""
    due_on: date | None = None
    kind: str = "soon"
    tag: str = "本周内"
    is_main: bool = False


class TodoSource(Declared):
    """What of one kind waits for a user on the desk; `order` decides among those without a day."""

    key = ""

    def todos(self, user, *, at, site):
        """The `Todo`s of the user at a moment; `site` is the site's profile, read once a request."""
        raise NotImplementedError


# search.py


class PeopleSource(Declared):
    """One list of the people page: who is found under the words typed, and how a row is shown."""

    key = title = permission = template = ""

    def find(self, user, typed, *, on):
        """A queryset of what the user may see that matches, nearest first."""
        raise NotImplementedError

    def rows(self, found, user, *, on):
        """What the template shows of each object found."""
        return found

    def student_ids(self, found):
        """The students whose data the list shows, for the log of reads."""
        return []


@dataclass(frozen=True)
class Option:
    """One object as a form field offers it: the value sent, the name, and what tells namesakes apart."""

    value: int
    label: str
    note: str = ""


class OptionSource(Declared):
    """Whom a searching form field offers; the key is the field's kind and the form's scope: "student/need"."""

    key = permission = ""

    def find(self, user, typed, *, on):
        raise NotImplementedError

    def option(self, found, *, on):
        """The `Option` of one object found."""
        raise NotImplementedError

    def student_ids(self, found):
        """The students whose data the options show, for the log of reads."""
        return []


# totals.py


# a smaller count could point at somebody
LEAST_SHOWN = 5


class Total(Declared):
    """A figure for the public front page: a count over the whole school; below five it is not shown."""

    key = label = unit = ""

    def count(self, *, on):
        """How many there are on the day, without a name or a class."""
        raise NotImplementedError


# chores.py


class Chore(Declared):
    """Work that `tick` does: one idempotent function of a moment, at each tick or once in `interval`."""

    key = title = ""
    interval = timedelta(0)

    def run(self, *, at):
        """Do what has become due by the moment; returns how many rows it changed or removed."""
        raise NotImplementedError


# demo.py


class DemoPart(Declared):
    """A part of the fictional school that an app adds to it, built through the app's actions."""

    key = title = ""

    def build(self, school):
        """Add to the school; `school` says its day, its people and its classes (`branch.demo.seed`)."""
        raise NotImplementedError
