"""The ledger that the addresses of the permission table name."""


def add_rows(world):
    world.rows["ledger"] = {"own": {"slug": "contacts"}, "other": {"slug": "organisation-life"}}
