"""The page of the style guide for its address; a draft and a held photo of the member's beside another's."""

from datetime import date
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from branch.activities.models import ActivityPhoto
from branch.core.files import read_picture
from branch.core.models import Draft, HeldFile, PublishedFigure
from branch.core.undo import Trace
from branch.portal.models import EventReport
from tests.activities.factories import make_activity
from tests.core.photos import encoded, red_above_blue
from tests.factories import make_flag_page, make_user, read_photo
from tests.news.factories import make_draft


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
    _add_reports(world)
    facts = {"key": "walkins.visits", "value": 30}
    months = (date(2026, 9, 1), date(2026, 10, 1))
    world.add("published", *(PublishedFigure.objects.create(month=on, **facts) for on in months))


def _add_reports(world):
    """Own: a meeting of all. Other: one of the committee; each with a photo, without and with a draft."""
    for kind, is_reported in (("to_report", False), ("reported", True)):
        held = [make_activity(name) for name in ("党员大会", "支委会")]
        for activity in held:
            columns = read_photo()
            ActivityPhoto.objects.create(
                activity=activity, uploaded_by=world.users["secretary"], **columns
            )
            if is_reported:
                EventReport.objects.create(activity=activity, article=make_draft())
        world.add(kind, *held)


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
