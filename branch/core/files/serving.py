"""Stored files on their way out, and their end."""

from functools import partial
from pathlib import PurePath

from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "jpg": "image/jpeg",
    "zip": "application/zip",
}


def delete_on_commit(*rows):
    """Delete the stored files of rows that this transaction removes, once it has committed."""
    for row in rows:
        for name in {row.file.name, getattr(row, "thumb", row.file).name}:
            transaction.on_commit(partial(row.file.storage.delete, name))


def download(content, *, name):
    """Bytes made for this request, to be saved under a name that may be Chinese."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    suffix = PurePath(name).suffix.lstrip(".")
    return HttpResponse(
        content, CONTENT_TYPES[suffix], headers={"Content-Disposition": disposition}
    )


def serve(field_file, *, name, inline=False, is_public=False):
    """The response with a file's bytes, cacheable only if public; the view must check permission first."""
    suffix = PurePath(field_file.name).suffix.lstrip(".")
    response = FileResponse(
        field_file.open("rb"),
        as_attachment=not inline,
        filename=name,
        content_type=CONTENT_TYPES[suffix],
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    caching = "public, max-age=3600" if is_public else "private, no-store"
    response.headers["Cache-Control"] = caching
    return response
