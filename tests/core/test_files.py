from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from branch.core.files import read_document, read_picture

GPS = 0x8825


def _photo(size=(2400, 1200), kind="JPEG", **options):
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return SimpleUploadedFile(f"客厅.{kind.lower()}", out.getvalue())


def _photo_with_gps():
    exif = Image.Exif()
    exif.get_ifd(GPS)[2] = (31.0, 34.0, 12.0)
    exif[0x010F] = "Maker"
    return _photo(exif=exif)


def test_a_stored_photo_has_no_exif():
    assert b"Maker" in _photo_with_gps().read()

    picture = read_picture(_photo_with_gps())

    for stored in (picture.full, picture.thumb):
        with Image.open(stored) as image:
            assert dict(image.getexif()) == {}
            assert image.format == "JPEG"


def test_a_photo_is_resized_to_1600_pixels_with_a_thumbnail_of_720():
    picture = read_picture(_photo())

    assert (picture.width, picture.height) == (1600, 800)
    with Image.open(picture.thumb) as thumb:
        assert thumb.size == (720, 360)


def test_a_transparent_picture_gets_a_white_background():
    out = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")

    picture = read_picture(SimpleUploadedFile("图.png", out.getvalue()))

    with Image.open(picture.full) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<svg onload='alert(1)'/>", id="svg"),
        pytest.param(b"GIF89a" + b"\0" * 40, id="gif"),
        pytest.param(b"\xff\xd8\xff\xe0" + b"\0" * 40, id="cut short"),
        pytest.param(b"%PDF-1.7", id="pdf"),
    ],
)
def test_a_file_that_is_no_picture_is_refused_with_a_sentence(content):
    with pytest.raises(ValidationError, match="请换一张 JPG、PNG 或 WebP 图片"):
        read_picture(SimpleUploadedFile("图.jpg", content))


def test_a_picture_with_too_many_pixels_is_refused():
    with pytest.raises(ValidationError, match="尺寸太大"):
        read_picture(_photo(size=(9000, 9000), kind="PNG"))


def test_a_picture_over_ten_megabytes_is_refused():
    with pytest.raises(ValidationError, match="有 11 MB，请换一张 10 MB 以内的"):
        read_picture(SimpleUploadedFile("图.jpg", b"\0" * (11 * 1024 * 1024)))


def _office(name, *entries):
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for entry in entries:
            package.writestr(entry, "x")
    return SimpleUploadedFile(name, out.getvalue())


def test_an_office_document_is_stored_under_a_generated_name():
    fields = read_document(_office("方案.docx", "word/document.xml"))

    assert fields["original_name"] == "方案.docx"
    assert fields["file"].name == "document.docx"


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (_office("方案.docx", "word/vbaProject.bin"), "含有宏"),
        (SimpleUploadedFile("方案.docx", b"PK\x03\x04broken"), "含有宏或已损坏"),
        (SimpleUploadedFile("方案.pdf", b"MZ\x90\0\x03"), "内容不是 PDF"),
        (SimpleUploadedFile("方案.exe", b"MZ"), "请换成 PDF"),
    ],
)
def test_a_harmful_document_is_refused(upload, sentence):
    with pytest.raises(ValidationError, match=sentence):
        read_document(upload)
