"""Access records: whose data a response shows, noted by the view, stored before it is sent."""

from collections import defaultdict

from .models import AccessRecord


def note(request, kind, ids, action="view"):
    """Note on the request that its response shows the rows of a kind ("student") with these ids."""
    if not hasattr(request, "reading"):
        request.reading = defaultdict(lambda: defaultdict(set))
    request.reading[action][kind].update(pk for pk in ids if pk is not None)


def commit(request):
    """Store one AccessRecord for each action noted, in one statement; none where nothing was noted."""
    reading = getattr(request, "reading", {})
    records = [_record(request, action, shown) for action, shown in reading.items()]
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
