from functools import partial

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from branch.core.files import delete_on_commit
from branch.core.models import AuditEvent, SiteProfile
from branch.walkins.families.models import SAYS, DueDeletion, HomeVisit, VisitPhoto, past_term
from branch.walkins.students.models import Contact
from branch.walkins.terms import NOTICE

Kind = DueDeletion.Kind


@transaction.atomic
def delete_past_term(*, on):
    """Delete what is past its term; return the number of rows, of which one audit event has those of each kind.

    In one transaction, so that the counts are those of what is gone, however the run ends.
    """
    rows = past_term(on)
    counts = {kind: sum(map(DELETE[kind], rows[kind])) for kind in Kind}
    found = [DueDeletion(kind=kind, count=count) for kind, count in counts.items() if count]
    if found:
        says = "、".join(map(str, found))
        AuditEvent.record(
            actor=None, verb="records.expired", target=SiteProfile.current(), says=says
        )
    return sum(counts.values())


@transaction.atomic
def announce_due(*, on):
    """Store how many records will be past their term within `NOTICE`, for the committee's desk."""
    rows = past_term(on + NOTICE)
    counts = {kind: sum(one.count() for one in rows[kind]) for kind in Kind}
    DueDeletion.objects.all().delete()
    DueDeletion.objects.bulk_create(
        DueDeletion(kind=kind, count=count) for kind, count in counts.items() if count
    )
    transaction.on_commit(partial(cache.delete, SAYS), robust=True)


def _delete(rows):
    """Delete rows, with what only belongs to them."""
    keys = _listed(rows)
    rows.model.objects.filter(pk__in=keys).delete()
    return len(keys)


def _clear(rows):
    """Delete the texts of contacts, visits, pairings or their proposals."""
    empty = {Contact: BARE, HomeVisit: {"fact": "", "advice": ""}}
    empty = empty.get(rows.model, {"over_reason": ""})
    rows = rows.model.objects.filter(pk__in=_listed(rows))
    return rows.update(**empty, version=F("version") + 1)


def _delete_photos(rows):
    keys = _listed(rows)
    photos = VisitPhoto.objects.filter(pk__in=keys)
    delete_on_commit(*photos)
    HomeVisit.objects.filter(photos__in=keys).update(photos_awaited=0)
    photos.delete()
    return len(keys)


def _delete_visits(rows):
    """Delete visits with their photos; the contacts that they also were stay, without texts."""
    keys = _listed(rows)
    Contact.objects.filter(visit__in=keys).update(visit=None, **BARE, version=F("version") + 1)
    _delete_photos(VisitPhoto.objects.filter(visit__in=keys))
    HomeVisit.objects.filter(pk__in=keys).delete()
    return len(keys)


def _listed(rows):
    """The keys, read before anything is deleted on which the query depends."""
    return list(rows.order_by().values_list("pk", flat=True))


BARE = {"fact": "", "next_plan": "", "next_on": None, "is_bare": True}
DELETE = dict.fromkeys(Kind, _delete) | {
    Kind.TEXTS: _clear,
    Kind.PHOTOS: _delete_photos,
    Kind.VISITS: _delete_visits,
}
