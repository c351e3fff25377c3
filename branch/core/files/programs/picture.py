"""Writes the picture on standard input to standard output: upright, in sRGB, small, nothing but the picture.

A program that `apart` starts; it knows nothing of the portal. Status 2: no picture it can read; 3: too large.
"""

import struct
import sys
from io import BytesIO

import pi_heif
from PIL import Image, ImageCms

FULL_EDGE, THUMB_EDGE = 1600, 720
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")  # an MPO opens as JPEG
# A JPEG is drafted down while it is decoded. All others are in memory at full size, some four times:
# 24 Mpx, which a telephone counts as 5712 × 4284.
JPEG_PIXELS, PIXELS = 64_500_000, 24_500_000
UNREADABLE, TOO_LARGE = 2, 3
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# what decoders say of a torn or forged file; anything else ends this program, and is logged
BROKEN = (OSError, SyntaxError, ValueError)
BROKEN_EXIF = (*BROKEN, TypeError, LookupError, ArithmeticError, AttributeError, struct.error)


def main():
    Image.MAX_IMAGE_PIXELS = None  # `read` has its own limits
    pi_heif.register_heif_opener(thumbnails=False)
    try:
        image = read(sys.stdin.buffer)
    except MemoryError:
        return TOO_LARGE
    except BROKEN:
        return UNREADABLE
    if image is None:
        return TOO_LARGE
    full, thumb = jpeg(image, FULL_EDGE), jpeg(image, THUMB_EDGE)
    sys.stdout.buffer.write(b"%d %d %d\n" % (*image.size, len(full)) + full + thumb)
    return 0


def read(file):
    """The picture, RGB and at most 1600 px long; None if it has too many pixels."""
    with Image.open(file, formats=FORMATS) as image:
        if image.width * image.height > (JPEG_PIXELS if is_jpeg(image) else PIXELS):
            return None
        turn = UPRIGHT.get(orientation(image))
        image.draft(None, inside(image.size, FULL_EDGE))
        small = eight_bits(image)
        small.thumbnail((FULL_EDGE, FULL_EDGE))
        picture = in_srgb(on_white(small), image.info.get("icc_profile"))
    return picture if turn is None else picture.transpose(turn)


def is_jpeg(image):
    return image.format in ("JPEG", "MPO")


def inside(size, edge):
    """The size at which the longer side has the length of `edge`; both sides stay above zero."""
    return tuple(max(1, side * edge // max(size)) for side in size)


def orientation(image):
    """What the camera says of how it was held; broken EXIF says nothing."""
    try:
        return image.getexif().get(ORIENTATION)
    except BROKEN_EXIF:
        return None


def eight_bits(image):
    """In a mode that can be scaled; transparency is a channel of its own then."""
    if image.mode.startswith("I"):  # 16-bit grey
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in ("L", "CMYK") else image.convert("RGB")


def on_white(image):
    if image.mode != "RGBA":
        return image
    sheet = Image.new("RGB", image.size, "white")
    sheet.paste(image, mask=image.getchannel("A"))
    return sheet


def in_srgb(image, profile):
    """The colours as meant by the profile; without a usable one they are sRGB already."""
    if profile:
        try:
            source, target = (
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
            )
            return ImageCms.profileToProfile(image, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):  # broken, or of other channels than the picture
            return image.convert("RGB")
    return image.convert("RGB")


def jpeg(image, edge):
    """The bytes of the picture at this size, without the comment and all else it came with."""
    sheet = image.copy()
    sheet.info.clear()
    sheet.thumbnail((edge, edge))
    out = BytesIO()
    sheet.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
