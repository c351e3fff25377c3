from branch.core.figures import FigureSpec

PROBATION = FigureSpec(
    key="members.probation_months",
    label="预备期",
    unit="个月",
    default=12,
    source="《中国共产党章程》第七条：预备党员的预备期为一年，从支部大会通过之日算起。",
)
PROBATION_NOTICE = FigureSpec(
    key="members.probation_notice_days",
    label="预备期满前多久提醒",
    unit="天",
    default=30,
    source="支部约定：期满前一个月准备讨论转正。",
)
EXTENSION_LEAST = FigureSpec(
    key="members.extension_min_months",
    label="延长预备期最短",
    unit="个月",
    default=6,
    source="《中国共产党发展党员工作细则》：延长时间不少于半年，最长不超过一年，只延长一次。",
)
EXTENSION_MOST = FigureSpec(
    key="members.extension_max_months",
    label="延长预备期最长",
    unit="个月",
    default=12,
    source=EXTENSION_LEAST.source,
)
TERM = FigureSpec(
    key="members.term_years",
    label="支委会任期",
    unit="年",
    default=3,
    source="《关于党的基层组织任期的意见》：党支部委员会每届任期一般为 3 年，村和社区为 5 年。",
)
TERM_NOTICE = FigureSpec(
    key="members.term_notice_months",
    label="支委会任期届满前多久提醒",
    unit="个月",
    default=6,
    source="《关于党的基层组织任期的意见》：任期届满前一般提前 6 个月提醒做好换届准备。",
)
