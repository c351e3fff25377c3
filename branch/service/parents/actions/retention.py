"""What `tick` deletes: families after their event, networks after their day."""

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from branch.service.parents.models import (
    ParentOpening,
    ParentQuestion,
    ParentSignUp,
    SignUpSource,
    WrongTry,
)


def delete_what_families_left(*, at):
    """Delete sign-ups and questions whose time is over, each by one statement for each promise; return how many.

    What counted their networks goes with them.
    """
    promised = ParentOpening.objects.order_by("kept_days").values_list("kept_days", flat=True)
    count = 0
    for days in promised.distinct():
        over = ParentOpening.objects.over_for(days, at).order_by().values("pk")
        _keep_counts(over)
        count += ParentSignUp.objects.filter(opening__in=over).delete()[0]
        count += ParentQuestion.objects.filter(opening__in=over).delete()[0]
        SignUpSource.objects.filter(opening__in=over).delete()
    return count


def _keep_counts(over):
    """Store how many people had a seat at each of these openings, before their families are deleted."""
    own = ParentSignUp.objects.confirmed().filter(opening=OuterRef("pk")).order_by()
    people = own.values("opening").annotate(people=Sum("people_count")).values("people")
    rows = ParentOpening.objects.filter(pk__in=over, signed_up_count=None)
    rows.update(signed_up_count=Coalesce(Subquery(people), 0))


def forget_networks(*, at):
    """Empty the pseudonyms of networks that have been quiet for a day, delete wrong tries of an hour ago."""
    count = WrongTry.objects.over_at(at).delete()[0]
    return count + SignUpSource.objects.forget_quiet(at=at)
