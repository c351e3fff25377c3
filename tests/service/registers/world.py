"""Registrations, deeds and lists, of the member who signs in and of another."""

from tests.factories import make_member
from tests.service.registers.rows import (
    make_community,
    make_content,
    make_deed,
    make_item,
    make_late_deed,
    make_paper,
    make_receipt,
    make_registration,
)


def add_rows(world):
    user = world.users["member"]
    own, other = user.staff.member, make_member()
    rows = [make_registration(member, post="读书角") for member in (own, other)]
    for row in rows:
        make_receipt(row)
    world.add("registration", *rows)
    world.add("deed", make_deed(own), make_deed(other))
    world.add("late_deed", make_late_deed(own), make_late_deed(other))
    papers = [make_paper(row.community, world.users["secretary"]) for row in rows]
    world.add("community_paper", *papers)
    for noun, make in (
        ("item", make_item),
        ("content", make_content),
        ("community", make_community),
    ):
        world.add(noun, make(), make())
