"""Uploaded files: checked, re-encoded, stored under generated names, and served by views."""

from .documents import DOCUMENT_ACCEPT, read_document
from .papers import PAPER_ACCEPT, read_paper
from .pictures import PICTURE_ACCEPT, read_picture
from .serving import content_type, download, serve
from .sizes import MEGABYTE
from .storage import (
    Storage,
    StoredContent,
    delete_on_commit,
    files_deleted_on_failure,
    stored,
    sweep,
)
from .webp import store_webp, stored_with_webp, webp_name, widths_of

__all__ = [
    "DOCUMENT_ACCEPT",
    "MEGABYTE",
    "PAPER_ACCEPT",
    "PICTURE_ACCEPT",
    "Storage",
    "StoredContent",
    "content_type",
    "delete_on_commit",
    "download",
    "files_deleted_on_failure",
    "read_document",
    "read_paper",
    "read_picture",
    "serve",
    "store_webp",
    "stored",
    "stored_with_webp",
    "sweep",
    "webp_name",
    "widths_of",
]
