from datetime import timedelta

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from branch.core.contributions import Todo, TodoSource
from branch.core.prepared import prepared

from .backends import roles_of
from .menu import PROPOSED
from .models import KEEPERS, NEVER_REMEMBERED, RoleGrant

CACHE_SECONDS = 60
SLIP_SHOWN_FOR = timedelta(days=7)
# Data that the public and the law expect on a school's site
REQUIRED_FIELDS = ("school_line", "office_phone", "address", "icp", "police_icp")


class Proposals(TodoSource):
    """Proposed roles that this user may confirm."""

    key, order = "accounts.proposals", 40

    def todos(self, user, *, at, site):
        if not user.has_perm("accounts.propose_role") or not getattr(user, PROPOSED, True):
            return
        for grant in _waiting(user, on=timezone.localdate(at)):
            yield Todo(
                title=f"确认任命：{grant.user.name} 任 {grant.get_role_display()}",
                note=f"{grant.proposed_by.name}提出，{grant.from_on} 起",
                url=reverse("accounts:role-list"),
                button="去确认",
                tag="待确认",
            )


@prepared
def _waiting(user, *, on):
    waiting = RoleGrant.objects.waiting_for(user, on=on).select_related("user", "proposed_by")
    return waiting.order_by("from_on", "pk")


class Slips(TodoSource):
    """Sign-in links that others issued for a user who holds a sensitive role.

    Cached for a minute, as the to-do stays for days.
    """

    key, order = "accounts.slips", 50

    def todos(self, user, *, at, site):
        if not (KEEPERS | NEVER_REMEMBERED) & roles_of(user):
            return []
        key = f"accounts.slips:{user.pk}"
        return cache.get_or_set(key, lambda: list(_slips_for(user, at)), CACHE_SECONDS)


def _slips_for(user, at):
    links = user.links.filter(issued_at__gt=at - SLIP_SHOWN_FOR).exclude(issued_by=None)
    for link in links.exclude(issued_by=user).select_related("issued_by"):
        yield Todo(
            title=f"有人为您发过登录条：{link.issued_by.name} {timezone.localdate(link.issued_at):%m-%d}",
            note="不是您要的，请马上修改密码，并告诉书记或支委。",
            url=reverse("accounts:account"),
            button="个人设置",
            tag="请核对",
        )


class SiteProfileFields(TodoSource):
    """Fields of the site's profile that are still empty."""

    key, order = "accounts.site_profile", 70

    def todos(self, user, *, at, site):
        if not user.has_perm("core.change_siteprofile"):
            return
        missing = [
            site._meta.get_field(name).verbose_name
            for name in REQUIRED_FIELDS
            if not getattr(site, name)
        ]
        if missing:
            yield Todo(
                title=f"站点信息还缺 {len(missing)} 项",
                note=f"{'、'.join(missing)}。",
                url=reverse("admin:core_siteprofile_change", args=[site.pk]),
                button="去填写",
                tag="待补充",
            )
