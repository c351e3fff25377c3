from django.db.models import Prefetch

from branch.ledgers.ledger import Column, Ledger, Record
from branch.school.models import Teaching, Term
from branch.school.models.people import Gender

from .models import Member, MemberStatus

PRINTED = {MemberStatus.Kind.PROBATIONARY: "预备", MemberStatus.Kind.FULL: "正式"}


def gender_of(member):
    return member.staff.get_gender_display()


def birth_month_of(member):
    return f"{member.born_on:%Y-%m}" if member.born_on else None


def kind_of(member):
    return PRINTED.get(member.kind)


def posts_of(member):
    """The member's post in the school and the subjects they teach, each once."""
    subjects = dict.fromkeys(teaching.subject.name for teaching in member.staff.taught)
    return "、".join(filter(None, [member.staff.title, *subjects]))


class MemberRoll(Ledger):
    """党员名册: the members of the branch on the last day of the period, or today if it is not over."""

    slug, title, order = "members", "党员名册", 10
    permission = "members.view_member"
    is_roster = True
    note = "仅供支部工作和上级检查使用，用后妥善保管。"
    record = Record("members:member-detail", "members.view_own_member")
    columns = (
        Column("姓名", "staff.name", 8, sort=("staff__name_keys",)),
        Column("性别", gender_of, 5, sort=("staff__gender",), choices=Gender),
        Column("民族", "ethnicity", 6),
        Column("出生年月", birth_month_of, 9, sort=("born_on",)),
        Column("学历", "education", 9),
        Column("入党时间", "joined_on", 10, sort=("joined_on",)),
        Column("转正时间", "regularised_on", 10, sort=("regularised_on",)),
        Column("党员类别（正式/预备）", kind_of, 8, sort=("kind",), choices=MemberStatus.Kind),
        Column("党内职务", "seat_names", 9),
        Column(
            "所在党小组",
            "group_name",
            10,
            sort=("group_order", "surname_strokes", "staff__name_keys"),
        ),
        Column("行政职务及任教学科", posts_of, 14),
        Column("备注", "remark", 12),
    )

    def rows(self, user, *, period, filters):
        term = Term.objects.on(period.end)
        taught = Teaching.objects.filter(term=term).select_related("subject").order_by("subject")
        return (
            Member.objects.visible_to(user)
            .active_on(period.end)
            .as_listed_on(period.end)
            .prefetch_related(Prefetch("staff__teachings", taught, to_attr="taught"))
            .in_roster_order()
        )

    def scope_of(self, user, *, on):
        return "全支部"
