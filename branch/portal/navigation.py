"""The menus of the desk and of the public site; a page one may not open does not appear."""

from dataclasses import dataclass, replace

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from branch.news.frame import frame
from branch.walkins.models import Pairing

from . import flags


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    icon: str = ""
    count: int = 0
    current: bool = False
    is_add: bool = False


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
        "三走进",
        (
            Entry("结对帮扶", "heart", "walkins:pairing-list", "walkins.view_pairing"),
            Entry("帮扶需求", "users", "walkins:need-list", "walkins.view_supportneed"),
        ),
    ),
    (
        "支部工作",
        (
            Entry(
                "组织生活与活动",
                "calendar",
                "activities:activity-list",
                "activities.view_activity",
            ),
            Entry("文章", "book", "news:desk", "news.view_article"),
            Entry("我的公开页", "flag", "members:mine", "members.write_flagpage"),
        ),
    ),
    (
        "师生班级",
        (
            Entry("班级", "grad", "school:class-list", "school.view_schoolclass"),
            Entry("学生", "user", "school:student-list", "school.view_schoolclass"),
            Entry("教职工", "users", "school:staff-list", "school.find_people"),
            Entry("学期校历", "calendar", "school:term-list", "school.view_term"),
        ),
    ),
    (
        "支部管理",
        (
            Entry("落实情况", "target", "portal:coverage", "portal.view_coverage"),
            Entry("党员名册", "user", "members:member-list", "members.view_member"),
            Entry("台账", "file", "portal:ledger-list", "portal.view_ledger"),
            Entry("导入名册", "up", "portal:import-list", "school.import_roster"),
            Entry("登录账号", "lock", "school:signin-list", "accounts.issue_link"),
            Entry("角色任命", "user", "accounts:role-list", "accounts.propose_role"),
            Entry("基础资料", "settings", "admin:index", "core.use_admin"),
        ),
    ),
)
# The first of these one may do is the round button in the middle of the tabs
QUICK = (
    Entry("记一次帮扶", "heart", "walkins:contact-create", "walkins.add_contact"),
    Entry("登记帮扶需求", "users", "walkins:need-create", "walkins.add_supportneed"),
    Entry("新建活动", "calendar", "activities:activity-create", "activities.add_activity"),
    Entry("写文章", "edit", "news:article-create", "news.add_article"),
)
TABS_BEFORE = (
    Entry("工作台", "home", "portal:desk"),
    Entry("结对", "heart", "walkins:pairing-list", "walkins.view_pairing"),
)
TABS_AFTER = (
    Entry("活动", "calendar", "activities:activity-list", "activities.view_activity"),
    Entry("落实", "target", "portal:coverage", "portal.view_coverage"),
    Entry("文章", "book", "news:desk", "news.view_article"),
)
TAB_COUNT = 5


def desk(request):
    """The side bar: groups of what this person may open."""
    groups = [(label, open_to(request, entries)) for label, entries in DESK]
    here = max((item.url for _, items in groups for item in items if item.current), default="")
    return [
        {"label": label, "items": [replace(item, current=item.url == here) for item in items]}
        for label, items in groups
        if items
    ]


def tabs(request):
    """The few places a thumb reaches on a phone, with the record most often begun in the middle."""
    add = [replace(item, label="快速记录", icon="plus", is_add=True) for item in quick(request)]
    found = [*open_to(request, TABS_BEFORE), *add[:1], *open_to(request, TABS_AFTER)]
    return found[:TAB_COUNT]


def quick(request):
    """快速记录: the records this person may begin, most often begun first, for nobody last."""
    contact = reverse("walkins:contact-create")
    return sorted(
        open_to(request, QUICK),
        key=lambda item: item.url == contact and not _walks_with_someone(request.user),
    )


def _walks_with_someone(user):
    """Whether there is a student to record a contact of; kept for a minute, every page asks."""
    mine = Pairing.objects.held_by(user)
    return cache.get_or_set(f"portal.walks_with_someone:{user.pk}", mine.exists, 60)


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


def open_to(request, entries):
    return [entry.item(request) for entry in entries if request.user.has_perm(entry.permission)]


def _is_here(path, url):
    """A page belongs to the menu entry it stands under; the desk itself is only itself."""
    return path == url if url == reverse("portal:desk") else path.startswith(url)
