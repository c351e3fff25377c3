"""Who may open the branch's activities."""

from tests.door import COMMITTEE, Door, public

HOLDING = COMMITTEE | {"counsellor"}
# the head teacher hosts the event that is their own
RUNNING = {"own": COMMITTEE | {"head"}, "other": COMMITTEE}
ENTERING = COMMITTEE | {"head"}

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
    # sign-ups; "own" is hosted by the head teacher and its pupils are led by the teacher
    "activities:opening-list": Door(),
    "activities:opening-detail": Door(row="opening"),
    "activities:opening-file": Door(row="opening"),
    "activities:opening-create": Door(row="unopened", post=True, **RUNNING),
    "activities:opening-update": Door(row="opening", post=True, **RUNNING),
    "activities:registration-create": Door(row="slot", get=False, post=True),
    "activities:registration-withdraw": Door(row="opening", get=False, post=True),
    "activities:colleague-add": Door(row="opening", post=True, **RUNNING),
    "activities:colleague-drop": Door(row="colleague_signed_up", get=False, post=True, **RUNNING),
    "activities:pupil-enter": Door(may=ENTERING, row="opening", post=True),
    # the names are read by the leading teacher and whoever entered them
    "activities:pupil-leave": Door(
        row="pupil_of_event",
        own=frozenset({"teacher", "head"}),
        other=frozenset({"committee"}),
        get=False,
        post=True,
    ),
    "activities:plan-store": Door(row="opening", post=True, **RUNNING),
    "activities:plan-file": Door(row="opening", own=ENTERING | {"teacher"}, other=ENTERING),
    "activities:hours-confirm": Door(row="event_held", post=True, **RUNNING),
    "activities:late-add": Door(row="event_held", post=True, **RUNNING),
    "activities:service-own": Door(post=True),
    "activities:proposal-list": Door(),
    # "own" was entered by the committee, the other by the secretary
    **dict.fromkeys(
        ("activities:proposal-confirm", "activities:proposal-refuse"),
        Door(
            row="late_entry",
            own=frozenset({"head", "secretary"}),
            other=frozenset({"committee"}),
            get=False,
            post=True,
        ),
    ),
    "activities:statement-detail": Door(
        row="statement", own=frozenset({"member"}), other=frozenset({"teacher"})
    ),
    "activities:statement-check": public(post=True),
}
