"""The records of aid: drives, the lines of their books, and whom these reached."""

from .drives import Drive
from .lines import SIGNED, Aid, AidRecipient, total
from .retention import shares_past_term
from .rules import GIVEN, TWO_PEOPLE, Kind, Occasion, Reason, Refusal, Source, State
from .sums import Sums, public_sentence, sources_of, sums_of

__all__ = [
    "GIVEN",
    "SIGNED",
    "TWO_PEOPLE",
    "Aid",
    "AidRecipient",
    "Drive",
    "Kind",
    "Occasion",
    "Reason",
    "Refusal",
    "Source",
    "State",
    "Sums",
    "public_sentence",
    "shares_past_term",
    "sources_of",
    "sums_of",
    "total",
]
