"""Registers the kinds of jobs, work done outside a request; each app declares its own in `jobs.py`:

    @job("<app>.plan", title="排结对计划", permission="<app>.make_plan")
    def plan(run, *, term): ...

A worker calls the function with a `Run` and the arguments it was started with, and calls it again if
it was killed. The function therefore continues from `run.done_count`, and calls `run.step(done, total)`
inside the transaction that writes those rows. The user who started it reads the message of a
`ValidationError`. It returns the address of its result, or nothing; `run.finish_with(file)` stores a file.
Work that takes minutes between two steps calls `run.beat()` meanwhile. The permission is needed to
start the job, and later to open its page and its file. The page has no access record, so neither the
message nor a file's name may name a student.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from branch.core.registry import register

JOBS = {}


@dataclass(frozen=True)
class JobKind:
    title: str
    permissions: tuple
    function: Callable

    def is_open_to(self, user):
        return user.has_perms(self.permissions)


def job(kind, *, title, permission):
    """Register a function as the work of this kind of job; the title names it on its page.

    `permission` is one that the user needs, or a tuple of those that are all needed.
    """
    permissions = permission if isinstance(permission, tuple) else (permission,)

    def declare(function):
        register(JOBS, kind, JobKind(title, permissions, function))
        return function

    return declare


def packed(arguments):
    """Return the arguments as JSON; `TypeError` for anything but ids, dates and lists of them.

    The queue and its logs store them, and no name or text about a person may be there.
    """
    return {name: _packed(value) for name, value in arguments.items()}


def _packed(value):
    if isinstance(value, list | tuple):
        return [_packed(item) for item in value]
    if type(value) is date:
        return value.isoformat()
    if value is None or isinstance(value, int):
        return value
    raise TypeError(f"a job takes ids and days, not {type(value).__name__}")


def unpacked(arguments):
    """Return the arguments that `packed` was given, with lists for tuples."""
    return {name: _unpacked(value) for name, value in arguments.items()}


def _unpacked(value):
    if isinstance(value, list):
        return [_unpacked(item) for item in value]
    return date.fromisoformat(value) if isinstance(value, str) else value
