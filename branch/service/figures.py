from branch.core.figures import FigureSpec

DEED_DAYS = FigureSpec(
    key="service.deed_days",
    label="自己的社区服务，几天以内记的不用另一人确认",
    unit="天，再晚由另一名支委确认后计入",
    default=7,
    source="支部约定：当周记下的按本人所记，事后补记的要两个人看过。",
)

HALF_DAY = FigureSpec(
    key="service.half_day",
    label="社区服务时长选“半天”，按多久计",
    unit="小时",
    default=4,
    source="半个工作日。",
)
