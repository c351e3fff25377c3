"""What an answer shows of whom, noted by the view and committed before the answer leaves."""

from collections import defaultdict

from .models import AccessRecord


def note(request, kind, ids, action="view"):
    """Remember that this answer shows the `kind` ("student") rows with these ids."""
    if not hasattr(request, "reading"):
        request.reading = defaultdict(set)
        request.reading_action = action
    request.reading[kind].update(pk for pk in ids if pk is not None)


def commit(request):
    """Write the one AccessRecord of this request; nothing noted, nothing written."""
    reading = getattr(request, "reading", None)
    if not reading or not any(reading.values()):
        return None
    subjects = {kind: sorted(ids) for kind, ids in sorted(reading.items()) if ids}
    return AccessRecord.objects.create(
        reader=request.user,
        action=request.reading_action,
        page=request.resolver_match.view_name,
        address=request.path[:200],
        subjects=subjects,
        subject_count=sum(map(len, subjects.values())),
    )
