"""What every main page costs at a tenth and at the full size, how that grows, and its bytes.

The servers of both sizes and the bare view run at once and take turns. On PostgreSQL the CPU time of the
database is counted as well.
"""

import json
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, replace
from math import log10
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from drill.person import Person

from . import cpu
from .server import ROOT, Server, cpu_of_tree, environment, get, manage

SIZES = ("tenth", "full")
STEADY = ("--max-requests", "0")
ROUNDS, BURST = 5, 6
REMIND = "from bench import reminders; reminders.say()"


@dataclass
class Page:
    """CPU milliseconds of a page at each size and of the bare view, and its bytes at the full size."""

    name: str
    tenth: float
    full: float
    bare: float
    size: int | None

    @property
    def exponent(self):
        """0 for a page that costs the same at ten times the rows, 1 for one that costs ten times as much."""
        return log10(self.full / self.tenth)

    def ratio(self, size):
        """Its cost at a size ("tenth" or "full") over that of the bare view."""
        return getattr(self, size) / self.bare


class Portal(Server):
    """A portal whose CPU time includes that of PostgreSQL, where it has one."""

    database = None

    def cpu(self):
        return super().cpu() + (cpu_of_tree(self.database) if self.database else 0)


def measured(folder):
    """Fill a school of each size below the folder; returns their `Page`s, the dearest first, and what `reminders` says of each."""
    Path(folder).mkdir(exist_ok=True)
    schools = {size: _school(size, Path(folder) / size) for size in SIZES}
    planned = {size: json.loads(_shell(env, REMIND)) for size, env in schools.items()}
    return _pages(folder, schools), planned


def _pages(folder, schools):
    with ExitStack() as stack:
        bare = stack.enter_context(Server("bench.bare", environment(folder), ready="/"))
        view, cases = cpu.Case("bare", bare, "/", burst=200), {}
        for size, env in schools.items():
            portal = stack.enter_context(Portal("guangqin.wsgi", env, options=STEADY))
            cases[size] = _cases(portal, env)
        cpu.measure([view, *cases["tenth"], *cases["full"]], rounds=ROUNDS)
        sizes = [_bytes_of(case) for case in cases["full"]]
    found = [
        Page(full.name, tenth.milliseconds, full.milliseconds, view.milliseconds, size)
        for tenth, full, size in zip(cases["tenth"], cases["full"], sizes, strict=True)
    ]
    return sorted(found, key=lambda page: -page.full)


def _school(size, data):
    """The environment of a filled school, which on PostgreSQL has a database of its own."""
    data.mkdir()
    env = environment(data)
    server, _, _ = env["DATABASE_URL"].rpartition("/")
    if server.startswith("postgres"):
        create = f"connection.cursor().execute('CREATE DATABASE bench_{size}')"
        _shell(env, f"from django.db import connection; {create}")
        env["DATABASE_URL"] = f"{server}/bench_{size}"
    _shell(env, f"from bench.fill import fill; fill('{size}')")
    manage(env, "collectstatic", "--noinput")
    return env


def _shell(env, code):
    """What the code prints, run with the models of this environment."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE).stdout


def _cases(portal, env):
    known = json.loads(_shell(env, "from bench import pages; pages.say()"))
    portal.database = known["database"]
    users = {user for _, user, _ in known["pages"]} - {""}
    people = {user: Person.signed_in(portal.port, user) for user in users}
    headers = {"": {}} | {user: _headers(person) for user, person in people.items()}
    shown = [
        cpu.Case(name, portal, path, headers[user], burst=BURST)
        for name, user, path in known["pages"]
    ]
    (form,) = [case for case in shown if case.name == "contact form"]
    return [*shown, _posted(form, people["member"], known["pairing"])]


def _headers(person):
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in person.cookies.items())}


def _posted(shown, person, pairing):
    """The case that posts a contact, each with a token and a text of its own."""
    form = person.form(shown.path)

    def body():
        token = uuid4()
        typed = {"pairings": pairing, "kind": "care", "form_token": token, "fact": f"记录 {token}"}
        return urlencode(form.filled(**typed))

    headers = shown.headers | {"Content-Type": "application/x-www-form-urlencoded"}
    return replace(shown, name="contact posted", headers=headers, expect=302, body=body, costs=[])


def _bytes_of(case):
    """The bytes of a page; None for a form that is posted."""
    return (
        None if case.body else len(get(case.server.port, case.path.format(n=0), case.headers).body)
    )
