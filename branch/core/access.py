"""Access records: whose data a response shows, noted by the view, stored before it is sent."""

from collections import defaultdict

from .models import AccessRecord


def note(request, kind, ids, action="view"):
    """Note on the request that its response shows the rows of a kind ("student") with these ids."""
    if not hasattr(request, "reading"):
        request.reading = defaultdict(lambda: defaultdict(set))
    request.reading[action][kind].update(pk for pk in ids if pk is not None)


def note_alone(request, subjects, action):
    """Note rows shown together, such as a family on a print, for an AccessRecord of their own: {kind: ids}."""
    if not hasattr(request, "read_alone"):
        request.read_alone = []
    request.read_alone.append((action, subjects))


def commit(request):
    """Store one AccessRecord for each action noted and for what was noted alone, in one statement, if any."""
    together = getattr(request, "reading", {}).items()
    alone = getattr(request, "read_alone", ())
    records = [_record(request, action, shown) for action, shown in (*together, *alone)]
    records = [record for record in records if record.subjects]
    if records:
        AccessRecord.objects.bulk_create(records)


def _record(request, action, shown):
    subjects = {kind: sorted(ids) for kind, ids in sorted(shown.items()) if ids}
    return AccessRecord(
        reader=request.user,
        action=action,
        page=request.resolver_match.view_name,
        address=request.path[:200],
        subjects=subjects,
        subject_count=sum(map(len, subjects.values())),
    )
