"""What refusing a file that is no plain roster costs, beside checking one of as many people as may be imported."""

from datetime import date

from branch.rosters.refusal import RosterError
from tests.rosters.hostile import HOSTILE, people
from tests.spreadsheets import check_file

from .rosters import cpu

TODAY = date(2026, 11, 24)


def costs():
    """CPU seconds: of checking 5,000 people, and {file: of refusing it}."""
    began = cpu()
    _check("a.csv", people(5_000))
    checked = cpu() - began
    return checked, {name: _refused(*HOSTILE[name]) for name in HOSTILE}


def _refused(file_name, make, says):
    content = make()
    began = cpu()
    try:
        _check(file_name, content)
    except RosterError as refusal:
        if says in "".join(refusal.messages):
            return cpu() - began
    raise SystemExit(f"{file_name} was not refused with {says}")


def _check(file_name, content):
    check_file("staff", file_name, content, on=TODAY, effective_on=TODAY)
