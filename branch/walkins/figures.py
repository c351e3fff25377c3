from branch.core.figures import FigureSpec

CONTACT_DAYS = FigureSpec(
    key="walkins.contact_days",
    label="结对后多久没有联系就提醒",
    unit="个上课日",
    default=30,
    source="支部结对帮扶安排：每月至少联系一次，假期和经批准的离校期间不计。",
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
