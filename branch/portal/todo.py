"""待办事项: what waits for one person, whichever app knows of it, soonest first."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from branch.accounts.backends import roles_of
from branch.accounts.models import KEEPERS, NEVER_REMEMBERED, RoleGrant
from branch.core import periods
from branch.core.models import ImportBatch
from branch.core.templatetags.portal_format import day as spoken_day
from branch.members.models import FlagPage
from branch.news.models import Article
from branch.school.models.calendar import official_calendar_knows

# What the public and the law expect to read on a school's site
EXPECTED_OF_SITE = ("school_line", "office_phone", "address", "icp", "police_icp")
NEXT_YEAR_FROM_MONTH = 11
A_MINUTE = 60  # seconds
KEEP = 10 * 60  # seconds
SLIP_STANDS = timedelta(days=7)


@dataclass(frozen=True)
class Todo:
    """One thing to do, and where to do it."""

    title: str
    note: str
    url: str = ""
    button: str = ""
    due_on: date | None = None
    kind: str = "soon"
    tag: str = "本周内"
    is_main: bool = False


def todos(user, statuses, due, *, site, at):
    """All that waits for a person at a moment; things with a day come first.

    `due` are the planned activities whose time has come and which this person is to write up.
    """
    on = timezone.localdate(at)
    found = [
        *_own_gaps(user, statuses, on=on),
        *_open_gaps(statuses),
        *_unrecorded(due),
        *_articles(user),
        *_imports(user),
        *_proposals(user, on=on),
        *_slips(user, at=at),
        *_flag_pages(user, site, on=on),
        *_site_chores(user, site, on=on),
    ]
    return sorted(found, key=lambda todo: (todo.due_on is None, todo.due_on or on))


def _own_gaps(user, statuses, *, on):
    """Gaps this very person is to mend."""
    for status in statuses:
        for gap in status.gaps:
            if user.pk in gap.user_ids:
                kind, tag = _urgency(gap.due_on, on=on)
                yield Todo(
                    gap.title, gap.says, gap.url, gap.button, gap.due_on, kind, tag, is_main=True
                )


def _urgency(due_on, *, on):
    """A status and its word; nothing ever says how many days late."""
    if due_on == on:
        return "today", "今天"
    if due_on is None or due_on <= periods.week(on).end:
        return "soon", "本周内"
    return "soon", f"{due_on:%m-%d} 前"


def _open_gaps(statuses):
    """Gaps nobody in particular is to mend: one line a duty, for whoever oversees them."""
    for status in statuses:
        waiting = [gap for gap in status.gaps if not gap.user_ids]
        if waiting:
            yield Todo(
                title=f"{status.duty.gap_title}（{len(waiting)} {status.duty.unit}）",
                note=status.duty.note,
                url=f"{reverse('portal:coverage')}#{anchor(status.duty)}",
                button="查看名单",
                tag="待落实",
            )


def anchor(duty):
    """The place of a duty's list on the coverage page."""
    return "list-" + duty.key.replace(".", "-")


def _unrecorded(due):
    """Planned activities whose time has come."""
    for activity in due:
        yield Todo(
            title=f"补充活动记录：{activity.title}",
            note=f"{spoken_day(activity.starts_at)} {activity.place} · {activity.series}",
            url=activity.get_absolute_url(),
            button="补充活动记录",
            tag="待补记录",
        )


def _articles(user):
    """Other people's articles to publish, and one's own that are not handed in."""
    if not user.has_perm("news.change_article"):
        return
    mine = Q(state=Article.State.DRAFT, written_by=user)
    if user.has_perm("news.publish_article"):
        mine |= Q(state=Article.State.SUBMITTED) & ~Q(written_by=user)
    for article in (
        Article.objects.visible_to(user).filter(mine).defer("body").order_by("updated_at")
    ):
        waits = article.state == Article.State.SUBMITTED
        yield Todo(
            title=f"{'审核文章' if waits else '完成文章'}：{article.headline}",
            note=f"{spoken_day(article.updated_at)} {'送审' if waits else '存的草稿'}",
            url=article.get_absolute_url(),
            button="查看文章",
            tag="待审核" if waits else "草稿",
        )


