"""The page of the style guide for its address; a draft and a held photo of the member's beside another's."""

from datetime import date
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from branch.core.files import read_picture
from branch.core.models import Draft, HeldFile, PublishedFigure
from branch.core.undo import Trace
from tests.core.photos import encoded, red_above_blue
from tests.factories import make_flag_page, make_user


def add_rows(world):
    world.rows["styleguide"] = {whose: {"page": "parts"} for whose in ("own", "other")}
    world.rows["sitemap"] = {"own": {"part": "pages"}, "other": {"part": "members"}}
    world.rows["sitemap_articles"] = {"own": {"pk": 1}, "other": {"pk": 99}}
    users = world.users["member"], make_user("secretary")
    drafts = [_draft(user) for user in users]
    tokens = [{"token": draft.token} for draft in drafts]
    world.rows["draft"] = dict(zip(("own", "other"), tokens, strict=True))
    steps = [_step(user) for user in users]
    tokens = [{"token": step.token} for step in steps]
    world.rows["undo"] = dict(zip(("own", "other"), tokens, strict=True))
    world.add("held", *map(_held, users))
    facts = {"key": "walkins.visits", "value": 30}
    months = (date(2026, 9, 1), date(2026, 10, 1))
    world.add("published", *(PublishedFigure.objects.create(month=on, **facts) for on in months))


def _step(user):
    """A public page that its member took down today."""
    page = make_flag_page(on=timezone.localdate())
    return Trace(page).keep("flag.withdrawn", target=page, on=timezone.localdate(), by=user)


def _held(user):
    photo = read_picture(SimpleUploadedFile("现场.jpg", encoded(red_above_blue())))
    facts = {"field": "new_photos", "name": "现场.jpg", "value": photo}
    return HeldFile.hold(user=user, token=uuid4(), at=timezone.now(), **facts)


def _draft(user):
    facts = {"name": "帮扶记录", "address": "/desk/contacts/new/", "values": {"fact": ["谈了考试"]}}
    return Draft.keep(user=user, token=uuid4(), at=timezone.now(), **facts)
