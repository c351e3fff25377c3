"""Two partners with a row of each kind."""

from tests.service.partners.rows import (
    make_agreement,
    make_contact,
    make_entry,
    make_evaluation,
    make_paper,
    make_partner,
    make_report,
)


def add_rows(world):
    by = world.users["secretary"]
    partners = [make_partner() for _ in range(2)]
    for partner in partners:
        make_contact(partner)
    world.add("partner", *partners)
    world.add("entry", *map(make_entry, partners))
    world.add("branchreport", *map(make_report, partners))
    for noun, make in (("agreement", make_agreement), ("evaluation", make_evaluation)):
        rows = [make(partner) for partner in partners]
        for row in rows:
            make_paper(row, by)
        world.add(noun, *rows)
