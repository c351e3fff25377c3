from branch.core.figures import FigureSpec

OLD_AFTER = FigureSpec(
    key="news.old_after_days",
    label="发布多少天后标“往期文章”",
    unit="天",
    default=365,
    source="支部约定：一年前的文章标明是往期，内容保持原样",
)
