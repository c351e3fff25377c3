"""Who may ask how the portal is, and how work outside a request goes on."""

from tests.door import Door, public

TEACHER, SECRETARY = frozenset({"teacher"}), frozenset({"secretary"})

DOORS = {
    # machines
    "operations:healthz": public(),
    "operations:readyz": public(),
    # work outside a request: "own" is the teacher's, "other" the secretary's
    "operations:job-detail": Door(row="job", own=TEACHER, other=SECRETARY),
    "operations:job-file": Door(row="job", own=TEACHER, other=SECRETARY),
}
