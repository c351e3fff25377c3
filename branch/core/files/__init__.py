"""Uploaded files: checked, re-encoded, stored under generated names, and served by views."""

from .documents import DOCUMENT_ACCEPT, read_document
from .pictures import PICTURE_ACCEPT, Picture, read_picture
from .serving import delete_on_commit, download, serve
from .sizes import MEGABYTE

__all__ = [
    "DOCUMENT_ACCEPT",
    "MEGABYTE",
    "PICTURE_ACCEPT",
    "Picture",
    "delete_on_commit",
    "download",
    "read_document",
    "read_picture",
    "serve",
]
