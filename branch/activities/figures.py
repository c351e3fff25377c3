from branch.core.figures import FigureSpec

PUPILS_KEPT = FigureSpec(
    key="activities.pupils_kept",
    label="学生志愿者名单：活动结束后保存",
    unit="个月",
    default=12,
    source="个人信息保护法第十九条：保存期限为实现处理目的所必要的最短时间。",
)
