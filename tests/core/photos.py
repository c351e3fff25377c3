"""Pictures as cameras, scanners, telephones and forgers make them."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

SAMPLES = Path(__file__).with_name("samples")
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
RED, BLUE = (255, 0, 0), (0, 0, 255)


def red_above_blue(mode="RGB", size=(60, 80)):
    image = Image.new("RGB", size, "red")
    ImageDraw.Draw(image).rectangle((0, size[1] // 2, *size), fill="blue")
    return image.convert(mode)


def encoded(image, kind="JPEG", **options):
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def turned(orientation, kind="JPEG"):
    """As a camera stores it that was held like this; upright it is red above blue."""
    back = {
        3: Image.Transpose.ROTATE_180,
        6: Image.Transpose.ROTATE_90,
        8: Image.Transpose.ROTATE_270,
    }
    back |= {2: Image.Transpose.FLIP_LEFT_RIGHT, 4: Image.Transpose.FLIP_TOP_BOTTOM}
    back |= {5: Image.Transpose.TRANSPOSE, 7: Image.Transpose.TRANSVERSE}
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, "SecretCamera"
    exif.get_ifd(GPS)[2] = (31.0, 34.0, 12.0)
    return encoded(red_above_blue().transpose(back[orientation]), kind, exif=exif)


def wrong_typed_exif():
    """Upside down, with a maker that is a fraction instead of a text."""
    rows = struct.pack("<HHII", MAKE, 5, 1, 38) + struct.pack("<HHIHH", ORIENTATION, 3, 1, 3, 0)
    tags = b"II*\0" + struct.pack("<IH", 8, 2) + rows + struct.pack("<III", 0, 72, 1)
    image = red_above_blue().transpose(Image.Transpose.ROTATE_180)
    return encoded(image, exif=b"Exif\0\0" + tags)


def broken_exif():
    return encoded(red_above_blue(), exif=b"Exif\0\0II*\0" + b"\xff" * 40)


def animated(kind, count=3):
    first, *others = [red_above_blue(), *[Image.new("RGB", (60, 80), "green")] * (count - 1)]
    return encoded(first, kind, save_all=True, append_images=others)


def declares(width, height):
    """A PNG of a few hundred bytes that says it is this large."""
    content = encoded(red_above_blue(), "PNG")
    head = b"IHDR" + struct.pack(">II", width, height) + content[24:29]
    return content[:12] + head + struct.pack(">I", zlib.crc32(head)) + content[33:]


def wide_gamut():
    """The profile of a telephone's screen (Display P3) with a plain gamma of 2.2."""

    def fixed(*numbers):
        return struct.pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))

    gamma = b"curv" + struct.pack(">IIH", 0, 1, round(2.2 * 256)) + b"\0\0"
    tags = {
        b"rXYZ": b"XYZ \0\0\0\0" + fixed(0.51512, 0.24120, -0.00105),
        b"gXYZ": b"XYZ \0\0\0\0" + fixed(0.29198, 0.69225, 0.04189),
        b"bXYZ": b"XYZ \0\0\0\0" + fixed(0.15710, 0.06657, 0.78407),
        b"wtpt": b"XYZ \0\0\0\0" + fixed(0.96420, 1, 0.82491),
    } | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), gamma)
    table, data, place = b"", b"", 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += name + struct.pack(">II", place + len(data), len(content))
        data += content
    head = struct.pack(
        ">I4sI4s4s4s", place + len(data), b"none", 0x02400000, b"mntr", b"RGB ", b"XYZ "
    )
    head += bytes(12) + b"acsp" + bytes(28) + fixed(0.96420, 1, 0.82491)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + data


UPRIGHT = {
    **{f"held {number}": lambda number=number: turned(number) for number in range(2, 9)},
    "a PNG held 6": lambda: turned(6, "PNG"),
    "a WebP held 6": lambda: turned(6, "WEBP"),
    "HEIC": (SAMPLES / "upright.heic").read_bytes,
    "a maker that is no text": wrong_typed_exif,
    "broken EXIF": broken_exif,
    "CMYK": lambda: encoded(red_above_blue("CMYK")),
    "a palette": lambda: encoded(red_above_blue("P"), "PNG"),
    "a palette with a transparent colour": lambda: encoded(
        red_above_blue("P"), "PNG", transparency=9
    ),
    "PNG": lambda: encoded(red_above_blue("RGBA"), "PNG"),
    "WebP": lambda: encoded(red_above_blue(), "WEBP", lossless=True),
    "progressive": lambda: encoded(red_above_blue(), progressive=True),
    "two pictures in one (MPO)": lambda: animated("MPO"),
    "animated WebP": lambda: animated("WEBP"),
    "animated PNG": lambda: animated("PNG"),
    "a profile that is none": lambda: encoded(red_above_blue(), icc_profile=b"none" * 50),
    "a profile of other channels": lambda: encoded(
        red_above_blue("CMYK"), icc_profile=wide_gamut()
    ),
}
UNUSABLE = {
    "a drawing": lambda: b"<svg onload='alert(1)'/>",
    "GIF": lambda: encoded(red_above_blue(), "GIF"),
    "animated GIF": lambda: animated("GIF"),
    "TIFF": lambda: encoded(red_above_blue(), "TIFF"),
    "BMP": lambda: encoded(red_above_blue(), "BMP"),
    "a start alone": lambda: b"\xff\xd8\xff\xe0" + bytes(40),
    "a PDF": lambda: encoded(red_above_blue(), "PDF"),
    "a torn JPEG": lambda: half(encoded(red_above_blue())),
    "a torn PNG": lambda: half(encoded(red_above_blue(), "PNG")),
    "a torn WebP": lambda: half(encoded(red_above_blue(), "WEBP")),
    "a torn HEIC": lambda: half((SAMPLES / "upright.heic").read_bytes()),
    "a PNG without a picture": lambda: declares(4000, 4000)[:60],
}
TOO_LARGE = {
    "a PNG of 60000 × 60000": lambda: declares(60_000, 60_000),
    "a PNG of 38 Mpx": lambda: declares(6_200, 6_200),
    "a JPEG of 65 Mpx": lambda: encoded(Image.new("L", (8_100, 8_100))),
}


def half(content):
    return content[: len(content) // 2]
