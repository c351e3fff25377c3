from django.db import transaction

from branch.core.models import AuditEvent
from branch.core.refusals import refuse_in_public
from branch.service.talks.models import BookRecommendation

from .releases import unreleased

COLUMNS = ("title", "author", "recommended_by", "audience", "reason", "recommended_on", "activity")


def _plain(title):
    """The title without its 《》, which typography adds."""
    return title.strip().removeprefix("《").removesuffix("》").strip()


@transaction.atomic
def recommend(*, by, **facts):
    """Recommend a book; it waits for a second person."""
    return _write(BookRecommendation(), by=by, verb="book.recommended", says="荐书", **facts)


@transaction.atomic
def revise_book(book, *, version, by, **facts):
    """Change a recommendation, which waits for a second person again."""
    book = BookRecommendation.objects.lock(book.pk, version)
    return _write(book, by=by, verb="book.revised", says="修改荐书", **facts)


def _write(book, *, by, verb, says, **facts):
    for name in COLUMNS:
        setattr(book, name, facts[name])
    book.title = _plain(book.title)
    unreleased(book, by=by)
    book.full_clean()
    refuse_in_public(book.public_texts)
    book.save()
    AuditEvent.record(actor=by, verb=verb, target=book, says=says)
    return book
