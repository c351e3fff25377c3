"""The page of the style guide that an address names."""


def add_rows(world):
    world.rows["styleguide"] = {whose: {"page": "parts"} for whose in ("own", "other")}
