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

PEOPLE_A_FAMILY = FigureSpec(
    key="service.people_a_family",
    label="家长学校一个报名最多几个人",
    unit="人",
    default=2,
    source="支部约定：一户来一名或两名家长。",
)

SIGNUPS_KEPT = FigureSpec(
    key="service.signups_kept",
    label="家长报名信息在活动以后保留多久",
    unit="天；已经开放报名的活动，仍按当时告诉家长的天数",
    default=30,
    source="个人信息保护法：目的达到即删除；报名页上告诉家长“活动后 30 天删除”。",
)

TALLY_DAYS = FigureSpec(
    key="service.tally_days",
    label="咨询登记在活动以后几天内还可以上传",
    unit="天；过了以后不再变，按话题的人次才公开",
    default=7,
    source="支部约定：手机上记的一周内都能补传；公开以后不再改，前后两次的数减不出是谁。",
)

PARENT_TALKS = FigureSpec(
    key="service.parent_talks",
    label="家长学校每学期至少几场",
    unit="场",
    default=2,
    source="支部工作要求：家长学校每学期不少于两场。",
)

SECRETARY_TALKS = FigureSpec(
    key="service.secretary_talks",
    label="书记每年至少主讲几场家长学校",
    unit="场",
    default=1,
    source="支部工作要求：书记带头，每年至少主讲一次家长课，与书记讲党课一样按自然年。",
)

FEEDBACK_DAYS = FigureSpec(
    key="service.feedback_days",
    label="活动反馈在活动以后开放几天",
    unit="天；已经打开的，仍按当时的天数",
    default=7,
    source="支部约定：一周以内填。",
)
