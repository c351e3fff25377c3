"""Portraits of public pages; pass only what the test is about."""

from branch.core.files import read_picture, stored
from branch.members.models import FlagPage, FlagPortrait
from tests.news.factories import picture


def portrait_values():
    """The column values of a stored portrait, as a form gives them to the action."""
    return stored(FlagPortrait, read_picture(picture()))


def with_portrait(page):
    """The page with a portrait, which it shows unless it is a draft."""
    values = portrait_values()
    page.portrait = FlagPortrait.objects.create(uploaded_by=page.written_by, **values)
    page.shows_portrait = page.state != FlagPage.State.DRAFT
    page.save()
    return page
