"""Slips and roles of users beside those who send the requests."""

from datetime import UTC, date, datetime

from branch.accounts.models import Role
from tests.factories import make_grant, make_link, make_staff

BEFORE = datetime(2026, 11, 13, 8, 0, tzinfo=UTC)


def add_rows(world):
    """Own: an open slip, a colleague, a role. Other: a used slip, one who has left, a proposed role."""
    colleague, gone = make_staff(), make_staff(until_on=date(2026, 9, 1))
    links = make_link(colleague.user), make_link(gone.user, used_at=BEFORE)
    world.rows["link"] = {
        whose: {"token": link.token} for whose, link in zip(("own", "other"), links, strict=True)
    }
    world.add("colleague", colleague, gone)
    held = make_grant(colleague.user, Role.EDITOR)
    proposed = make_grant(
        colleague.user,
        Role.COMMITTEE,
        proposed_by=world.users["admin"],
        confirmed_at=None,
    )
    world.add("grant", held, proposed)
