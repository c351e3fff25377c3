"""WebP for pictures that have none: of an earlier day, or of an upload during which making them failed."""

import logging

from branch.core.files import store_webp
from branch.core.public import touch
from branch.news.models import ArticlePhoto, public_storage

BATCH = 50  # some 20 s of CPU
logger = logging.getLogger(__name__)


def make_missing_webp(count=BATCH):
    """Make the WebP of at most `count` pictures that have none; return the number of those made.

    Each is finished before the next, without a transaction. They are drawn at random, so that those whose JPEG is
    lost or unreadable do not keep the others from their turn.
    """
    photos = ArticlePhoto.objects.filter(webp_widths="").order_by("?")[:count]
    made = sum(map(_make, photos))
    if made:
        touch()
    return made


def _make(photo):
    """Whether the WebP of a picture were made; they are deleted if it was removed meanwhile."""
    storage = public_storage()
    try:
        widths = store_webp(storage, photo.file.name, photo.width)
    except FileNotFoundError:
        widths = ""
    if not widths:
        logger.warning("picture %s cannot be read", photo.pk)
        return False
    is_there = ArticlePhoto.objects.filter(pk=photo.pk).update(webp_widths=widths) == 1
    for name in () if is_there else photo.webp_names:
        storage.delete(name)
    return is_there
