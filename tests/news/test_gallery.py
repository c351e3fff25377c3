from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from PIL import Image

from branch.news import actions
from branch.news.forms import FileForm, PhotoForm
from branch.news.models import Article, ArticlePhoto, public_storage
from branch.news.views.gallery import PhotoAdd
from tests.activities.page_form import form_of
from tests.factories import make_staff
from tests.news.factories import (
    AT,
    add_document,
    add_picture,
    make_draft,
    make_published,
    make_submitted,
    picture,
)
from tests.pdfs import pdf

pytestmark = pytest.mark.django_db
PDF = pdf()
TICKED = {"may_be_shown": "on", "has_pupils": "False"}


def test_a_picture_is_stored_without_exif_under_a_generated_name(client, editor):
    article = make_draft(by=editor)
    client.force_login(editor)

    client.post(
        reverse("news:photo-add", args=[article.pk]),
        {"form_token": uuid4(), "upload": picture(), "alt": "教师围坐", "caption": "团辅"} | TICKED,
    )

    photo = article.photos.get()
    with photo.file.open() as file, Image.open(file) as stored:
        assert dict(stored.getexif()) == {}
    assert "现场" not in photo.file.name
    assert (photo.alt, photo.caption, photo.order) == ("教师围坐", "团辅", 1)


