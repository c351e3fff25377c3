"""The kinds of work done outside a request; each app declares its own in its `jobs.py`:

    @job("<app>.plan", title="排结对计划")
    def plan(run, *, term): ...

The function is called by a worker with a `Run` and the arguments it was started with. It may be called
again after its worker was killed, so it goes on from `run.done_count` and calls `run.step(done, total)`
inside the transaction that writes those rows. A `ValidationError` is the sentence its asker reads.
It returns the address of its result, or nothing; `run.finish(...)` hands over a file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

JOBS = {}


@dataclass(frozen=True)
class JobKind:
    title: str
    function: Callable


def job(kind, *, title):
    """Register a function as the work of this kind of job; the title names it on its page."""

    def register(function):
        JOBS[kind] = JobKind(title, function)
        return function

    return register


def packed(arguments):
    """The arguments as JSON; `TypeError` for anything but ids, days and lists of them.

    They stand in the queue and in its logs, where no name or text about a person belongs.
    """
    return {name: _packed(value) for name, value in arguments.items()}


def _packed(value):
    if isinstance(value, list | tuple):
        return [_packed(one) for one in value]
    if type(value) is date:
        return value.isoformat()
    if value is None or isinstance(value, int):
        return value
    raise TypeError(f"a job takes ids and days, not {type(value).__name__}")


def unpacked(arguments):
    """What `packed` was given, lists for tuples."""
    return {name: _unpacked(value) for name, value in arguments.items()}


def _unpacked(value):
    if isinstance(value, list):
        return [_unpacked(one) for one in value]
    return date.fromisoformat(value) if isinstance(value, str) else value
