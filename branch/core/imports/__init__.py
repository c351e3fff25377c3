"""Rosters as schools have them: read whatever the spreadsheet looks like, say what is wrong with each
cell, plan what would change, and only then write it, in chunks that can be resumed and taken back.

An app declares an `Importer` in its `imports.py`: fields with their aliases and cleaners, and one
`plan`. Reading, header finding, checking, writing and undo are here, the same for the browser and for
the command.
"""

from .book import RosterError, open_book
from .cells import CellError
from .changes import Change, changed, gone, new
from .importer import Field, Importer, Line, begins_on

__all__ = [
    "CellError",
    "Change",
    "Field",
    "Importer",
    "Line",
    "RosterError",
    "begins_on",
    "changed",
    "gone",
    "new",
    "open_book",
]
