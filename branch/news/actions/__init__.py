"""Writing, publishing, correcting and withdrawing articles; one person writes, another publishes."""

from .checks import doubts_about
from .gallery import (
    add_file,
    add_photos,
    check_pupils,
    describe_photo,
    remove_file,
    remove_photo,
)
from .importing import import_manuscript
from .publishing import (
    begin_correction,
    discard,
    own_says,
    publish,
    revise,
    send_back,
    submit,
    withdraw,
    write,
)
from .webp import make_missing_webp

__all__ = [
    "add_file",
    "add_photos",
    "begin_correction",
    "check_pupils",
    "describe_photo",
    "discard",
    "doubts_about",
    "import_manuscript",
    "make_missing_webp",
    "own_says",
    "publish",
    "remove_file",
    "remove_photo",
    "revise",
    "send_back",
    "submit",
    "withdraw",
    "write",
]
