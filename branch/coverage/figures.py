from branch.core.figures import FigureSpec

NOTICE_DAYS = FigureSpec(
    key="coverage.notice_days",
    label="通知保留多久",
    unit="天",
    default=90,
    source="通知只告诉有了新的，过了一学期没有用处。",
)
