from branch.core.figures import FigureSpec

CONTACT_DAYS = FigureSpec(
    key="walkins.contact_days",
    label="结对后多久没有联系就提醒",
    unit="个上课日",
    default=30,
    source="支部结对帮扶安排：每月至少联系一次，假期和经批准的离校期间不计。",
)
