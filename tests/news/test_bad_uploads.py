"""What is no picture or more than a document gets its sentence at the field of an article, and is not stored."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from branch.news.models import public_storage
from tests.core.bad_documents import BAD
from tests.core.good_documents import GOOD
from tests.core.photos import TOO_LARGE, UNUSABLE, UPRIGHT
from tests.news.factories import make_draft

pytestmark = pytest.mark.django_db
DOCUMENTS = [
    "a script in an object stream",
    "a PDF in name only",
    "a PDF bomb",
    "office: a remote template",
    "office: a torn zip",
    "office: a bomb",
]


@pytest.fixture
def send(client, editor):
    """Add a file to a draft, which is returned with the answer."""
    draft = make_draft(by=editor)
    client.force_login(editor)

    def send(kind, name, content, **fields):
        upload = SimpleUploadedFile(name, content)
        sent = {"form_token": uuid4(), "upload": upload} | fields
        return draft, client.post(reverse(f"news:{kind}-add", args=[draft.pk]), sent)

    return send


def stored_files():
    """The names of all stored files of articles."""
    storage = public_storage()
    folders = [f"news/{one}" for one in ("articlephoto", "articlefile")]
    return [name for one in folders if storage.exists(one) for name in storage.listdir(one)[1]]


@pytest.mark.parametrize("case", DOCUMENTS)
def test_a_bad_document_is_refused_at_its_field(send, case):
    name, make, says = BAD[case]
    before = stored_files()

    draft, page = send("file", name, make())

    (sentence,) = page.context["form"].errors["upload"]
    assert (page.status_code, says in sentence, list(draft.files.all())) == (200, True, [])
    assert stored_files() == before


@pytest.mark.parametrize("case", ["a link", "a whole text", "slides with a chart"])
def test_a_good_document_is_stored_as_it_was_sent(send, case):
    name, make = GOOD[case]
    content = make()

    draft, page = send("file", name, content)

    with draft.files.get().file.open() as file:
        assert (page.status_code, file.read()) == (302, content)


@pytest.mark.parametrize("make", [*UNUSABLE.values(), *TOO_LARGE.values()])
def test_a_bad_picture_is_refused_at_its_field(send, make):
    before = stored_files()

    draft, page = send(
        "photo", "现场.jpg", make(), alt="教师围坐", may_be_shown="on", has_pupils="False"
    )

    (sentence,) = page.context["form"].errors["upload"]
    assert (page.status_code, sentence[:8], sentence[-1]) == (200, "“现场.jpg”", "。")
    assert (list(draft.photos.all()), stored_files()) == ([], before)


@pytest.mark.parametrize("case", ["HEIC", "a maker that is no text", "broken EXIF", "held 6"])
def test_a_good_picture_of_any_kind_is_stored(send, case):
    draft, page = send(
        "photo", "现场.heic", UPRIGHT[case](), alt="教师围坐", may_be_shown="on", has_pupils="False"
    )

    photo = draft.photos.get()
    assert (page.status_code, photo.width < photo.height) == (302, True)
