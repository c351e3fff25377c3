"""Two rosters of pupils: one that is checked, and one that is imported."""

from datetime import date

from django.utils import timezone

from branch.rosters import actions


def add_rows(world):
    """A checked file that names a known pupil and waits for confirmation, and an imported one."""
    by = world.users["admin"]
    waiting, done = (_checked(world.pupils[0], by) for _ in range(2))
    done = actions.begin_import(done, skip_errors=True, by=by)
    actions.advance(done, on=timezone.localdate(), at=timezone.now(), by=by)
    world.add("batch", waiting, waiting)
    world.add("done_batch", done, done)
    world.rows["roster"] = {whose: {"kind": "students"} for whose in ("own", "other")}


def _checked(pupil, by):
    said = f"学号,姓名,班级,联系电话\n{pupil.number},{pupil.name},703,138\n"
    batch = actions.receive_file(
        kind="students",
        file_name="students.csv",
        content=said.encode(),
        effective_on=date(2026, 9, 1),
        by=by,
    )
    return actions.check_batch(batch, on=timezone.localdate())
