"""The menus of the desk and of the public site, without pages the user may not open."""

from dataclasses import dataclass, replace
from functools import cache

from django.urls import get_script_prefix, reverse
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


# the order of the round button among the tabs, and how many tabs fit
ADD_ORDER, TAB_COUNT = 200, 5


def desk(request):
    """The sections of the side bar, in the order of their first entries."""
    sections = {}
    for entry in _entries_open_to(request, MENU):
        sections.setdefault(entry.section, []).append(_item(entry, request))
    rows = [item for items in sections.values() for item in items]
    current_url = max((item.url for item in rows if item.current), default="")
    return [
        {
            "label": label,
            "items": [replace(item, current=item.url == current_url) for item in items],
        }
        for label, items in sections.items()
    ]


def tabs(request):
    """The tab bar of a phone, with the button for a new record in the middle."""
    places = _entries_open_to(request, TABS)
    before = [_item(entry, request) for entry in places if entry.order < ADD_ORDER]
    after = [_item(entry, request) for entry in places if entry.order >= ADD_ORDER]
    user, records = request.user, _entries_open_to(request, QUICK)
    records.sort(key=lambda entry: not _holds(entry.comes_first, user))
    add = [
        replace(_item(entry, request), label="快速记录", icon="plus", is_add=True)
        for entry in records[:1]
    ]
    return [*before, *add, *after][:TAB_COUNT]


def quick(request):
    """快速记录: the records the desk offers this user to begin."""
    entries = _entries_open_to(request, QUICK)
    return [_item(entry, request) for entry in entries if _holds(entry.is_listed, request.user)]


def _entries_open_to(request, entries):
    """The entries this user may open, by `order`."""
    allowed = [entry for entry in entries if request.user.has_perm(entry.permission)]
    return sorted(allowed, key=lambda entry: entry.order)


@cache
def _place(name, prefix):
    """The address of a page without arguments, which is the same for every request under this prefix."""
    return reverse(name)


def place_of(name):
    return _place(name, get_script_prefix())


def _item(entry, request):
    url = place_of(entry.name)
    return Item(entry.label, url, entry.icon, current=_is_current(request.path, url))


def _holds(condition, user):
    return condition is None or condition(user)


def public(request, site):
    """The public menu: 首页 and the top-level columns that have articles."""
    home = reverse("portal:home")
    columns = frame(site.public_stamp, on=timezone.localdate()).tops
    return [Item("首页", home, current=request.path == home)] + [
        Item(column.name, _address_of(column), current=request.path.startswith(places))
        for column in columns
        for places in [(_address_of(column), column.get_absolute_url())]
    ]


def _address_of(column):
    """The address of a column in the menu; for 党员风采 that of the members' pages."""
    is_about_members = column.slug == flags.COLUMN
    return reverse("portal:flag-list") if is_about_members else column.get_absolute_url()


def _is_current(path, url):
    """Whether the page belongs to the entry: its path begins with the entry's; the desk's must equal it."""
    return path == url if url == place_of("portal:desk") else path.startswith(url)
