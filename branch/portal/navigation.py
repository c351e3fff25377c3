"""The menus of the desk and of the public site; a page one may not open does not appear."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone

from branch.core.contributions import MENU, QUICK, TABS
from branch.news.frame import frame

from . import flags


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    icon: str = ""
    count: int = 0
    current: bool = False
    is_add: bool = False


# where the round button stands among the tabs, and how many of them fit
ADD_AT, TAB_COUNT = 200, 5


def desk(request):
    """The side bar: sections of what this user may open, in the order of their first entries."""
    sections = {}
    for entry in _open_to(request, MENU):
        sections.setdefault(entry.section, []).append(_item(entry, request))
    rows = [item for items in sections.values() for item in items]
    here = max((item.url for item in rows if item.current), default="")
    return [
        {"label": label, "items": [replace(item, current=item.url == here) for item in items]}
        for label, items in sections.items()
    ]


def tabs(request):
    """The few places a thumb reaches on a phone, with the record most often begun in the middle."""
    places = _open_to(request, TABS)
    before = [_item(entry, request) for entry in places if entry.order < ADD_AT]
    after = [_item(entry, request) for entry in places if entry.order >= ADD_AT]
    user, records = request.user, _open_to(request, QUICK)
    records.sort(key=lambda entry: not _holds(entry.comes_first, user))
    add = [
        replace(_item(entry, request), label="快速记录", icon="plus", is_add=True)
        for entry in records[:1]
    ]
    return [*before, *add, *after][:TAB_COUNT]


def quick(request):
    """快速记录: the records this user may begin and has a use for."""
    entries = _open_to(request, QUICK)
    return [_item(entry, request) for entry in entries if _holds(entry.is_listed, request.user)]


def _open_to(request, entries):
    """The entries this user may open, by their order."""
    shown = [entry for entry in entries if request.user.has_perm(entry.permission)]
    return sorted(shown, key=lambda entry: entry.order)


def _item(entry, request):
    url = reverse(entry.name)
    return Item(entry.label, url, entry.icon, current=_is_here(request.path, url))


def _holds(condition, user):
    return condition is None or condition(user)


def public(request, site):
    """首页 and the top-level columns that have something to read."""
    home = reverse("portal:home")
    columns = frame(site.public_stamp, on=timezone.localdate()).tops
    return [Item("首页", home, current=request.path == home)] + [
        Item(column.name, _opens_on(column), current=request.path.startswith(places))
        for column in columns
        for places in [(_opens_on(column), column.get_absolute_url())]
    ]


def _opens_on(column):
    """党员风采 opens on the members' own pages, which lead on to its articles."""
    is_theirs = column.slug == flags.COLUMN
    return reverse("portal:flag-list") if is_theirs else column.get_absolute_url()


def _is_here(path, url):
    """A page belongs to the menu entry it stands under; the desk itself is only itself."""
    return path == url if url == reverse("portal:desk") else path.startswith(url)
