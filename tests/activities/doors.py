"""Who may open the branch's activities."""

from tests.door import COMMITTEE, Door

HOLDING = COMMITTEE | {"counsellor"}

DOORS = {
    # activities; "own" is open to all and logged by the counsellor
    "activities:activity-list": Door(),
    "activities:activity-create": Door(may=HOLDING, post=True),
    "activities:activity-detail": Door(row="activity"),
    "activities:activity-update": Door(may=HOLDING, row="activity", other=COMMITTEE, post=True),
    "activities:activity-cancel": Door(may=HOLDING, row="activity", other=COMMITTEE, post=True),
    "activities:activity-close": Door(
        may=HOLDING, row="activity", other=COMMITTEE, get=False, post=True
    ),
    "activities:photo-add": Door(
        may=HOLDING, row="activity", other=COMMITTEE, get=False, post=True
    ),
    "activities:photo-full": Door(row="activity_photo", other=COMMITTEE),
    "activities:photo-thumb": Door(row="activity_photo", other=COMMITTEE),
    "activities:file-download": Door(row="activity_file", other=COMMITTEE),
}
