"""A picture with pupils is public only after somebody who reads the lists of 肖像同意 compared it with them."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from branch.core.models import AuditEvent
from branch.news import actions
from branch.news.models import ArticlePhoto
from tests.news.factories import AT, add_picture, make_draft, make_public, picture

pytestmark = pytest.mark.django_db
LAST_YEAR = datetime(2026, 8, 31, 12, tzinfo=UTC)
UNCHECKED = "“教师围坐”里有学生，请在“图片”页照本学年的肖像同意名单核对"


@pytest.fixture
def photo(editor):
    """A picture with pupils, in a submitted article of the editor."""
    photo = add_picture(make_draft(by=editor), editor, has_pupils=True)
    article = photo.article
    actions.submit(article, version=article.version, by=editor, at=AT)
    return ArticlePhoto.objects.select_related("article").get()


def check_of(photo):
    return reverse("news:photo-check", args=[photo.pk])


def gallery_of(photo):
    return reverse("news:photo-add", args=[photo.article_id])


def test_an_unchecked_picture_of_pupils_is_not_published(photo, committee):
    with pytest.raises(ValidationError, match=UNCHECKED):
        make_public(photo.article, committee)


def test_who_checked_it_and_when_is_recorded_and_the_same_person_may_publish(
    as_committee, committee, photo, time_stands
):
    as_committee.post(check_of(photo))

    photo.refresh_from_db()
    assert (photo.pupils_checked_by, photo.pupils_checked_at) == (committee, time_stands)
    event = AuditEvent.objects.get(verb="article.pupils_checked")
    assert (event.actor, event.target_id) == (committee, str(photo.article_id))
    assert make_public(photo.article, committee).state == "published"


def test_an_editor_cannot_check_and_sees_only_whether_it_was(client, editor, photo, committee):
    client.force_login(editor)
    before = client.get(gallery_of(photo)).text
    refused = client.post(check_of(photo))
    actions.check_pupils(photo, by=committee, at=AT)
    after = client.get(gallery_of(photo)).text

    assert refused.status_code == 403
    assert ("待支委照名单核对" in before, "待支委照名单核对" in after) == (True, False)
    assert ("有学生，已照名单核对" in before, "有学生，已照名单核对" in after) == (False, True)
    assert check_of(photo) not in before + after


def test_a_check_of_the_last_school_year_no_longer_counts(photo, committee):
    actions.check_pupils(photo, by=committee, at=LAST_YEAR)

    with pytest.raises(ValidationError, match=UNCHECKED):
        make_public(photo.article, committee)


def test_a_picture_of_which_nobody_said_whether_pupils_are_in_it_is_not_submitted(editor):
    photo = add_picture(make_draft(by=editor), editor)
    article = photo.article
    ArticlePhoto.objects.update(has_pupils=None)

    with pytest.raises(ValidationError, match="还没有写明有没有学生"):
        actions.submit(article, version=article.version, by=editor, at=AT)


def test_the_form_asks_whether_pupils_are_in_it(client, editor):
    article = make_draft(by=editor)
    client.force_login(editor)
    sent = {"form_token": uuid4(), "upload": picture(), "may_be_shown": "on"}

    page = client.post(reverse("news:photo-add", args=[article.pk]), sent)

    errors = page.context["form"].errors
    assert errors == {"has_pupils": ["请选择图里有没有能认出的学生。"]}
    assert not article.photos.exists()


def test_a_picture_said_to_have_no_pupils_loses_its_check(photo, editor, committee):
    actions.check_pupils(photo, by=committee, at=AT)
    back = actions.send_back(photo.article, version=2, remark="换图", by=committee, at=AT)
    photo.refresh_from_db()
    facts = {"alt": "校园", "caption": "", "order": 1, "may_be_shown": True}

    actions.describe_photo(photo, has_pupils=False, version=back.version, by=editor, at=AT, **facts)

    photo.refresh_from_db()
    assert (photo.has_pupils, photo.pupils_checked_by, photo.pupils_checked_at) == (
        False,
        None,
        None,
    )


@pytest.mark.parametrize("has_pupils", [False, None])
def test_a_picture_without_pupils_has_no_check(photo, committee, has_pupils):
    facts = {"pupils_checked_by": committee, "pupils_checked_at": AT}

    with pytest.raises(IntegrityError), transaction.atomic():
        ArticlePhoto.objects.update(has_pupils=has_pupils, **facts)


def test_a_picture_without_pupils_is_not_checked(photo, committee):
    ArticlePhoto.objects.update(has_pupils=False)

    with pytest.raises(ValidationError, match="没有写有学生"):
        actions.check_pupils(photo, by=committee, at=AT)


def test_a_published_picture_is_removed_and_not_checked_again(photo, committee):
    actions.check_pupils(photo, by=committee, at=AT)
    make_public(photo.article, committee)

    with pytest.raises(ValidationError, match="请删除那张图片"):
        actions.check_pupils(photo, by=committee, at=AT)


def test_pictures_that_a_head_teacher_compared_arrive_checked(editor, committee):
    head = committee

    photo = add_picture(make_draft(by=editor), head, has_pupils=True, is_checked=True)

    assert (photo.pupils_checked_by, photo.pupils_checked_at) == (head, AT)
