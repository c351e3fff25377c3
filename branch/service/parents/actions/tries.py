"""Looking for one's own sign-up by code and digits: wrong tries are counted, and too many have to wait."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.crypto import constant_time_compare

from branch.service.parents.models import ParentOpening, ParentSignUp, WrongTry, pseudonym
from branch.service.parents.models.sources import WRONG_OF_A_SOURCE, WRONG_OF_AN_EVENT

NO_CODE = "-" * 8


@dataclass(frozen=True)
class Guessed:
    """What was found for a code and digits: the sign-up, or None; `must_wait` after too many wrong tries."""

    row: ParentSignUp | None = None
    must_wait: bool = False


@transaction.atomic
def find_own(opening, *, code, digits, address, at):
    """Return what a code and the last four digits of the telephone find; a wrong one is counted.

    The answer is the same for an unknown code and for wrong digits, and while one has to wait for a right one too.
    """
    ParentOpening.objects.select_for_update(of=("self",)).get(pk=opening.pk)
    wrong = opening.wrong_tries.counted_at(at)
    own = wrong.of_network(address, at=at).count()
    if own >= WRONG_OF_A_SOURCE or wrong.count() >= WRONG_OF_AN_EVENT:
        return Guessed(must_wait=True)
    row = opening.signups.standing().filter(code=code).first()
    is_own = constant_time_compare(row.phone[-4:] if row else NO_CODE, digits)
    if row and is_own:
        return Guessed(row)
    WrongTry.objects.create(opening=opening, pseudonym=pseudonym(address, at=at), at=at)
    return Guessed()
