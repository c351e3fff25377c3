from branch.core.figures import FigureSpec

KEPT = FigureSpec(
    key="operations.job_kept_days",
    label="后台任务办完后保留",
    unit="天",
    default=14,
    source="支部约定：结果文件可能含有学生信息，两周内下载，之后连同记录自动清除。",
)
