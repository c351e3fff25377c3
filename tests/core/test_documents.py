"""Documents for download: no bad one is taken, no good one refused, whatever program made it."""

import random
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from branch.core.files import read_document
from tests.core.bad_documents import BAD
from tests.core.good_documents import GOOD, whole_docx
from tests.pdfs import pdf, saved


@pytest.mark.parametrize("name", BAD)
def test_what_is_more_than_a_document_is_refused_in_a_sentence(name):
    file_name, make, says = BAD[name]

    with pytest.raises(ValidationError, match=says) as refusal:
        read_document(SimpleUploadedFile(file_name, make()))

    sentence = refusal.value.message
    assert (sentence.startswith(f"“{file_name}”"), sentence[-1]) == (True, "。")


@pytest.mark.parametrize("name", GOOD)
def test_a_good_document_is_kept_byte_for_byte_under_a_generated_name(name):
    file_name, make = GOOD[name]
    content = make()

    fields = read_document(SimpleUploadedFile(file_name, content))

    assert (b"".join(fields["file"].chunks()), fields["size"]) == (content, len(content))
    assert fields["original_name"] == file_name
    assert fields["file"].name == f"document{file_name[1:].lower()}"


def test_a_document_over_twenty_megabytes_is_refused_before_it_is_read():
    upload = SimpleUploadedFile("大.pdf", b"%PDF-" + bytes(20 * 1024 * 1024))

    with pytest.raises(ValidationError, match="超过 20 MB，请缩小后再传"):
        read_document(upload)


@pytest.mark.parametrize(
    ("name", "make"), [("a.docx", whole_docx), ("a.pdf", lambda: saved(pdf()))]
)
def test_a_document_with_bytes_gone_wrong_is_read_or_refused(name, make):
    dice, content = random.Random(20261128), make()  # noqa: S311 (the same damage in every run)
    for _ in range(10):
        broken = bytearray(content)
        for _ in range(dice.choice((1, 3, 20))):
            broken[dice.randrange(8, len(broken))] = dice.randrange(256)
        with suppress(ValidationError):
            read_document(SimpleUploadedFile(name, bytes(broken)))
