"""Two people change an article and its correction at once: each waits for the other, neither is refused."""

import fcntl
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.db import connection, transaction

from branch.news import actions
from branch.news.models import Article, public_storage
from tests.core.test_pictures import somebody_waits_for
from tests.news.factories import AT, add_picture, make_draft, make_public
from tests.threads import somebody_waits

pytestmark = pytest.mark.usefixtures("on_disk")


@pytest.fixture
def photo(editor):
    article = make_draft(by=editor)
    photo = add_picture(article, editor)
    make_public(actions.submit(article, version=article.version, by=editor, at=AT))
    return photo


@pytest.fixture
def correction(photo, editor):
    """A correction of the picture's article, submitted."""
    article = Article.objects.get(pk=photo.article_id)
    draft = actions.begin_correction(article, version=article.version, by=editor, at=AT)
    draft.correction_note = "改一个字"
    draft.save()
    return actions.submit(draft, version=draft.version, by=editor, at=AT)


def test_a_picture_is_deleted_while_a_correction_is_published(photo, correction, secretary):
    def delete():
        with closing(connection):
            actions.remove_photo(photo, by=secretary, at=AT)

    other = Thread(target=delete)
    with transaction.atomic():
        Article.objects.lock(correction.pk, correction.version)  # as publishing begins
        other.start()
        while connection.vendor == "postgresql" and other.is_alive() and not somebody_waits():
            pass
        make_public(correction, secretary)
    other.join()

    article = Article.objects.get()
    assert (article.photos.count(), article.correction_note) == (0, "改一个字")


def test_a_picture_is_deleted_while_its_webp_is_made(photo, secretary):
    def make():
        with closing(connection):
            actions.make_missing_webp()

    maker, lock = Thread(target=make), Path(settings.DATA_DIR, "reading.lock")
    with lock.open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        maker.start()
        while maker.is_alive() and not somebody_waits_for(lock):
            pass
        actions.remove_photo(photo, by=secretary, at=AT)
    maker.join()

    assert [name for name in photo.webp_names if public_storage().exists(name)] == []
