"""The page of the style guide for its address."""


def add_rows(world):
    world.rows["styleguide"] = {whose: {"page": "parts"} for whose in ("own", "other")}
