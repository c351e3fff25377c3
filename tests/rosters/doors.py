"""Who may open the import of rosters."""

from tests.door import ADMIN, Door

DOORS = {
    # rosters
    "rosters:import-list": Door(may=ADMIN),
    "rosters:import-create": Door(may=ADMIN, row="roster", post=True),
    "rosters:import-template": Door(may=ADMIN, row="roster"),
    "rosters:import-detail": Door(may=ADMIN, row="batch", post=True),
    "rosters:import-layout": Door(may=ADMIN, row="batch", post=True),
    "rosters:import-columns": Door(may=ADMIN, row="batch", post=True),
    "rosters:import-advance": Door(may=ADMIN, row="batch", get=False, post=True),
    "rosters:import-discard": Door(may=ADMIN, row="batch", get=False, post=True),
    "rosters:import-undo": Door(may=ADMIN, row="done_batch", post=True),
    "rosters:import-problems": Door(may=ADMIN, row="batch"),
}
