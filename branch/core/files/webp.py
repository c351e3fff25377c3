"""A stored picture as WebP in several widths, beside its JPEG, for the pages that everybody loads.

A page names the WebP in `<source type="image/webp">` and the JPEG in `<img>`: browsers choose without a word to the
server, so caches keep one answer for each address. WeChat's browser, all of Chromium, and Safari since iOS 14 read
WebP, which has half the bytes of a JPEG that looks the same; all others take the JPEG.
"""

from itertools import accumulate, pairwise
from pathlib import Path

from django.core.files.base import ContentFile

from . import apart
from .storage import stored

PROGRAM = Path(__file__).with_name("programs") / "webp.py"
# In device pixels the pages show: in lists 88 to 360; else 640 to 748 on phones of density 2 and screens of density 1,
# 960 to 1050 on phones of density 2.6 to 3, 1288 to 1456 on tablets and screens of density 2. Browsers take the next
# wider one. A migration that changes the widths empties `webp_widths`, so that all are made anew.
WIDTHS = (360, 750, 1080, 1600)


def widths_of(width):
    """The widths in which a picture of this width is stored, ascending; none is wider than itself."""
    return sorted({min(one, width) for one in WIDTHS})


def webp_name(name, width):
    """The name of the WebP of this width beside a JPEG."""
    return f"{name.removesuffix('.jpg')}-{width}.webp"


def store_webp(storage, name, width):
    """Store a JPEG of this width also as WebP; return the widths as a text, "" if it cannot be read.

    Files are written, so it is called outside transactions.
    """
    widths = widths_of(width)
    with storage.open(name) as file:
        status, output = apart.run(PROGRAM, file.chunks(), *map(str, widths))
    if status:
        return ""
    sizes, _, pictures = output.partition(b"\n")
    ends = accumulate(map(int, sizes.split()), initial=0)
    for one, (start, end) in zip(widths, pairwise(ends), strict=True):
        path = webp_name(name, one)
        storage.delete(path)  # a process that was stopped may have left it
        storage.save(path, ContentFile(pictures[start:end]))
    return " ".join(map(str, widths))


def stored_with_webp(model, values):
    """Store the files of a new row of a picture, as `stored` does, and its WebP."""
    values = stored(model, values)
    storage = model._meta.get_field("file").storage
    return values | {"webp_widths": store_webp(storage, values["file"], values["width"])}
