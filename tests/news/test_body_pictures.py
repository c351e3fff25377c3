"""Pictures in the body: those of the gallery alone, each with its words, in every way a body is sent."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from branch.news import actions
from branch.news.clean import NO_PICTURE, clean, from_plain, to_plain, to_typed
from branch.news.models import Article
from tests.activities.page_form import form_of
from tests.factories import make_staff
from tests.news.factories import (
    AT,
    add_picture,
    make_draft,
    make_public,
)

pytestmark = pytest.mark.django_db


def figure(number):
    return f'<figure data-photo="{number}"></figure>'


@pytest.fixture
def article(editor):
    return make_draft(by=editor, body="<p>第一段。</p>")


@pytest.fixture
def photos(article, editor):
    """Three pictures: the cover, one with a caption, and another."""
    captions = ("", "围坐一圈<br>", "")
    return [
        add_picture(article, editor, alt=f"图{n}", caption=one) for n, one in enumerate(captions)
    ]


def revise(article, body):
    version = Article.objects.get(pk=article.pk).version
    fields = {"kind": "news", "column": article.column, "title": article.title}
    return actions.revise(
        article, version=version, by=article.written_by, at=AT, body=body, **fields
    )


@pytest.fixture
def placed(article, photos):
    """The article with its second picture between two paragraphs."""
    return revise(article, f"<p>第一段。</p>{figure(photos[1].pk)}<p>第二段。</p>")


def main_of(page):
    return page.text.partition("<main")[2]


def published(article):
    submitted = actions.submit(article, version=article.version, by=article.written_by, at=AT)
    Article.objects.get(pk=article.pk).photos.update(uploaded_by=article.written_by)
    return make_public(submitted)


def test_a_body_keeps_a_picture_between_its_paragraphs():
    body = f"<p>一</p>{figure(12)}<ul><li><p>二</p></li></ul>{figure(3)}"

    assert clean(body) == body
    assert clean(f"<p>一{figure(12)}二</p>") == f"<p>一</p>{figure(12)}<p>二</p>"


@pytest.mark.parametrize("number", ["x", "", "1" * 25, '1" onload="x', "-1", "１２", "0", "007"])
def test_a_figure_without_a_number_is_none(number):
    assert clean(f"<p>一</p><figure data-photo='{number}'></figure>") == "<p>一</p>"


def test_a_figure_brings_nothing_but_its_number():
    dirty = '<figure data-photo="7" onclick="x()" style="width:9px" class="a"><img src="//x/y">字</figure>'

    assert clean(dirty) == f"{figure(7)}<p>{NO_PICTURE}</p><p>字</p>"


def test_a_box_without_a_script_names_its_pictures():
    body = f"<p>一</p>{figure(12)}<p>二</p>"

    assert to_typed(body) == "一\n\n【图片12】\n\n二"
    assert from_plain(to_typed(body)) == body
    assert from_plain("一\n\n【图片 012】\n\n二\r\n") == body
    assert to_plain(body) == "一\n\n二"


def test_readers_see_the_picture_in_its_place_and_once(client, placed, photos):
    published(placed)

    text = main_of(client.get(placed.public_url))

    cover, inner, last = (text.index(f'alt="图{n}"') for n in range(3))
    assert cover < text.index("第一段。") < inner < text.index("第二段。") < last
    assert text.count('alt="图1"') == 1
    assert "<figcaption>围坐一圈&lt;br&gt;</figcaption>" in text
    assert "data-photo" not in text


def test_a_cover_in_the_body_does_not_open_the_article(client, article, photos):
    published(revise(article, f"<p>第一段。</p>{figure(photos[0].pk)}"))

    text = main_of(client.get(article.public_url))

    assert text.count('alt="图0"') == 1
    assert text.index("第一段。") < text.index('alt="图0"')


def test_a_picture_of_another_article_is_a_note_and_is_not_shown(article, editor, client):
    secret = add_picture(make_draft(by=editor, title="别的稿"), editor, alt="不给人看")

    saved = revise(article, f"<p>第一段。</p>{figure(secret.pk)}")

    assert saved.body == f"<p>第一段。</p><p>{NO_PICTURE}</p>"
    with pytest.raises(ValidationError, match="图片未导入"):
        actions.submit(saved, version=saved.version, by=editor, at=AT)


def test_a_row_written_past_the_form_shows_no_picture_of_another_article(article, editor, client):
    other = add_picture(make_draft(by=editor, title="别的稿"), editor, alt="不给人看")
    live = published(article)
    Article.objects.filter(pk=live.pk).update(body=f"<p>甲</p>{figure(other.pk)}")

    text = client.get(live.public_url).text

    assert "甲" in text
    assert "不给人看" not in text
    assert "figure" not in text


def test_a_new_article_has_no_pictures_yet(editor):
    article = make_draft(by=editor, body=f"<p>一</p>{figure(1)}")

    assert article.body == f"<p>一</p><p>{NO_PICTURE}</p>"


def test_a_picture_deleted_from_the_gallery_leaves_the_body(placed, photos, editor):
    revise(placed, placed.body + figure(photos[2].pk))
    version = Article.objects.get().version

    actions.remove_photo(photos[1], by=editor, at=AT)

    article = Article.objects.get()
    assert article.body == f"<p>第一段。</p><p>第二段。</p>{figure(photos[2].pk)}"
    assert article.version == version + 1


def test_a_correction_shows_the_pictures_of_the_original(client, placed, photos, editor):
    live = published(placed)
    draft = actions.begin_correction(live, version=live.version, by=editor, at=AT)
    client.force_login(editor)

    assert draft.body == live.body
    assert 'alt="图1"' in client.get(draft.get_absolute_url()).text
    assert (
        f'data-place="{photos[2].pk}"'
        in client.get(reverse("news:article-update", args=[draft.pk])).text
    )


def test_a_deleted_picture_leaves_the_correction_too(placed, photos, editor, secretary):
    live = published(placed)
    draft = actions.begin_correction(live, version=live.version, by=editor, at=AT)

    actions.remove_photo(photos[1], by=secretary, at=AT)

    assert Article.objects.get(pk=draft.pk).body == "<p>第一段。</p><p>第二段。</p>"


def test_saving_the_plain_box_unchanged_keeps_the_body(client, placed, editor):
    client.force_login(editor)
    page = reverse("news:article-update", args=[placed.pk])
    form = form_of(client.get(page)) | {"source_text": ["支部"]}
    assert "【图片" in form["body"][0]

    client.post(page, form)

    assert Article.objects.get().body == placed.body


def test_pictures_are_published_only_if_somebody_asked(placed, photos, editor):
    photos[2].may_be_shown = False
    photos[2].save()

    with pytest.raises(ValidationError, match="“图2”还没有勾选同意公开"):
        actions.submit(placed, version=placed.version, by=editor, at=AT)


def test_an_article_submitted_before_with_unasked_pictures_is_not_published(placed, editor):
    submitted = actions.submit(placed, version=placed.version, by=editor, at=AT)
    submitted.photos.update(may_be_shown=False, uploaded_by=make_staff().user)

    with pytest.raises(ValidationError, match="还没有勾选同意公开"):
        make_public(submitted)


def test_a_picture_is_uploaded_only_with_the_tick(article, editor):
    with pytest.raises(ValidationError, match="请先问过图里的人"):
        add_picture(article, editor, may_be_shown=False)


def test_a_picture_without_words_is_called_by_title_and_caption(article, editor):
    photo = add_picture(article, editor, alt="", caption="围坐一圈")

    assert photo.alt == f"{article.plain_title}：围坐一圈"


def test_search_and_summary_know_no_pictures(client, article, photos):
    live = published(revise(article, f"{figure(photos[1].pk)}<p>秋日远足。</p>"))

    found = main_of(client.get("/search/", {"q": "秋日远足"}))

    assert live.summary == "秋日远足。"
    assert live.public_url in found
    assert "图片" not in found


def test_a_correction_adds_no_picture_nobody_asked_about(placed, photos, editor):
    live = published(placed)
    live.photos.update(may_be_shown=False)
    draft = actions.begin_correction(live, version=live.version, by=editor, at=AT)
    fields = {"kind": "news", "column": draft.column, "title": draft.title}
    kept = actions.revise(draft, version=draft.version, by=editor, at=AT, body=draft.body, **fields)
    body = draft.body + figure(photos[2].pk)
    more = actions.revise(draft, version=kept.version, by=editor, at=AT, body=body, **fields)

    with pytest.raises(ValidationError, match="“图2”还没有勾选同意公开"):
        actions.submit(more, version=more.version, by=editor, at=AT)
