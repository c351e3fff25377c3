"""Who may open partners: members read, the committee writes and opens the papers."""

from tests.door import COMMITTEE, Door

MEMBERS = COMMITTEE | {"member"}
ROWS = ("agreement", "branchreport", "evaluation")

DOORS = {
    "service:partner-list": Door(may=MEMBERS),
    "service:partner-detail": Door(may=MEMBERS, row="partner"),
    "service:partner-create": Door(may=COMMITTEE, post=True),
    "service:partner-update": Door(may=COMMITTEE, row="partner", post=True),
    "service:entry-create": Door(may=COMMITTEE, row="partner", post=True),
    "service:entry-step": Door(may=COMMITTEE, row="entry", get=False, post=True),
    "service:entry-end": Door(may=COMMITTEE, row="entry", get=False, post=True),
    "service:agreement-paper": Door(may=COMMITTEE, row="agreement"),
    "service:evaluation-paper": Door(may=COMMITTEE, row="evaluation"),
    **{f"service:{noun}-create": Door(may=COMMITTEE, row="partner", post=True) for noun in ROWS},
    **{f"service:{noun}-update": Door(may=COMMITTEE, row=noun, post=True) for noun in ROWS},
    **{
        f"service:{noun}-withdraw": Door(may=COMMITTEE, row=noun, get=False, post=True)
        for noun in ROWS
    },
}
