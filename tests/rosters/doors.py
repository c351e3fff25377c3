"""Who may open the import of rosters: the administrator the school's, the committee that of hardship families."""

from tests.door import ADMIN, COMMITTEE, Door

IMPORTING = ADMIN | COMMITTEE
# a kind, and a batch of it, exists for those alone who may import it
OF_A_KIND = {"may": IMPORTING, "own": ADMIN, "other": ADMIN, "also": {"hardship": COMMITTEE}}

DOORS = {
    # rosters
    "rosters:import-list": Door(may=IMPORTING),
    "rosters:import-create": Door(**OF_A_KIND, row="roster", post=True),
    "rosters:import-template": Door(**OF_A_KIND, row="roster"),
    "rosters:import-detail": Door(**OF_A_KIND, row="batch", post=True),
    "rosters:import-layout": Door(**OF_A_KIND, row="batch", post=True),
    "rosters:import-columns": Door(**OF_A_KIND, row="batch", post=True),
    "rosters:import-advance": Door(**OF_A_KIND, row="batch", get=False, post=True),
    "rosters:import-discard": Door(**OF_A_KIND, row="batch", get=False, post=True),
    "rosters:import-undo": Door(**OF_A_KIND, row="done_batch", post=True),
    "rosters:import-problems": Door(**OF_A_KIND, row="batch"),
}
