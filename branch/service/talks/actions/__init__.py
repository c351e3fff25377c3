"""What changes books, materials, feedback and the cards of speakers."""

from .books import recommend, revise_book
from .feedback import TooManyError, answer, drop_line, keep_closed, open_box, why_not_open
from .flags import follow_title, write_speech
from .materials import add_material, remove_material
from .releases import release, take_back
from .speakers import invite_again, write_card

__all__ = [
    "TooManyError",
    "add_material",
    "answer",
    "drop_line",
    "follow_title",
    "invite_again",
    "keep_closed",
    "open_box",
    "recommend",
    "release",
    "remove_material",
    "revise_book",
    "take_back",
    "why_not_open",
    "write_card",
    "write_speech",
]
