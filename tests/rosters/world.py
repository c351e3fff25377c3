"""Rosters of two kinds: of each one that is checked, and one that is imported."""

from datetime import date

from django.utils import timezone

from branch.rosters import actions
from tests.spreadsheets import carry_on


def add_rows(world):
    """Checked files that name a known pupil and wait for confirmation, and imported ones."""
    batches = {"batch": {}, "done_batch": {}}
    for whose, kind in (("own", "students"), ("other", "students"), ("hardship", "hardship")):
        by = world.users["committee" if kind == "hardship" else "admin"]
        batches["batch"][whose] = _checked(kind, world.pupils[0], by)
        batches["done_batch"][whose] = _imported(_checked(kind, world.pupils[0], by), by)
    for name, rows in batches.items():
        world.add(name, **rows)
    world.rows["roster"] = {
        whose: {"kind": kind}
        for whose, kind in (("own", "students"), ("other", "staff"), ("hardship", "hardship"))
    }


def _checked(kind, pupil, by):
    said = f"学号,姓名,班级,联系电话\n{pupil.number},{pupil.name},703,138\n"
    if kind == "hardship":
        said = f"学号,姓名,困难等级\n{pupil.number},{pupil.name},特困\n"
    batch = actions.receive_file(
        kind=kind,
        file_name=f"{kind}.csv",
        content=said.encode(),
        effective_on=date(2026, 9, 1),
        by=by,
    )
    return actions.check_batch(batch, on=timezone.localdate())


def _imported(batch, by):
    batch = actions.begin_import(batch, skip_errors=True, by=by)
    return carry_on(batch, on=timezone.localdate(), at=timezone.now())
