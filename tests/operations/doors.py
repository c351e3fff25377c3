"""Who may open the health check and the pages of jobs."""

from tests.door import Door, public

TEACHER, SECRETARY = frozenset({"teacher"}), frozenset({"secretary"})

DOORS = {
    # the health check
    "operations:healthz": public(),
    "operations:readyz": public(),
    # jobs: "own" is the teacher's, "other" the secretary's
    "operations:job-detail": Door(row="job", own=TEACHER, other=SECRETARY),
    "operations:job-file": Door(row="job", own=TEACHER, other=SECRETARY),
}
