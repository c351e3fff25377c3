from branch.core.figures import FigureSpec

CONTACT_DAYS = FigureSpec(
    key="walkins.contact_days",
    label="结对后多久没有联系就提醒",
    unit="个上课日",
    default=30,
    source="支部结对帮扶安排：每月至少联系一次，假期和经批准的离校期间不计。",
)

PAIRINGS_A_MEMBER = FigureSpec(
    key="walkins.pairings_a_member",
    label="一名党员最多结对",
    unit="名学生，再多要写原因",
    default=4,
    source="支部结对帮扶安排：每名党员结对不超过 4 名，超过的写明原因。",
)

AWAY_DAYS = FigureSpec(
    key="walkins.away_days",
    label="党员还要外出多久，结对就要交接",
    unit="天",
    default=30,
    source="支部结对帮扶安排：每月至少联系一次，外出超过一个月的请别的党员接手。",
)

GOALS_AT_ONCE = FigureSpec(
    key="walkins.goals_at_once",
    label="一对结对同时在做的目标至多",
    unit="个",
    default=3,
    source="支部约定：目标少而具体，做到一个再定一个。",
)

VISITS_BY_PHONE = FigureSpec(
    key="walkins.visits_by_phone",
    label="电话联系是否计入“已走访”",
    unit="（1 计入，0 不计入）",
    default=0,
    source="“千名党员访万家”以入户为主，线上可以替代；电话联系只留记录。",
)

DIFFICULTY_DAYS = FigureSpec(
    key="walkins.difficulty_days",
    label="实际困难到期前几天在责任人的工作台提醒",
    unit="天",
    default=7,
    source="工作台只列一周以内的事。",
)

VISITS_A_TERM = FigureSpec(
    key="walkins.visits_a_term",
    label="困难家庭每学期至少走访",
    unit="次",
    default=1,
    source="“千名党员访万家”安排：困难家庭每学期每户至少走访 1 次。",
)

SESSIONS_A_TERM = FigureSpec(
    key="walkins.sessions_a_term",
    label="每班每学期至少开展班级团辅",
    unit="次",
    default=3,
    source="支部安排：每班每学期 3 次班级心理健康团辅。",
)

HEAD_HOURS = FigureSpec(
    key="walkins.head_hours",
    label="党员班主任上岗要有的心理健康教育学时",
    unit="学时",
    default=6,
    source="学校要求“一定学时”，没有写明数字；默认按一次上岗培训 6 学时，由支部和学校商定后改写。",
)

HEAD_HOURS_MONTHS = FigureSpec(
    key="walkins.head_hours_months",
    label="上岗学时按之前多久的活动计算",
    unit="个月",
    default=12,
    source="支部约定：上岗培训每学年一次，算到问的那一天为止的 12 个月。",
)

AID_GOODS_ALONE = FigureSpec(
    key="walkins.aid_goods_alone",
    label="帮困助学：物资折价多少以内可以一人登记",
    unit="元",
    default=200,
    source="支部约定：款项一律两人办理；物资折价超过这个数的，也要另一名支委审核。",
)

SHORTEST = "个人信息保护法第十九条、第四十七条：保存期限为实现处理目的所必要的最短时间，期满删除。"


def _kept(key, what, since="学生离校后"):
    """The figure of how long something is kept, in years."""
    return FigureSpec(
        key=f"walkins.{key}_kept",
        label=f"{what}在{since}保存多久",
        unit="年",
        default=1,
        source=SHORTEST,
    )


NOTES_KEPT = _kept("notes", "保密记录")
TEXTS_KEPT = _kept("texts", "帮扶记录和家访的文字、目标和学习情况")
PHOTOS_KEPT = _kept("photos", "家访照片")
NEEDS_KEPT = _kept("needs", "实际困难")
VISITS_KEPT = _kept("visits", "家访")
AID_KEPT = _kept("aid", "帮困助学记录里的学生")
HARDSHIP_KEPT = _kept("hardship", "困难家庭名单", "学年结束后")

OWN_PLAN = "支部联系班级安排：先任教本班的，再任教本年级的，尽量不换，学科互补。"


def _weight(key, label, default, unit="分"):
    """A figure of the planner; the values are whole numbers and have an order, which `planning` checks."""
    return FigureSpec(
        key=f"walkins.plan_{key}", label=label, unit=unit, default=default, source=OWN_PLAN
    )


# in the order of `planning.Weights`
PLAN_WEIGHTS = (
    _weight("same_class", "联系班级：任教本班加", 100),
    _weight("same_grade", "联系班级：任教本年级加", 30),
    _weight("kept", "联系班级：与上学期相同加", 20),
    _weight("other_subject", "联系班级：与班主任学科互补加", 5),
    _weight("second", "联系班级：同一人的第二个班减", 40),
    _weight("further", "联系班级：同一人以后每个班减", 80),
    _weight("capacity", "联系班级：一人最多联系", 2, "个班，排不下时自动加 1"),
)
