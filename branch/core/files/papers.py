"""A paper as a record keeps it: a document, or a photo of the paper taken with a phone."""

from pathlib import PurePath

from .documents import DOCUMENT_ACCEPT, STARTS, read_document
from .pictures import PICTURE_ACCEPT, read_picture

PAPER_ACCEPT = f"{PICTURE_ACCEPT},{DOCUMENT_ACCEPT}"


def read_paper(upload):
    """Check a document or re-encode a photo; return column values of a `StoredFile`."""
    path = PurePath(upload.name)
    if path.suffix.lower().lstrip(".") in STARTS:
        return read_document(upload)
    columns = read_picture(upload)
    return {
        "file": columns["file"],
        "size": columns["size"],
        "original_name": f"{path.stem[-100:]}.jpg",
    }
