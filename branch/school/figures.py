from branch.core.figures import FigureSpec

CONSENT_DAYS = FigureSpec(
    key="school.consent_days",
    label="开学后多少天内收齐肖像同意书",
    unit="天",
    default=24,
    source="学校安排：9 月 1 日开学的，9 月 25 日前收齐。",
)
CONSENTS_KEPT = FigureSpec(
    key="school.consents_kept",
    label="肖像同意名单在学年结束后保存多久",
    unit="年",
    default=1,
    source="个人信息保护法第十九条、第四十七条：保存期限为实现处理目的所必要的最短时间，期满删除。",
)
