"""The menus of the desk and of the public site; a page one may not open does not appear."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    icon: str = ""
    count: int = 0
    current: bool = False


@dataclass(frozen=True)
class Entry:
    """A place in the menu: its label, icon, address and who may open it."""

    label: str
    icon: str
    name: str
    permission: str = "core.use_desk"

    def item(self, request):
        url = reverse(self.name)
        return Item(self.label, url, self.icon, current=_is_here(request.path, url))


DESK = (
    ("", (Entry("工作台", "home", "portal:desk"),)),
    (
        "支部管理",
        (
            Entry("落实情况", "target", "portal:coverage", "portal.view_coverage"),
            Entry("台账", "file", "portal:ledger-list", "portal.view_ledger"),
        ),
    ),
    ("系统", (Entry("基础资料", "settings", "admin:index", "core.use_admin"),)),
)
TABS = (Entry("工作台", "home", "portal:desk"),)


def desk(request):
    """The side bar: groups of what this person may open."""
    groups = [(label, _open_to(request, entries)) for label, entries in DESK]
    return [{"label": label, "items": items} for label, items in groups if items]


def tabs(request):
    """The few places a thumb reaches on a phone."""
    return _open_to(request, TABS)


def public(request):
    """首页 and the top-level columns that have something to read."""
    home = reverse("portal:home")
    return [Item("首页", home, current=request.path == home)]


def _open_to(request, entries):
    return [entry.item(request) for entry in entries if request.user.has_perm(entry.permission)]


def _is_here(path, url):
    """A page belongs to the menu entry it stands under; the desk itself is only itself."""
    return path == url if url == reverse("portal:desk") else path.startswith(url)
