"""The ledgers that the addresses name."""


def add_rows(world):
    world.rows["ledger"] = {"own": {"slug": "contacts"}, "other": {"slug": "organisation-life"}}
