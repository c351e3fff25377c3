"""The page of the style guide for its address, and a draft of the member's beside another's."""

from uuid import uuid4

from django.utils import timezone

from branch.core.models import Draft
from branch.core.undo import Trace
from tests.factories import make_flag_page, make_user


def add_rows(world):
    world.rows["styleguide"] = {whose: {"page": "parts"} for whose in ("own", "other")}
    drafts = [_draft(user) for user in (world.users["member"], make_user("secretary"))]
    tokens = [{"token": draft.token} for draft in drafts]
    world.rows["draft"] = dict(zip(("own", "other"), tokens, strict=True))
    steps = [_step(user) for user in (world.users["member"], make_user("secretary"))]
    tokens = [{"token": step.token} for step in steps]
    world.rows["undo"] = dict(zip(("own", "other"), tokens, strict=True))


def _step(user):
    """A public page that its member took down today."""
    page = make_flag_page(on=timezone.localdate())
    return Trace(page).keep("flag.withdrawn", target=page, on=timezone.localdate(), by=user)


def _draft(user):
    facts = {"name": "帮扶记录", "address": "/desk/contacts/new/", "values": {"fact": ["谈了考试"]}}
    return Draft.keep(user=user, token=uuid4(), at=timezone.now(), **facts)
