"""Photos and attachments are re-encoded or refused, and served only to those who may read the minutes."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from branch.activities.models import Activity, ActivityFile, ActivityPhoto
from tests import pdfs
from tests.activities.factories import make_activity, programme
from tests.activities.page_form import form_of
from tests.activities.test_form import edit_page, local
from tests.core.bad_documents import BAD
from tests.core.photos import TOO_LARGE, UNUSABLE, UPRIGHT

pytestmark = pytest.mark.django_db
GPS = 0x8825
LECTURE = pdfs.pdf()


def photo(name="现场.jpg", size=(2400, 1200)):
    """A picture with GPS data."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(GPS)[2] = (31.0, 34.0, 12.0)
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def pdf(name="讲稿.pdf"):
    return SimpleUploadedFile(name, LECTURE, "application/pdf")


@pytest.fixture
def send(as_secretary, yesterday):
    """Log a general meeting with these uploads."""

    def send(**fields):
        address = f"{reverse('activities:activity-create')}?programme={programme('党员大会').pk}"
        return as_secretary.post(
            address,
            form_of(as_secretary.get(address))
            | {"title": "审议计划", "starts_at": local(yesterday), "place": "活动室"}
            | fields,
        )

    return send


def test_a_photo_is_stored_without_place_and_camera(send):
    assert b"SecretCamera" in photo().read()
    send(new_photos=[photo(), photo()])
    first, second = ActivityPhoto.objects.all()
    assert (first.width, first.height, first.order, second.order) == (1600, 800, 0, 1)
    for stored in (first.file, first.thumb):
        with stored.open() as file:
            content = file.read()
        assert b"SecretCamera" not in content
        assert not Image.open(BytesIO(content)).getexif()
        assert "现场" not in stored.name


def files_stored_below(root):
    """The files of records: what is held for a form is not among them."""
    paths = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return [path for path in paths if path.parts[0] != "held"]


def test_a_file_that_is_no_picture_is_refused_and_what_was_typed_stays(send):
    page = send(new_photos=[photo(), SimpleUploadedFile("假.jpg", b"not a picture")])
    assert page.context["form"].errors == {
        "new_photos": [
            "“假.jpg”不是可用的图片，请换一张 JPG、PNG、WebP 或 HEIC 图片。其他照片还在。"
        ]
    }
    assert form_of(page)["title"] == ["审议计划"]
    assert not Activity.objects.exists()


def test_a_picture_that_is_too_large_is_refused_with_its_size(send):
    page = send(new_photos=[SimpleUploadedFile("大.jpg", b"\xff" * (11 * 1024 * 1024))])
    assert page.context["form"].errors == {
        "new_photos": ["“大.jpg”有 11 MB，请换一张 10 MB 以内的。"]
    }


@pytest.mark.parametrize(
    "case", ["a script in an object stream", "a PDF bomb", "office: a remote template"]
)
def test_a_document_that_is_more_than_pages_is_refused(send, case, tmp_path):
    name, make, says = BAD[case]

    page = send(new_photos=[photo()], new_files=[pdf(), SimpleUploadedFile(name, make())])

    (sentence,) = page.context["form"].errors["new_files"]
    assert (page.status_code, says in sentence) == (200, True)
    assert not Activity.objects.exists()
    assert files_stored_below(tmp_path) == []


@pytest.mark.parametrize("make", [UNUSABLE["a torn HEIC"], *TOO_LARGE.values()])
def test_a_picture_that_cannot_be_read_is_refused(send, make, tmp_path):
    page = send(new_photos=[photo(), SimpleUploadedFile("假.jpg", make())], new_files=[pdf()])

    (sentence,) = page.context["form"].errors["new_photos"]
    assert (page.status_code, sentence[:7]) == (200, "“假.jpg”")
    assert not Activity.objects.exists()
    assert files_stored_below(tmp_path) == []


