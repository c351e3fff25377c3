"""Uploaded files: checked, re-encoded, stored under generated names, and served by views."""

from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header
from PIL import Image, ImageOps, UnidentifiedImageError

MEGABYTE = 1024 * 1024
PICTURE_LIMIT = 10 * MEGABYTE
DOCUMENT_LIMIT = 20 * MEGABYTE
PIXEL_LIMIT = 40_000_000
FULL_EDGE, THUMB_EDGE = 1600, 720
PICTURE_FORMATS = ("JPEG", "PNG", "WEBP")
ZIP_RATIO_LIMIT = 200
# suffix → the first bytes such a file has
DOCUMENTS = {
    "pdf": b"%PDF-",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "pptx": b"PK\x03\x04",
}
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "jpg": "image/jpeg",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class Picture:
    """A picture as it is stored: JPEG without metadata, longest edge 1600 px, and its thumbnail."""

    full: ContentFile
    thumb: ContentFile
    width: int
    height: int

    def as_fields(self):
        """The column values of a `StoredImage`."""
        return {
            "file": self.full,
            "thumb": self.thumb,
            "width": self.width,
            "height": self.height,
            "size": self.full.size,
        }


def read_picture(upload):
    """Decode and re-encode an upload; `ValidationError` names the file and the remedy."""
    if upload.size > PICTURE_LIMIT:
        megabytes = upload.size // MEGABYTE
        raise ValidationError(f"“{upload.name}”有 {megabytes} MB，请换一张 10 MB 以内的。")
    image = _decoded(upload)
    full, thumb = _jpeg(image, FULL_EDGE), _jpeg(image, THUMB_EDGE)
    with Image.open(full) as stored:
        width, height = stored.size
    return Picture(full, thumb, width, height)


def _decoded(upload):
    try:
        upload.seek(0)
        with Image.open(upload, formats=PICTURE_FORMATS) as image:
            if image.width * image.height > PIXEL_LIMIT:
                raise ValidationError(f"“{upload.name}”的尺寸太大，请缩小后再传。")
            return ImageOps.exif_transpose(image).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(
            f"“{upload.name}”不是可用的图片，请换一张 JPG、PNG 或 WebP 图片。"
        ) from error


def _jpeg(image, edge):
    sheet = Image.new("RGB", image.size, "white")
    sheet.paste(image, mask=image.getchannel("A"))
    sheet.thumbnail((edge, edge))
    out = BytesIO()
    sheet.save(out, "JPEG", quality=82, optimize=True)
    return ContentFile(out.getvalue(), name="picture.jpg")


def read_document(upload):
    """Check an upload by its bytes, not its name; return column values of a `StoredFile`."""
    suffix = PurePath(upload.name).suffix.lower().lstrip(".")
    if suffix not in DOCUMENTS:
        raise ValidationError(f"“{upload.name}”不能上传，请换成 PDF、DOCX、XLSX 或 PPTX。")
    if upload.size > DOCUMENT_LIMIT:
        raise ValidationError(f"“{upload.name}”超过 20 MB，请缩小后再传。")
    upload.seek(0)
    if upload.read(5)[: len(DOCUMENTS[suffix])] != DOCUMENTS[suffix]:
        raise ValidationError(f"“{upload.name}”的内容不是 {suffix.upper()}，请重新导出后再传。")
    if suffix != "pdf":
        _check_office(upload)
    upload.seek(0)
    content = ContentFile(upload.read(), name=f"document.{suffix}")
    return {"file": content, "original_name": upload.name[-120:], "size": upload.size}


def _check_office(upload):
    refused = ValidationError(f"“{upload.name}”含有宏或已损坏，请另存为不含宏的文件后再传。")
    try:
        with ZipFile(upload) as package:
            entries = package.infolist()
    except BadZipFile as error:
        raise refused from error
    unpacked = sum(entry.file_size for entry in entries)
    has_macro = any("vbaproject" in entry.filename.lower() for entry in entries)
    if has_macro or unpacked > ZIP_RATIO_LIMIT * max(upload.size, 1):
        raise refused


# the files stored in the innermost `files_deleted_on_failure` of this thread, to be deleted
_on_failure = ContextVar("on_failure", default=None)


class Storage(FileSystemStorage):
    """Files in a directory; `files_deleted_on_failure` knows which were stored."""

    def _save(self, name, content):
        name = super()._save(name, content)
        if on_failure := _on_failure.get():
            on_failure.callback(self.delete, name)
        return name


@contextmanager
def files_deleted_on_failure():
    """Delete the files stored in this block if it fails; it goes around the transaction of their rows."""
    outer = _on_failure.get()
    with ExitStack() as on_failure:
        token = _on_failure.set(on_failure)
        try:
            yield
        finally:
            _on_failure.reset(token)
        kept = on_failure.pop_all()
    if outer:
        outer.callback(kept.close)


def delete_on_commit(*rows):
    """Delete the stored files of rows that this transaction removes, once it has committed."""
    for row in rows:
        for name in {row.file.name, getattr(row, "thumb", row.file).name}:
            transaction.on_commit(partial(row.file.storage.delete, name))


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
