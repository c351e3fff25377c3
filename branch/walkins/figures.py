from branch.core.figures import FigureSpec

CONTACT_DAYS = FigureSpec(
    key="walkins.contact_days",
    label="结对后多久没有联系就提醒",
    unit="个上课日",
    default=30,
    source="支部结对帮扶安排：每月至少联系一次，假期和经批准的离校期间不计。",
)

HARDSHIP_KEPT = FigureSpec(
    key="walkins.hardship_kept",
    label="困难家庭名单在学年结束后保存多久",
    unit="年",
    default=1,
    source="个人信息保护法第十九条：保存期限为实现处理目的所必要的最短时间。",
)

VISITS_BY_PHONE = FigureSpec(
    key="walkins.visits_by_phone",
    label="电话联系是否计入“已走访”",
    unit="（1 计入，0 不计入）",
    default=0,
    source="“千名党员访万家”以入户为主，线上可以替代；电话联系只留记录。",
)
