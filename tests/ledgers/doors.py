"""Who may open the ledgers."""

from tests.door import COMMITTEE, Door

OVERSEEING = COMMITTEE | {"member", "head"}

DOORS = {
    # ledgers
    "ledgers:ledger-list": Door(may=OVERSEEING),
    "ledgers:ledger-detail": Door(may=OVERSEEING, row="ledger"),
    "ledgers:ledger-print": Door(may=OVERSEEING, row="ledger"),
    "ledgers:ledger-xlsx": Door(may=OVERSEEING, row="ledger", post=True),
    "ledgers:ledger-docx": Door(may=OVERSEEING, row="ledger", post=True),
}
