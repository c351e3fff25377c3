"""Answers with stored files: to be shown in the page or downloaded, and cached only if public."""

from pathlib import PurePath

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "zip": "application/zip",
}


def content_type(name):
    """The content type of a file by the suffix of its name; `KeyError` for one that is not served."""
    return CONTENT_TYPES[PurePath(name).suffix.lower().lstrip(".")]


def download(content, *, name):
    """Bytes made for this request, to be saved under a name that may be Chinese."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type(name), headers={"Content-Disposition": disposition})


def serve(field_file, *, name, inline=False, is_public=False):
    """The response with a file's bytes, cacheable only if public; the view must check permission first."""
    response = FileResponse(
        field_file.open("rb"),
        as_attachment=not inline,
        filename=name,
        content_type=content_type(field_file.name),
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    caching = "public, max-age=3600" if is_public else "private, no-store"
    response.headers["Cache-Control"] = caching
    return response