def test_a_double_tap_stores_a_picture_and_its_files_once(client, editor):
    article = make_draft(by=editor)
    add_picture(article, editor)
    before = len(public_storage().listdir("news/articlephoto")[1])
    client.force_login(editor)
    sent = {"form_token": uuid4(), "alt": "教师围坐", "caption": "团辅"} | TICKED
    address = reverse("news:photo-add", args=[article.pk])

    answers = [client.post(address, sent | {"upload": picture()}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert article.photos.count() == 2
    assert len(public_storage().listdir("news/articlephoto")[1]) == before + len(
        article.photos.last().names
    )


def test_a_file_that_is_no_picture_is_refused_and_typed_text_is_kept(client, editor):
    article = make_draft(by=editor)
    client.force_login(editor)
    fake = SimpleUploadedFile("x.jpg", b"<svg onload=x()>")

    answer = client.post(
        reverse("news:photo-add", args=[article.pk]),
        {"form_token": uuid4(), "upload": fake, "alt": "教师围坐", "caption": ""},
    )

    assert "“x.jpg”不是可用的图片" in answer.context["form"].errors.as_text()
    assert 'value="教师围坐"' in answer.content.decode()


def test_the_first_picture_is_the_cover(client, editor, secretary):
    article = make_draft(by=editor)
    second, first = add_picture(article, editor, alt="后"), add_picture(article, editor, alt="前")
    article.refresh_from_db()
    actions.describe_photo(
        second, alt="后", caption="", order=9, version=article.version, by=editor, at=AT
    )
    article.refresh_from_db()
    article = actions.submit(article, version=article.version, by=editor, at=AT)
    actions.publish(article, version=article.version, by=secretary, at=AT)

    shown = client.get("/news/").context["articles"][0]

    assert (shown.cover.url, shown.cover.alt) == (first.url, "前")


def test_the_width_of_a_preview_is_that_of_its_file(editor):
    photo = add_picture(make_draft(by=editor), editor)

    with photo.thumb.open() as file, Image.open(file) as stored:
        assert (photo.width, photo.thumb_width) == (900, stored.width)


@pytest.mark.parametrize(
    ("size", "width"), [((1600, 900), 720), ((900, 1600), 405), ((90, 60), 90)]
)
def test_the_longer_side_of_a_preview_has_at_most_720_pixels(size, width):
    assert ArticlePhoto(width=size[0], height=size[1]).thumb_width == width


def test_the_uploader_of_a_picture_cannot_publish_the_article(editor, secretary):
    article = make_draft(by=editor)
    add_picture(article, secretary)
    article = actions.submit(article, version=article.version, by=editor, at=AT)

    with pytest.raises(ValidationError, match="图片或附件是您传的"):
        actions.publish(article, version=article.version, by=secretary, at=AT)


def test_the_person_who_describes_a_picture_counts_as_the_writer(editor, secretary):
    article = make_draft(by=editor)
    photo = add_picture(article, editor)
    actions.describe_photo(
        photo, alt="教师围坐", caption="新说明", order=1, version=1, by=secretary, at=AT
    )
    article.refresh_from_db()
    article = actions.submit(article, version=article.version, by=editor, at=AT)

    with pytest.raises(ValidationError, match="自己写的文章"):
        actions.publish(article, version=article.version, by=secretary, at=AT)


def test_a_submitted_article_takes_no_new_pictures(editor):
    article = make_submitted(by=editor)

    with pytest.raises(ValidationError, match="请先退回或撤稿"):
        add_picture(article, editor)


def test_pictures_of_a_draft_are_not_served_to_the_public(client, editor):
    photo = add_picture(make_draft(by=editor), editor)

    assert client.get(photo.url).status_code == 404
    client.force_login(editor)
    shown = client.get(photo.url)
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    assert shown.headers["Cache-Control"] == "private, no-store"


def test_a_published_picture_is_served_and_a_withdrawn_one_is_not(client, editor, secretary):
    draft = make_draft(by=editor)
    photo = add_picture(draft, editor)
    article = actions.submit(draft, version=draft.version, by=editor, at=AT)
    article = actions.publish(article, version=article.version, by=secretary, at=AT)
    served = client.get(photo.url)
    assert served.headers["Cache-Control"] == "public, max-age=3600"
    actions.withdraw(article, version=article.version, remark="有误", by=secretary, at=AT)

    assert served.headers["Content-Type"] == "image/jpeg"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(served.streaming_content).startswith(b"\xff\xd8")
    assert client.get(photo.url).status_code == 404
    assert client.get(photo.thumb_url).status_code == 404
    client.force_login(editor)
    for_editor = client.get(photo.url)
    for_editor.close()
    assert for_editor.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["../../guangqin.sqlite3", "x.jpg", "%2e%2e/x", "a" * 32 + ".svg"])
def test_only_generated_file_names_are_looked_up(client, name):
    assert client.get(f"/media/news/articlephoto/{name}").status_code == 404


def test_a_picture_of_a_published_article_can_be_removed_by_users_who_may_withdraw_it(
    client, editor, committee, secretary, django_capture_on_commit_callbacks
):
    draft = make_draft(by=editor)
    photo = add_picture(draft, editor)
    article = actions.submit(draft, version=draft.version, by=editor, at=AT)
    actions.publish(article, version=article.version, by=secretary, at=AT)
    remove = reverse("news:photo-remove", args=[photo.pk])

    client.force_login(editor)
    client.post(remove)
    assert ArticlePhoto.objects.filter(pk=photo.pk).exists()
    client.force_login(committee)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(remove)

    assert not ArticlePhoto.objects.filter(pk=photo.pk).exists()
    assert not public_storage().exists(photo.file.name)
    assert not public_storage().exists(photo.thumb.name)


def test_a_document_is_served_under_its_original_name(client, editor, secretary):
    draft = make_draft(by=editor)
    client.force_login(editor)
    client.post(
        reverse("news:file-add", args=[draft.pk]),
        {"form_token": uuid4(), "upload": SimpleUploadedFile("通知 全文.pdf", PDF)},
    )
    file = draft.files.get()
    draft.refresh_from_db()
    article = actions.submit(draft, version=draft.version, by=editor, at=AT)
    actions.publish(article, version=article.version, by=secretary, at=AT)
    client.logout()

    answer = client.get(file.url)

    assert b"".join(answer.streaming_content) == PDF
    assert "%E9%80%9A%E7%9F%A5%20%E5%85%A8%E6%96%87.pdf" in answer.headers["Content-Disposition"]
    assert "通知 全文.pdf" in client.get(article.public_url).content.decode()


def test_a_document_named_as_internal_is_refused(editor):
    article = make_draft(by=editor)

    with pytest.raises(ValidationError, match="不得上传涉密"):
        add_document(article, editor, "情况通报（内部）.pdf")


def test_uploads_are_read_by_the_form_without_a_query(django_assert_num_queries):
    data = {"form_token": uuid4(), "alt": "教师围坐"} | TICKED
    with django_assert_num_queries(0):
        photo = PhotoForm(data, MultiValueDict({"upload": [picture()]}))
        file = FileForm(data, {"upload": SimpleUploadedFile("通知.pdf", PDF)})
        assert photo.is_valid()
        assert file.is_valid()

    assert [one["width"] for one in photo.action_kwargs()["pictures"]] == [900]
    assert file.action_kwargs()["document"]["original_name"] == "通知.pdf"


def test_the_second_of_two_caption_writers_sees_both_texts(client, editor):
    photo = add_picture(make_draft(by=editor), editor)
    address = reverse("news:photo-update", args=[photo.pk])
    client.force_login(editor)
    first = form_of(client.get(address)) | {"caption": "先到的"}
    second = form_of(client.get(address)) | {"caption": "后到的"}

    client.post(address, first)
    page = client.post(address, second)

    assert page.status_code == 409
    assert page.context["rows"] == [("图注", "先到的", "后到的")]
    photo.refresh_from_db()
    assert photo.caption == "先到的"
    client.post(address, form_of(page) | {"form_token": uuid4()})
    photo.refresh_from_db()
    assert photo.caption == "后到的"


def test_removing_a_picture_checks_the_current_state_of_the_article(editor, secretary):
    photo = add_picture(make_draft(by=editor), editor)
    article = photo.article
    article = actions.submit(article, version=article.version, by=editor, at=AT)
    public = actions.publish(article, version=article.version, by=secretary, at=AT)
    photo.article = Article.objects.get(pk=public.pk)
    article = actions.withdraw(public, version=public.version, remark="有误", by=secretary, at=AT)
    actions.submit(article, version=article.version, by=editor, at=AT)

    with pytest.raises(ValidationError, match="请先退回或撤稿"):
        actions.remove_photo(photo, by=secretary, at=AT)


@pytest.mark.parametrize("count", [1, 3])
def test_the_pictures_page_costs_the_same_however_many(
    client, editor, count, django_assert_num_queries
):
    article = make_draft(by=editor)
    for _ in range(count):
        add_picture(article, editor)
    client.force_login(editor)
    client.get("/accounts/me/")

    with django_assert_num_queries(7):
        client.get(reverse("news:photo-add", args=[article.pk]))


def test_a_correction_takes_no_pictures(editor, secretary):
    article = make_published(by=editor)
    draft = actions.begin_correction(article, version=article.version, by=editor, at=AT)

    with pytest.raises(ValidationError, match="更正稿只改文字"):
        add_picture(draft, editor)


class TooLate(PhotoAdd):
    """A page whose action refuses after the picture was stored."""

    def perform(self, form):
        super().perform(form)
        raise ValidationError("太晚了。")


def test_a_picture_of_a_form_that_is_refused_leaves_no_file(rf, editor):
    article = make_draft(by=editor)
    add_picture(article, editor)
    request = rf.post("/", {"form_token": uuid4(), "upload": picture()} | TICKED)
    request.user = editor
    before = public_storage().listdir("news/articlephoto")

    page = TooLate.as_view()(request, pk=article.pk)

    assert page.context_data["form"].non_field_errors() == ["太晚了。"]
    assert public_storage().listdir("news/articlephoto") == before


@pytest.mark.parametrize("page", ["news:photo-add", "news:file-add"])
@pytest.mark.parametrize(
    ("state", "who", "is_offered"),
    [
        ("draft", "editor", True),
        ("submitted", "editor", False),
        ("published", "editor", False),
        ("published", "secretary", True),
    ],
)
def test_a_deletion_is_offered_where_it_is_allowed(client, request, page, state, who, is_offered):
    article = make_draft(by=request.getfixturevalue("editor"))
    add_picture(article, article.written_by)
    add_document(article, article.written_by)
    Article.objects.update(
        state=state, published_on=AT.date(), first_published_at=AT, published_by=make_staff().user
    )
    client.force_login(request.getfixturevalue(who))

    shown = client.get(reverse(page, args=[article.pk])).text

    assert ("删除" in shown) is is_offered


def test_ten_pictures_at_once_are_refused_without_a_script_too(client, editor):
    article = make_draft(by=editor)
    client.force_login(editor)
    sent = {"form_token": uuid4(), "upload": [picture(f"{n}.jpg") for n in range(10)]} | TICKED

    page = client.post(reverse("news:photo-add", args=[article.pk]), sent)

    assert "一次最多 9 张，请少选几张。" in page.context["form"].errors["upload"]
    assert not article.photos.exists()
