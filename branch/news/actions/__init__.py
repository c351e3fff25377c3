"""The life of an article: written by one person, published by another, corrected and withdrawn in the open."""

from .gallery import add_file, add_photo, describe_photo, remove_file, remove_photo
from .intake import bring_in
from .life import begin_correction, discard, publish, revise, send_back, submit, withdraw, write
from .wording import doubts_about

__all__ = [
    "add_file",
    "add_photo",
    "begin_correction",
    "bring_in",
    "describe_photo",
    "discard",
    "doubts_about",
    "publish",
    "remove_file",
    "remove_photo",
    "revise",
    "send_back",
    "submit",
    "withdraw",
    "write",
]
