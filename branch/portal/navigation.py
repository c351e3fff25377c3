"""The menus of the desk and of the public site, without pages the user may not open."""

from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils import timezone

from branch.core.addresses import address_of
from branch.core.contributions import MENU, QUICK, TABS
from branch.news.frame import frame

from . import flags, together, walkins


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    icon: str = ""
    current: bool = False
    is_add: bool = False
    # the name and the number of what is counted beside it
    counts: str = ""
    count: int = 0


@dataclass(frozen=True)
class Section:
    label: str
    items: tuple[Item, ...]
    # of a long menu only the section of the page is unfolded
    is_folding: bool = False
    is_open: bool = True

    @property
    def count(self):
        """What waits behind a folded section."""
        return sum(item.count for item in self.items)


# the order of the round button among the tabs, and how many tabs fit
ADD_ORDER, TAB_COUNT = 200, 5
# so many entries are more than a screen
LONG = 18
KEPT = 256  # menus: of each group of readers and each entry


def desk(request):
    """The sections of the side bar, in the order of their first entries."""
    permissions = request.user.permissions
    entries = _entries_open_to(permissions, MENU)
    sections = _sections(permissions, _current(entries, request.path))
    return tuple(_with_counts(section, request.user) for section in sections)


def _with_counts(section, user):
    """The section with the numbers of this user, if it has any."""
    counted = {item: getattr(user, item.counts, 0) for item in section.items if item.counts}
    if not counted:
        return section
    items = (replace(item, count=counted.get(item, 0)) for item in section.items)
    return replace(section, items=tuple(items))


@lru_cache(KEPT)
def _sections(permissions, current):
    sections = {}
    for entry in _entries_open_to(permissions, MENU):
        sections.setdefault(entry.section, []).append(_item(entry, current))
    is_long = sum(map(len, sections.values())) > LONG
    return tuple(
        Section(
            label,
            tuple(items),
            is_folding=is_long and bool(label),
            is_open=any(item.current for item in items),
        )
        for label, items in sections.items()
    )


def tabs(request):
    """The tab bar of a phone, with the button for a new record in the middle."""
    user = request.user
    places, records = (_entries_open_to(user.permissions, entries) for entries in (TABS, QUICK))
    records.sort(key=lambda entry: not _holds(entry.comes_first, user))
    # a page of an entry that has no tab is of no tab, though its address may begin with a tab's
    current = _current([*places, *_entries_open_to(user.permissions, MENU)], request.path)
    return _tabs(user.permissions, current, next(iter(records), None))


@lru_cache(KEPT)
def _tabs(permissions, current, record):
    places = _entries_open_to(permissions, TABS)
    before = [_item(entry, current) for entry in places if entry.order < ADD_ORDER]
    after = [_item(entry, current) for entry in places if entry.order >= ADD_ORDER]
    add = [Item("快速记录", address_of(record.name), "plus", is_add=True)] if record else []
    return tuple([*before, *add, *after][:TAB_COUNT])


def quick(request):
    """快速记录: the records the desk offers this user to begin."""
    user = request.user
    entries = _entries_open_to(user.permissions, QUICK)
    return [_item(entry, "") for entry in entries if _holds(entry.is_listed, user)]


def _entries_open_to(permissions, entries):
    """The entries for these permissions, by `order`."""
    allowed = [entry for entry in entries if entry.permission in permissions]
    return sorted(allowed, key=lambda entry: entry.order)


def _current(entries, path):
    """The address of the entry that the page belongs to: the longest its path begins with."""
    urls = [address_of(entry.name) for entry in entries]
    return max((url for url in urls if _is_current(path, url)), key=len, default="")


def _is_current(path, url):
    """Whether the page is below the entry's; the desk's own has none below."""
    return path == url if url == address_of("portal:desk") else path.startswith(url)


def _item(entry, current):
    url = address_of(entry.name)
    return Item(entry.label, url, entry.icon, current=url == current, counts=entry.count)


def _holds(condition, user):
    return condition is None or condition(user)


def public(request, site):
    """The public menu: 首页 and the top-level columns that have articles."""
    home = address_of("portal:home")
    columns = frame(site.public_stamp, on=timezone.localdate()).tops
    return [Item("首页", home, current=request.path == home)] + [
        Item(column.name, _address_of(column), current=request.path.startswith(places))
        for column in columns
        for places in [(_address_of(column), column.get_absolute_url(), *_below(column))]
    ]


def _below(column):
    """Addresses of pages that belong to a column though they are none of news: the calendar and 服务社区 to 家校社共育."""
    pages = ("service:calendar", "portal:service") if column.slug == together.COLUMN else ()
    return [address_of(page) for page in pages]


def _address_of(column):
    """The address of a column in the menu; of some the page that is built from records."""
    pages = {
        flags.COLUMN: "portal:flag-list",
        walkins.COLUMN: "portal:walk-ins",
        together.COLUMN: "portal:home-school",
    }
    page = pages.get(column.slug)
    return address_of(page) if page else column.get_absolute_url()
