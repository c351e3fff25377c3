"""Photos: whatever sends them, they are stored upright, in sRGB, small and bare, or refused in a sentence."""

import fcntl
import random
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from branch.core.files import read_picture
from tests.core.photos import (
    BLUE,
    RED,
    TOO_LARGE,
    UNUSABLE,
    UPRIGHT,
    encoded,
    red_above_blue,
    turned,
    wide_gamut,
)


def read(content, name="现场.jpg"):
    return read_picture(SimpleUploadedFile(name, content))


def colour_at(stored, across, down):
    """A primary colour, or what is there, at this share of the picture."""
    with Image.open(stored) as image:
        return image.getpixel((int(image.width * across), int(image.height * down)))


def is_like(colour, wanted, by=12):
    return all(abs(one - other) <= by for one, other in zip(colour, wanted, strict=True))


@pytest.mark.parametrize("name", UPRIGHT)
def test_a_picture_is_stored_upright_in_its_colours(name):
    picture = read(UPRIGHT[name]())

    assert picture["width"] < picture["height"]
    for stored in (picture["file"], picture["thumb"]):
        assert is_like(colour_at(stored, 0.5, 0.2), RED)
        assert is_like(colour_at(stored, 0.5, 0.8), BLUE)


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_file_that_is_no_whole_picture_is_refused_with_a_sentence(name):
    with pytest.raises(ValidationError) as refusal:
        read(UNUSABLE[name]())

    assert refusal.value.messages == [
        "“现场.jpg”不是可用的图片，请换一张 JPG、PNG、WebP 或 HEIC 图片。"
    ]


@pytest.mark.parametrize("name", TOO_LARGE)
def test_a_picture_of_too_many_pixels_is_refused_with_a_sentence(name):
    with pytest.raises(ValidationError, match="的尺寸太大：JPG 最多 6400 万像素"):
        read(TOO_LARGE[name]())


def test_a_picture_over_ten_megabytes_is_refused():
    with pytest.raises(ValidationError, match="有 11 MB，请换一张 10 MB 以内的"):
        read(bytes(11 * 1024 * 1024))


@pytest.mark.parametrize(
    ("size", "kind"), [((8192, 6144), "JPEG"), ((6000, 4000), "PNG"), ((5712, 4284), "WEBP")]
)
def test_the_largest_picture_of_a_telephone_is_taken(size, kind):
    picture = read(encoded(red_above_blue(size=size), kind))

    assert max(picture["width"], picture["height"]) == 1600
    assert is_like(colour_at(picture["file"], 0.5, 0.2), RED)


def test_a_stored_photo_has_nothing_but_the_picture():
    content = turned(6)
    assert b"SecretCamera" in content
    content = encoded(
        red_above_blue(), exif=b"Exif\0\0", comment=b"SecretCamera", icc_profile=wide_gamut()
    )

    for sent in (turned(6), content):
        for stored in (read(sent)["file"], read(sent)["thumb"]):
            with Image.open(stored) as image:
                assert (image.format, dict(image.getexif())) == ("JPEG", {})
                assert image.info.keys() == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
            assert b"SecretCamera" not in stored.file.getvalue()


def test_a_photo_is_resized_to_1600_pixels_with_a_thumbnail_of_720():
    picture = read(encoded(red_above_blue(size=(1200, 2400))))

    assert (picture["width"], picture["height"]) == (800, 1600)
    with Image.open(picture["thumb"]) as thumb:
        assert thumb.size == (360, 720)


def test_a_small_picture_keeps_its_size_and_a_thread_of_pixels_its_width():
    assert (
        read(encoded(red_above_blue()))["width"],
        read(encoded(red_above_blue()))["height"],
    ) == (
        60,
        80,
    )
    assert read(encoded(Image.new("RGB", (1, 9000))))["width"] == 1


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_a_transparent_picture_gets_a_white_background(mode):
    picture = read(encoded(Image.new(mode, (20, 20)), "PNG"))

    assert colour_at(picture["file"], 0.5, 0.5) == (255, 255, 255)


def test_sixteen_bits_of_grey_become_eight():
    picture = read(encoded(Image.new("I;16", (20, 20), 128 * 256), "PNG"))

    assert colour_at(picture["file"], 0.5, 0.5) == (128, 128, 128)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_colours_of_a_wide_profile_are_converted_to_srgb(kind):
    """The same numbers mean a stronger red in Display P3."""
    content = encoded(Image.new("RGB", (20, 20), (200, 100, 100)), kind, icc_profile=wide_gamut())

    assert is_like(colour_at(read(content)["file"], 0.5, 0.5), (216, 94, 97), by=5)


def test_a_picture_with_bytes_gone_wrong_is_read_or_refused():
    dice = random.Random(20261128)  # noqa: S311 (the same damage in every run)
    for make in (UPRIGHT["HEIC"], UPRIGHT["WebP"], UPRIGHT["held 6"], UPRIGHT["a palette"]) * 3:
        broken = bytearray(make())
        for _ in range(dice.choice((1, 3, 20))):
            broken[dice.randrange(12, len(broken))] = dice.randrange(256)
        with suppress(ValidationError):
            read(bytes(broken))


def test_a_picture_waits_until_no_other_is_read_on_this_machine():
    path, read_ones = Path(settings.DATA_DIR, "reading.lock"), []
    waiting = Thread(target=lambda: read_ones.append(read(encoded(red_above_blue()))))
    with path.open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting.start()
        while waiting.is_alive() and not somebody_waits_for(path):
            pass
        assert (waiting.is_alive(), read_ones) == (True, [])

    waiting.join()
    assert [picture["height"] for picture in read_ones] == [80]


def somebody_waits_for(path):
    """The kernel marks those who wait by an arrow."""
    node = f":{path.stat().st_ino} "
    locks = Path("/proc/locks").read_text().splitlines()
    return any("->" in line and node in line for line in locks)
