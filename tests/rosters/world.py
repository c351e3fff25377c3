"""The kind of roster that the addresses of the import name."""


def add_rows(world):
    world.rows["roster"] = {whose: {"kind": "students"} for whose in ("own", "other")}
