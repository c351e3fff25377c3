from django.db.models import DateField, Value

from branch.ledgers.ledger import Column, Ledger, Record, by_hand
from branch.members.models import Member

from .models import SEES_ALL, with_registration
from .reading import of_year, with_service


def _of_registration(name):
    """A column of the registration of the last day, empty for who is registered nowhere."""

    def value(member):
        row = next(iter(member.registrations_then), None)
        return getattr(row, name) if row else None

    return value


def community_of(member):
    row = next(iter(member.registrations_then), None)
    return row and row.community.name


def paper_of(member):
    row = next(iter(member.registrations_then), None)
    return row and ("有" if row.has_paper else "无")


def last_day_of(member):
    return member.service_then[0].happened_on if member.service_then else None


def contents_of(member):
    """What was done in the year, each once, the latest first."""
    return "、".join(dict.fromkeys(deed.content.name for deed in _this_year(member)))


def count_of(member):
    return len(_this_year(member))


def hours_of(member):
    """A whole number where it is one, as 12, not 12.0."""
    minutes = sum(deed.minutes for deed in _this_year(member))
    return minutes / 60 if minutes % 60 else minutes // 60


def _this_year(member):
    return of_year(member.service_then, on=member.as_of)


class ResidenceLedger(Ledger):
    """在职党员居住地报到和服务登记表: members of the last day of the period, with what they did in its year by then."""

    slug, title, order = "residence", "在职党员居住地报到和服务登记表", 180
    permission = "service.view_own_register"
    is_roster = True
    note = "本表不含住址。服务次数和时长是期末所在年度的，只算已计入的。"
    record = Record("service:register-member", "service.view_own_register")
    columns = (
        Column("姓名", "staff.name", 8, sort=("staff__name_keys",)),
        Column("居住社区", community_of, 10),
        Column("报到日期", _of_registration("from_on"), 10, sort=("registered_from",)),
        Column("回执（有/无）", paper_of, 6),
        Column("认领岗位或项目", _of_registration("post"), 12),
        Column("最近服务日期", last_day_of, 10),
        Column("服务内容", contents_of, 14),
        Column("本年度服务次数", count_of, 7),
        Column("本年度服务时长（小时）", hours_of, 8),
        Column("社区评价", by_hand, 12),
    )

    def rows(self, user, *, period, filters):
        members = Member.objects.visible_to(user).here_on(period.end).select_related("staff")
        members = members.with_group_on(period.end)
        members = members.annotate(as_of=Value(period.end, DateField()))
        members = with_service(with_registration(members, on=period.end), on=period.end)
        return members.in_roster_order()

    def scope_of(self, user, *, on):
        return "全支部" if user.has_perm(SEES_ALL) else "本人"
