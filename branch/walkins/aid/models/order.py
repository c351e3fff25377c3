"""The order of the books: of one day first what comes in, then what goes out, so that no balance is below zero.

What was given and taken back on the same day stands together in between: first the line, then its reversal.
"""

from django.db.models import Case, Exists, F, OuterRef, Q, When

from .rules import State

BOOK_ORDER = ("happened_on", "book_rank", "book_anchor", "pk")
LATEST_FIRST = ("-happened_on", "-book_rank", "-book_anchor", "-pk")
TAKES_BACK = Q(flow=1, reverses__happened_on=F("happened_on"))


def with_order(lines):
    """Annotate `book_rank` and `book_anchor`, by which the lines of a day are ordered."""
    own = lines.model.objects.filter(reverses=OuterRef("pk"), state=State.COUNTED)
    is_taken_back = Exists(own.filter(happened_on=OuterRef("happened_on")).order_by())
    rank = Case(
        When(TAKES_BACK, then=Case(When(state=State.COUNTED, then=1), default=2)),
        When(flow=1, then=0),
        When(Q(is_taken_back) & Q(reverses=None), then=1),
        default=2,
    )
    return lines.annotate(
        book_rank=rank, book_anchor=Case(When(TAKES_BACK, then=F("reverses")), default=F("pk"))
    )


def at_or_before():
    """The condition on annotated lines of the same day that stand at or before the line of the outer query."""
    rank, anchor = OuterRef("book_rank"), OuterRef("book_anchor")
    same = Q(book_rank=rank, book_anchor=anchor, pk__lte=OuterRef("pk"))
    return Q(book_rank__lt=rank) | Q(book_rank=rank, book_anchor__lt=anchor) | same
