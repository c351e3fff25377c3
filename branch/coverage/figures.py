from branch.core.figures import FigureSpec

NOTICE_DAYS = FigureSpec(
    key="coverage.notice_days",
    label="通知保留多久",
    unit="天",
    default=90,
    source="通知只告诉有了新的，过了一学期没有用处。",
)
REMIND_FROM = FigureSpec(
    key="coverage.remind_from",
    label="提醒从几点起发（7.5 是 7:30）",
    unit="点",
    default=7.5,
    source="支部约定：到校以前看得到，又不打扰休息。",
)
QUIET_UNTIL = FigureSpec(
    key="coverage.quiet_until",
    label="早上几点以前不发",
    unit="点",
    default=7,
    source="支部约定：休息时间不打扰。",
)
QUIET_FROM = FigureSpec(
    key="coverage.quiet_from",
    label="晚上几点以后不发",
    unit="点",
    default=21,
    source="支部约定：休息时间不打扰。",
)
DAYS_AHEAD = FigureSpec(
    key="coverage.days_ahead",
    label="每周提醒几天内到期的事",
    unit="天",
    default=7,
    source="支部约定：周一提醒一周。",
)
TRIES = FigureSpec(
    key="coverage.tries",
    label="一条提醒最多试几次",
    unit="次",
    default=10,
    source="邮件服务器停一天半，提醒还发得出去。",
)
RETRY_MINUTES = FigureSpec(
    key="coverage.retry_minutes",
    label="没有发出的，隔多久再试",
    unit="分钟",
    default=10,
    source="与定时整理的间隔相同；以后每次加倍，最多六小时。",
)
LINK_HOURS = FigureSpec(
    key="coverage.link_hours",
    label="邮箱确认链接有效",
    unit="小时",
    default=24,
    source="当天填、当天确认；过期再发一次即可。",
)
LINKS_A_DAY = FigureSpec(
    key="coverage.links_a_day",
    label="一天最多发几次确认链接",
    unit="次",
    default=5,
    source="免得有人用它往别人的邮箱里发信。",
)
MESSAGE_DAYS = FigureSpec(
    key="coverage.message_days",
    label="提醒的发送记录保留多久",
    unit="天",
    default=30,
    source="查一查上月发了没有，够用。",
)
