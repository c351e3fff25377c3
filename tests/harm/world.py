"""Two reports, made to a colleague whom no other page names."""

from tests.factories import make_report, make_staff
from tests.harm.doors import TOLD


def add_rows(world):
    """Own: the member's. Other: a colleague's."""
    writers = world.users["member"], make_staff().user
    world.add("report", *(make_report(writer, reported_to=TOLD) for writer in writers))
