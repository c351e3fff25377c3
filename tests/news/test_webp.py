"""Pictures of articles as WebP: in each width that a page names, until then not named, and gone with the picture."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from branch.core.files import stored, stored_with_webp, webp_name, widths_of
from branch.core.models import SiteProfile
from branch.news import actions
from branch.news.chores import MissingWebp
from branch.news.models import ArticlePhoto, public_storage
from tests.news.factories import AT, add_picture, make_draft, make_editor, make_public, picture

pytestmark = pytest.mark.django_db
FOLDER = "news/articlephoto"
NAMED = re.compile(r"/media/(news/articlephoto/[0-9a-f]{32}-\d+\.webp)(?: (\d+)w)?")


def files_of(photo):
    """The names of all files of a picture."""
    stems = tuple(name.removesuffix(".jpg") for name in (photo.file.name, photo.thumb.name))
    names = (f"{FOLDER}/{name}" for name in public_storage().listdir(FOLDER)[1])
    return sorted(name for name in names if name.startswith(stems))


def published_with_picture(store=stored_with_webp):
    """The picture of a published article."""
    editor = make_editor()
    draft = make_draft(by=editor)
    photo = add_picture(draft, editor, store=store)
    draft.refresh_from_db()
    make_public(actions.submit(draft, version=draft.version, by=editor, at=AT))
    return photo


def pages(client, photo):
    """The public pages that show the picture."""
    column = photo.article.column
    addresses = ("/", "/news/", column.get_absolute_url(), photo.article.public_url)
    return [client.get(address).text for address in addresses]


@pytest.mark.parametrize(
    ("width", "widths"),
    [(1600, [360, 750, 1080, 1600]), (900, [360, 750, 900]), (750, [360, 750]), (1, [1])],
)
def test_a_picture_is_stored_in_no_width_beyond_its_own(width, widths):
    assert widths_of(width) == widths


def test_an_upload_is_stored_as_webp_in_the_widths_its_row_says(client, editor):
    article = make_draft(by=editor)
    client.force_login(editor)
    token = client.get(reverse("news:photo-add", args=[article.pk])).context["form"]["form_token"]
    sent = {
        "form_token": token.value(),
        "upload": picture(),
        "may_be_shown": "on",
        "has_pupils": "False",
    }

    client.post(reverse("news:photo-add", args=[article.pk]), sent)

    photo = article.photos.get()
    assert photo.webp_widths == "360 750 900"
    assert files_of(photo) == sorted(photo.names)


def test_each_file_has_the_width_and_the_shape_that_the_pages_name(client):
    photo = published_with_picture()

    named = {pair for page in pages(client, photo) for pair in NAMED.findall(page)}

    assert {width for _, width in named} == {"", "360", "750", "900"}
    for name, width in named:
        with public_storage().open(name) as file, Image.open(file) as image:
            assert (image.format, image.width) == ("WEBP", int(width or 360))
            assert image.height == round(image.width * 2 / 3)


def test_a_picture_without_webp_is_shown_as_jpeg_alone(client):
    photo = published_with_picture(store=stored)

    shown = pages(client, photo)

    assert [NAMED.findall(page) for page in shown] == [[], [], [], []]
    assert all(photo.thumb_url in page for page in shown)
    assert client.get(webp_name(photo.url, 360)).status_code == 404


def test_webp_is_served_as_such_until_the_article_is_withdrawn(client, secretary):
    photo = published_with_picture()
    addresses = [webp_name(photo.url, width) for width in widths_of(photo.width)]
    served = [client.get(address) for address in addresses]
    assert {answer.headers["Content-Type"] for answer in served} == {"image/webp"}
    assert {answer.headers["Cache-Control"] for answer in served} == {"public, max-age=3600"}
    assert all(b"".join(answer.streaming_content)[8:12] == b"WEBP" for answer in served)
    article = photo.article
    article.refresh_from_db()

    actions.withdraw(article, version=article.version, remark="有误", by=secretary, at=AT)

    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_a_width_that_is_not_stored_is_not_found(client):
    photo = published_with_picture()
    public_storage().save(webp_name(photo.file.name, 500), ContentFile(b"left"))

    assert client.get(webp_name(photo.url, 500)).status_code == 404


def test_tick_makes_what_is_missing_once_and_pages_show_it_at_once(client):
    photo = published_with_picture(store=stored)
    pages(client, photo)

    call_command("tick")

    photo.refresh_from_db()
    assert photo.webp_widths == "360 750 900"
    assert all(NAMED.search(page) for page in pages(client, photo))
    before, stamp = files_of(photo), SiteProfile.current().public_stamp
    assert MissingWebp().run(at=timezone.now()) == 0
    assert (files_of(photo), SiteProfile.current().public_stamp) == (before, stamp)


def test_missing_webp_is_made_in_batches_that_a_lost_picture_does_not_hold_up(editor):
    draft = make_draft(by=editor)
    photos = [add_picture(draft, editor) for _ in range(3)]
    public_storage().delete(photos[0].file.name)

    made = [actions.make_missing_webp(count=1) for _ in range(40)]

    assert (max(made), sum(made)) == (1, 2)
    lacking = ArticlePhoto.objects.filter(webp_widths="")
    assert list(lacking) == [photos[0]]


def test_what_a_stopped_process_left_is_replaced(editor):
    photo = add_picture(make_draft(by=editor), editor)
    public_storage().save(webp_name(photo.file.name, 360), ContentFile(b"torn"))

    actions.make_missing_webp()

    photo.refresh_from_db()
    assert files_of(photo) == sorted(photo.names)
    with public_storage().open(webp_name(photo.file.name, 360)) as file, Image.open(file) as image:
        assert image.width == 360


@pytest.mark.parametrize("made", [True, False])
def test_a_removed_picture_leaves_no_file(editor, made, django_capture_on_commit_callbacks):
    article = make_draft(by=editor)
    photo = add_picture(article, editor)
    if made:
        actions.make_missing_webp()
        photo.refresh_from_db()
    else:  # by a process that was stopped before it had saved the row
        public_storage().save(webp_name(photo.file.name, 750), ContentFile(b"left"))

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_photo(photo, by=editor, at=AT)

    assert files_of(photo) == []
