from branch.core.figures import FigureSpec

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
