"""The table of addresses, `DOORS`, collected from `doors.py` of each app."""

from tests.parts import parts

ROWS = [row for part in parts("doors") for row in part.DOORS.items()]
DOORS = dict(ROWS)
