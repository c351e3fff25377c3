"""Photos as they are stored: decoded and written anew, so that nothing but the picture is kept."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from . import apart
from .sizes import MEGABYTE

PICTURE_LIMIT = 10 * MEGABYTE
# Windows knows no media type for HEIC, so its file dialog goes by the suffix.
PICTURE_ACCEPT = "image/*,.heic,.heif"
PROGRAM = Path(__file__).with_name("programs") / "picture.py"
TOO_LARGE = 3  # as there


def read_picture(upload):
    """Decode and re-encode an upload; return column values of a `StoredImage`.

    It is stored as a JPEG without metadata, longest edge 1600 px, with a thumbnail. `ValidationError`
    names the file and the remedy.
    """
    if upload.size > PICTURE_LIMIT:
        megabytes = upload.size // MEGABYTE
        raise ValidationError(f"“{upload.name}”有 {megabytes} MB，请换一张 10 MB 以内的。")
    status, output = apart.run(PROGRAM, upload.chunks())
    if status == TOO_LARGE:
        raise ValidationError(
            f"“{upload.name}”的尺寸太大：JPG 最多 6400 万像素，其他格式最多 2400 万像素。"
            "请缩小后再传，或另存为 JPG。"
        )
    if status:
        raise ValidationError(
            f"“{upload.name}”不是可用的图片，请换一张 JPG、PNG、WebP 或 HEIC 图片。"
        )
    return _columns(output)


def _columns(output):
    """The columns from a line of numbers, the bytes of the full size and those of the thumbnail."""
    numbers, _, pictures = output.partition(b"\n")
    width, height, size = map(int, numbers.split())
    full, thumb = (ContentFile(one, "picture.jpg") for one in (pictures[:size], pictures[size:]))
    return {"file": full, "thumb": thumb, "width": width, "height": height, "size": size}
