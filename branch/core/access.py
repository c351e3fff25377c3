"""What an answer shows of whom, noted by the view and committed before the answer leaves."""

from collections import defaultdict

from .models import AccessRecord


def note(request, kind, ids, action="view"):
    """Remember that this answer shows the `kind` ("student") rows with these ids in this way."""
    if not hasattr(request, "reading"):
        request.reading = defaultdict(lambda: defaultdict(set))
    request.reading[action][kind].update(pk for pk in ids if pk is not None)


def commit(request):
    """Write one AccessRecord for each action noted, in one statement; nothing noted, nothing written."""
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
