"""Which events and texts a person works on."""

from django.db.models import Count, Q

from branch.activities.models import Activity

EVERY, OWN = "service.view_every_parentopening", "service.view_parentopening"


def events_kept_by(user):
    """Announced and other events of public programmes whose materials and feedback the user keeps, the latest first."""
    if not user.has_perm(OWN):
        return Activity.objects.none()
    rows = Activity.objects.filter(programme__is_public=True).not_cancelled().with_programme()
    rows = rows.order_by("-starts_at", "-pk")
    return rows if user.has_perm(EVERY) else rows.filter(logged_by=user)


def with_counts(rows):
    """Annotate how many files and books an event has, and how many files wait for a second person."""
    waiting = Q(materials__is_public=True, materials__released_by=None)
    return rows.annotate(
        material_count=Count("materials", distinct=True),
        waiting_count=Count("materials", filter=waiting, distinct=True),
        book_count=Count("books", distinct=True),
    )
