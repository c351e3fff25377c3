from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from branch.news import actions
from branch.news.forms import FileForm, PhotoForm
from branch.news.models import Article, ArticlePhoto, public_storage
from tests.activities.page_form import form_of
from tests.news.factories import (
    AT,
    hang_file,
    hang_picture,
    make_draft,
    make_published,
    make_submitted,
    picture,
)  # fmt: skip

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 a page"


def test_a_picture_comes_in_without_its_exif_under_a_name_that_tells_nothing(client, editor):
    article = make_draft(by=editor)
    client.force_login(editor)

    client.post(
        reverse("news:photo-add", args=[article.pk]),
        {"form_token": uuid4(), "upload": picture(), "alt": "教师围坐", "caption": "团辅"},
    )

    photo = article.photos.get()
    with photo.file.open() as file, Image.open(file) as stored:
        assert dict(stored.getexif()) == {}
    assert "现场" not in photo.file.name
    assert (photo.alt, photo.caption, photo.order) == ("教师围坐", "团辅", 1)


def test_a_file_that_is_no_picture_is_named_and_what_was_typed_stays(client, editor):
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
    second, first = hang_picture(article, editor, alt="后"), hang_picture(article, editor, alt="前")
    article.refresh_from_db()
    actions.describe_photo(
        second, alt="后", caption="", order=9, version=article.version, by=editor, at=AT
    )
    article.refresh_from_db()
    article = actions.submit(article, version=article.version, by=editor, at=AT)
    actions.publish(article, version=article.version, by=secretary, at=AT)

    shown = client.get("/news/").context["articles"][0]

    assert (shown.cover.url, shown.cover.alt) == (first.url, "前")


def test_who_brought_a_picture_does_not_publish_it(editor, secretary):
    article = make_draft(by=editor)
    hang_picture(article, secretary)
    article = actions.submit(article, version=article.version, by=editor, at=AT)

    with pytest.raises(ValidationError, match="图片或附件是您传的"):
        actions.publish(article, version=article.version, by=secretary, at=AT)


def test_who_says_what_a_picture_shows_counts_as_the_writer(editor, secretary):
    article = make_draft(by=editor)
    photo = hang_picture(article, editor)
    actions.describe_photo(
        photo, alt="教师围坐", caption="新说明", order=1, version=1, by=secretary, at=AT
    )
    article.refresh_from_db()
    article = actions.submit(article, version=article.version, by=editor, at=AT)

    with pytest.raises(ValidationError, match="自己写的文章"):
        actions.publish(article, version=article.version, by=secretary, at=AT)


def test_pictures_of_what_others_are_reviewing_stay_as_they_are(editor):
    article = make_submitted(by=editor)

    with pytest.raises(ValidationError, match="请先退回或撤稿"):
        hang_picture(article, editor)


def test_a_draft_keeps_its_pictures_from_strangers(client, editor):
    photo = hang_picture(make_draft(by=editor), editor)

    assert client.get(photo.url).status_code == 404
    client.force_login(editor)
    shown = client.get(photo.url)
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    assert shown.headers["Cache-Control"] == "private, no-store"


def test_a_published_picture_is_served_and_a_withdrawn_one_is_not(client, editor, secretary):
    draft = make_draft(by=editor)
    photo = hang_picture(draft, editor)
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
    kept = client.get(photo.url)
    kept.close()
    assert kept.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["../../guangqin.sqlite3", "x.jpg", "%2e%2e/x", "a" * 32 + ".svg"])
def test_only_names_of_our_own_making_are_looked_for(client, name):
    assert client.get(f"/media/news/articlephoto/{name}").status_code == 404


def test_a_picture_of_a_public_page_can_be_taken_away_at_once_by_whoever_may_withdraw_it(
    client, editor, committee, secretary, django_capture_on_commit_callbacks
):
    draft = make_draft(by=editor)
    photo = hang_picture(draft, editor)
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


def test_a_document_is_offered_under_the_name_it_came_with(client, editor, secretary):
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


def test_a_document_that_calls_itself_internal_is_refused(editor):
    article = make_draft(by=editor)

    with pytest.raises(ValidationError, match="不得上传涉密"):
        hang_file(article, editor, "情况通报（内部）.pdf")


def test_uploads_are_read_by_the_form_before_anything_is_locked(django_assert_num_queries):
    said = {"form_token": uuid4(), "alt": "教师围坐"}
    with django_assert_num_queries(0):
        photo = PhotoForm(said, {"upload": picture()})
        file = FileForm(said, {"upload": SimpleUploadedFile("通知.pdf", PDF)})
        assert photo.is_valid()
        assert file.is_valid()

    assert photo.action_kwargs()["picture"].width == 900
    assert file.action_kwargs()["document"]["original_name"] == "通知.pdf"


def test_who_words_a_caption_second_is_shown_both(client, editor):
    photo = hang_picture(make_draft(by=editor), editor)
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


def test_a_picture_is_taken_away_by_what_the_article_is_now_not_by_what_it_was(editor, secretary):
    photo = hang_picture(make_draft(by=editor), editor)
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
        hang_picture(article, editor)
    client.force_login(editor)
    client.get("/accounts/me/")

    with django_assert_num_queries(9):
        client.get(reverse("news:photo-add", args=[article.pk]))


def test_pictures_do_not_stand_in_a_correction(editor, secretary):
    article = make_published(by=editor)
    draft = actions.begin_correction(article, version=article.version, by=editor, at=AT)

    with pytest.raises(ValidationError, match="更正稿只改文字"):
        hang_picture(draft, editor)
