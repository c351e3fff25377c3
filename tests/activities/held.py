"""Files sent with a form, and those held for it."""

from uuid import uuid4

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from branch.core.files import read_picture
from branch.core.models import HeldFile
from tests import pdfs
from tests.core.photos import encoded, red_above_blue

LECTURE = pdfs.pdf()


def photo(name="现场.jpg"):
    return SimpleUploadedFile(name, encoded(red_above_blue()), "image/jpeg")


def pdf(name="讲稿.pdf"):
    return SimpleUploadedFile(name, LECTURE, "application/pdf")


def held_by(user, at=None):
    value = read_picture(photo())
    return HeldFile.hold(
        user=user,
        token=uuid4(),
        field="new_photos",
        name="现场.jpg",
        value=value,
        at=at or timezone.now(),
    )


def held_on_disk():
    return len(default_storage.listdir("held")[1]) if default_storage.exists("held") else 0


def names(rows):
    return [row.original_name for row in rows]


def copies(row, count, **changes):
    """Further rows of a held file."""
    rows = [HeldFile.objects.get(pk=row.pk) for _ in range(count)]
    for copy in rows:
        copy.pk = None
        vars(copy).update(changes)
    HeldFile.objects.bulk_create(rows)