@pytest.mark.parametrize("case", ["HEIC", "a maker that is no text"])
def test_a_photo_of_any_telephone_is_stored(send, case):
    send(new_photos=[SimpleUploadedFile("现场.heic", UPRIGHT[case]())])

    kept = ActivityPhoto.objects.get()
    assert kept.width < kept.height


def test_a_tenth_photo_is_refused(send):
    page = send(new_photos=[photo(size=(20, 20)) for _ in range(10)])
    assert page.context["form"].errors["new_photos"][0] == "照片最多 9 张，请少选几张。"
    assert not Activity.objects.exists()


def test_a_photo_and_a_file_are_removed(
    send, as_secretary, django_capture_on_commit_callbacks, tmp_path
):
    send(new_photos=[photo()], new_files=[pdf()])
    activity = Activity.objects.get()
    kept, file = activity.photos.get(), activity.files.get()
    sent = form_of(as_secretary.get(edit_page(activity)))
    with django_capture_on_commit_callbacks(execute=True):
        as_secretary.post(
            edit_page(activity), sent | {"dropped_photos": [kept.pk], "dropped_files": [file.pk]}
        )
    assert (activity.photos.count(), activity.files.count()) == (0, 0)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["内部通报.pdf", "秘 密.pdf"])
def test_a_file_name_with_a_mark_of_secrecy_is_refused_until_checked(send, name):
    page = send(new_files=[pdf(name)])
    assert list(page.context["form"].errors) == ["new_files"]
    assert f"“{name}”的文件名像是涉密或内部文件" in page.content.decode()
    assert not Activity.objects.exists()
    send(new_files=[pdf(name)], is_checked="on")
    assert ActivityFile.objects.get().original_name == name


def test_the_form_warns_of_classified_files(as_secretary):
    page = as_secretary.get(
        f"{reverse('activities:activity-create')}?programme={programme('党课').pk}"
    )
    assert "不得上传涉密文件和标注“内部”的文件，只写文件名称和文号。" in page.content.decode()


def urls_of(activity):
    stored = activity.photos.get(), activity.files.get()
    return [
        reverse("activities:photo-full", args=[activity.pk, stored[0].pk]),
        reverse("activities:photo-thumb", args=[activity.pk, stored[0].pk]),
        reverse("activities:file-download", args=[activity.pk, stored[1].pk]),
    ]


def statuses(client, urls):
    answers = [client.get(url) for url in urls]
    for answer in answers:
        answer.getvalue()  # reading to the end closes the file
    return [answer.status_code for answer in answers]


def test_files_are_served_to_colleagues_and_not_to_strangers(send, teacher, client):
    send(new_photos=[photo()], new_files=[pdf()])
    urls = urls_of(Activity.objects.get())
    client.force_login(teacher)
    assert statuses(client, urls) == [200, 200, 200]
    document = client.get(urls[2])
    assert document.getvalue() == LECTURE
    assert document.headers["Cache-Control"] == "private, no-store"
    client.logout()
    assert statuses(client, urls) == [302, 302, 302]


def test_files_of_a_committee_meeting_are_served_to_the_committee_only(
    client, committee, teacher, now
):
    meeting = make_activity("支委会", starts_at=now - timezone.timedelta(days=1))
    meeting.photos.create(
        file=photo(), thumb=photo(), width=1, height=1, size=1, uploaded_by=committee
    )
    meeting.files.create(file=pdf(), original_name="方案.pdf", size=1, uploaded_by=committee)
    client.force_login(teacher)
    assert statuses(client, urls_of(meeting)) == [404, 404, 404]
    client.force_login(committee)
    assert statuses(client, urls_of(meeting)) == [200, 200, 200]


def test_a_photo_is_served_only_under_its_own_activity(client, committee, send):
    send(new_photos=[photo()], new_files=[pdf()])
    activity, other = Activity.objects.get(), make_activity()
    client.force_login(committee)
    wrong = [url.replace(f"/{activity.pk}/", f"/{other.pk}/", 1) for url in urls_of(activity)]
    assert statuses(client, wrong) == [404, 404, 404]