def _imports(user):
    """Rosters that stopped half-way."""
    if not user.has_perm("school.import_roster"):
        return
    for batch in ImportBatch.objects.unfinished():
        yield Todo(
            title=f"继续{'导入' if batch.state == ImportBatch.State.WRITING else '撤销'}：{batch}",
            note="上次没有办完，已办的不会重复。",
            url=reverse("portal:import-detail", args=[batch.pk]),
            button="继续",
            tag="未完成",
        )


def _proposals(user, *, on):
    """Roles somebody is to hold, once this person confirms."""
    if not user.has_perm("accounts.propose_role"):
        return
    waiting = RoleGrant.objects.waiting_for(user, on=on).select_related("user", "proposed_by")
    for grant in waiting.order_by("from_on", "pk"):
        yield Todo(
            title=f"确认任命：{grant.user.name} 任 {grant.get_role_display()}",
            note=f"{grant.proposed_by.name}提出，{grant.from_on} 起",
            url=reverse("accounts:role-list"),
            button="去确认",
            tag="待确认",
        )


def _slips(user, *, at):
    """Who could step into the place of someone trusted with much is named to that person.

    Kept for a minute: it is there for days, on every desk of a few.
    """
    if not (KEEPERS | NEVER_REMEMBERED) & roles_of(user):
        return []
    return cache.get_or_set(f"portal.slips:{user.pk}", lambda: list(_slips_for(user, at)), A_MINUTE)


def _slips_for(user, at):
    links = user.links.filter(issued_at__gt=at - SLIP_STANDS).exclude(issued_by=None)
    for link in links.exclude(issued_by=user).select_related("issued_by"):
        yield Todo(
            title=f"有人为您发过登录条：{link.issued_by.name} {timezone.localdate(link.issued_at):%m-%d}",
            note="不是您要的，请马上修改密码，并告诉书记或支委。",
            url=reverse("accounts:account"),
            button="个人设置",
            tag="请核对",
        )


def _flag_pages(user, site, *, on):
    """Colleagues' public pages to approve, and one's own that came back or whose year is over.

    Kept under the public stamp, which every step of such a page moves.
    """
    if not user.has_perm("members.write_flagpage"):
        return []
    approves = user.has_perm("members.approve_flagpage")
    key = f"portal.flag_pages:{user.pk}:{approves}:{site.public_stamp}:{on}"
    return cache.get_or_set(key, lambda: [_flag_page(page) for page in _waiting(user, on)], KEEP)


def _waiting(user, on):
    year = periods.school_year(on).start.year
    mine = Q(state="draft") & ~Q(remark="") | Q(state="approved", school_year=year - 1)
    waiting = Q(member__staff__user=user) & mine
    if user.has_perm("members.approve_flagpage"):
        waiting |= Q(state="submitted") & ~Q(written_by=user)
    rows = FlagPage.objects.filter(waiting).select_related("member__staff")
    return rows.in_roster_order()


def _flag_page(page):
    if page.state == FlagPage.State.SUBMITTED:
        url = page.get_absolute_url()
        return Todo(f"审核公开页：{page.member}", "本人已同意公开", url, "查看", tag="待审核")
    url = reverse("members:mine")
    if page.remark:
        return Todo("修改我的公开页", page.remark, url, "查看", tag="已退回")
    return Todo("沿用我的公开页", "上学年的页面已到期，点一下就能沿用。", url, "查看", tag="已到期")


def _site_chores(user, site, *, on):
    """What the keeper of the machines is asked for."""
    if not user.has_perm("core.change_siteprofile"):
        return
    missing = [
        site._meta.get_field(name).verbose_name
        for name in EXPECTED_OF_SITE
        if not getattr(site, name)
    ]
    if missing:
        yield Todo(
            title="补全站点信息",
            note=f"还缺：{'、'.join(missing)}。",
            url=reverse("admin:core_siteprofile_change", args=[site.pk]),
            button="去填写",
            tag="待补充",
        )
    next_year = on.year + 1
    if on.month >= NEXT_YEAR_FROM_MONTH and not official_calendar_knows(date(next_year, 1, 1)):
        yield Todo(
            title=f"更新 {next_year} 年法定节假日",
            note="还没有收录，提醒暂按周一至周五计算。国务院公布后升级本系统即可。",
            tag="待更新",
        )
