"""Writes the JPEG on standard input to standard output as WebP, once in each width of its arguments.

A program that `apart` starts; it knows nothing of the portal. Status 2: cannot be read.
"""

import sys
from io import BytesIO

from PIL import Image

# At 80 the structural similarity (SSIM) of the pictures of the demo is above that of a JPEG of quality 82, at 360,
# 720 and 1080 pixels alike. Method 6 saves 5 % of the bytes for up to three times the time.
QUALITY, METHOD = 80, 4
UNREADABLE = 2


def main():
    try:
        with Image.open(sys.stdin.buffer, formats=["JPEG"]) as image:
            image.load()
    except (OSError, SyntaxError, ValueError):
        return UNREADABLE
    pictures = [webp(image, int(width)) for width in sys.argv[1:]]
    sys.stdout.buffer.write(b" ".join(b"%d" % len(one) for one in pictures) + b"\n")
    sys.stdout.buffer.writelines(pictures)
    return 0


def webp(image, width):
    """The bytes of the picture in this width."""
    size = (width, max(1, round(image.height * width / image.width)))
    out = BytesIO()
    image.resize(size, Image.Resampling.LANCZOS).save(out, "WEBP", quality=QUALITY, method=METHOD)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
