"""The activities of the two terms of the model year 2025–2026, whose days `Days` moves.

`missing` is the number of expected members who were absent; `guests` the number of people at an open
activity, and `ours` the number of members among them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """An activity of the model year."""

    month: int
    day: int
    clock: str
    programme: str
    title: str
    place: str
    minutes: int = 90
    missing: int = 0
    guests: int | None = None
    ours: int = 0
    hours: float = 0
    psychology_hours: float = 0
    also: tuple = ()
    summary: str = ""
    agenda: str = ""
    picture: str = ""
    # for group meetings: indexes of the groups that meet
    groups: tuple = ()
    speaks: bool = False


MEETING, COMMITTEE, GROUPS = "党员大会", "支委会", "党小组会"
LESSON, DAY = "党课", "主题党日"
ROOM, HALL, SQUARE = "党员活动室", "报告厅", "春晖社区活动室"
EXPRESS, LECTURE, PARENTS = "党员服务直通车", "社区大讲堂", "家长学校"
ALL_GROUPS = (0, 1, 2, 3)

FIRST_TERM = (
    Event(8, 26, "8:30", "暑期教师培训", "新学年教师培训（一）：师德师风与校园安全", HALL, 360, 3, hours=6,
          summary="全体教师学习师德师风要求和校园安全规定，分组讨论了新学年的工作。"),
    Event(8, 27, "8:30", "专题报告", "《我的快乐谁做主》", HALL, 240, 4, hours=4, psychology_hours=4,
          summary="心理专家从压力的来源讲起，带教师练习了三种情绪调适的方法。"),
    Event(8, 28, "8:30", "班主任上岗培训", "班主任心理健康教育：倾听与转介", "团队辅导室", 360, guests=26, ours=11, hours=6, psychology_hours=6,
          summary="新学年班主任学习倾听和转介的基本步骤，并作了演练。"),
    Event(9, 1, "16:00", COMMITTEE, "研究新学年支部工作计划、联系班级和结对安排", ROOM, 60,
          agenda="一、新学年支部工作计划\n二、党员联系班级和结对安排"),
    Event(9, 5, "16:00", MEETING, "审议新学年支部工作计划，部署“三走进”", ROOM, 60, 2, hours=1,
          agenda="一、审议支部工作计划\n二、部署“三走进”活动", summary="大会审议通过了新学年支部工作计划。"),
    Event(9, 12, "16:00", DAY, "弘扬教育家精神，签订党员公开承诺", ROOM, 120, 2, hours=2,
          summary="党员学习教育家精神，逐一签订公开承诺。"),
    Event(9, 18, "16:00", GROUPS, "学习研讨，落实结对安排", "各年级组办公室", 60, hours=1, groups=ALL_GROUPS),
    Event(9, 19, "18:30", PARENTS, "《小升初适应，家长怎么陪》", HALL, 120, guests=186, ours=6, picture="hall",
          summary="初一家长学习孩子升入初中后的变化和陪伴方法。", speaks=True),
    Event(9, 26, "16:00", LESSON, "书记讲党课：党员教师的责任与担当", ROOM, 120, 3, hours=2, speaks=True),
    Event(9, 27, "9:00", "在职党员“三报到三服务”", "在职党员“三报到三服务”集中办理", "各居住社区", 180, ours=28),
    Event(10, 10, "16:00", DAY, "走进“红心塔”党群服务站，支部报到并签订共建协议", "红心塔", 120, 4, hours=2,
          summary="支部到红心塔党群服务站报到，双方交换了资源、需求、项目三张清单。"),
    Event(10, 13, "7:40", "国旗下讲话", "《接纳不完美，远离坏情绪》", "操场", 20, guests=960, picture="campus"),
    Event(10, 13, "16:00", COMMITTEE, "研究秋季走访和共建项目", ROOM, 60, agenda="一、秋季集中走访安排\n二、社区共建项目"),
    Event(10, 17, "16:00", GROUPS, "学习研讨，通报结对进展", "各年级组办公室", 60, hours=1, groups=ALL_GROUPS),
    Event(10, 18, "14:00", LECTURE, "《孩子不想说话的时候》", SQUARE, 120, guests=48, ours=3),
    Event(10, 31, "16:00", LESSON, "书记讲党课：学习党的二十届四中全会精神", ROOM, 120, 2, hours=2, speaks=True,
          summary="书记结合学校实际讲全会精神，党员谈了学习体会。"),
    Event(11, 3, "16:00", COMMITTEE, "研究冬训方案、读书交流和困难家庭走访安排", ROOM, 60,
          agenda="一、冬训方案\n二、读书交流\n三、困难家庭走访安排"),
    Event(11, 7, "16:00", GROUPS, "学习研讨，通报结对进展", "各年级组办公室", 60, 1, hours=1, groups=(0, 1, 2)),
    Event(11, 14, "16:00", DAY, "《班主任心理健康实录》读后感交流", ROOM, 120, 3, hours=2, psychology_hours=2, picture="home",
          summary="党员分组交流读后感，三名党员作了发言。"),
    Event(11, 15, "9:00", EXPRESS, "中央车站：家庭教育与学习兴趣咨询", "中央车站候车厅东侧", 150, guests=63, ours=9, picture="booth",
          summary="党员志愿者为旅客和附近居民提供家庭教育咨询，公益、不收费。"),
    Event(11, 21, "18:30", PARENTS, "《给孩子真正的支持》", HALL, 120, guests=178, ours=12, picture="hall", speaks=True,
          summary="书记主讲，党员教师分组陪家长演练“先听三分钟”。"),
    Event(11, 27, "16:00", GROUPS, "学习研讨，通报结对进展", "初三年级组办公室", 60, hours=1, groups=(3,)),
    Event(11, 28, "16:00", LESSON, "微党课《身边的教育家精神》", ROOM, 120, hours=2),
    Event(11, 29, "9:00", EXPRESS, "家庭教育咨询", "中央车站候车厅东侧", 150, guests=60, ours=8),
    Event(12, 1, "16:00", COMMITTEE, "研究发展党员事项、年度工作总结", ROOM, 60, agenda="一、发展党员事项\n二、年度工作总结"),
    Event(12, 5, "18:30", PARENTS, "期末前，怎么聊分数", HALL, 120, guests=160, ours=8),
    Event(12, 6, "9:00", "“党团员志愿者在行动”", "社区服务日", "春晖社区", 120, ours=15),
    Event(12, 6, "14:00", LECTURE, "青春期的情绪从哪里来", SQUARE, 120, guests=50, ours=3),
    Event(12, 12, "16:00", MEETING, "讨论接收预备党员；铭记历史主题学习", ROOM, 120, 1, hours=2, also=(DAY,),
          agenda="一、讨论接收预备党员（票决）\n二、主题学习"),
    Event(12, 20, "9:00", "“5+2>7”快乐家园", "亲子阅读日", "红心塔", 120, guests=48, ours=6),
    Event(12, 26, "16:00", GROUPS, "通报学时完成情况，部署谈心谈话", "各年级组办公室", 60, hours=1, groups=ALL_GROUPS),
    Event(1, 5, "16:00", COMMITTEE, "研究冬训、寒假走访慰问和组织生活会准备", ROOM, 60),
    Event(1, 9, "16:00", DAY, "寒假困难家庭走访部署和安全提醒", ROOM, 120, 2, hours=2),
    Event(1, 16, "16:00", LESSON, "微党课：身边人讲身边事", ROOM, 120, 3, hours=2),
)  # fmt: skip

SECOND_TERM = (
    Event(2, 27, "8:30", "暑期教师培训", "开学第一周：情绪识别与求助渠道", HALL, 180, 2, hours=3, psychology_hours=3),
    Event(3, 2, "16:00", COMMITTEE, "研究组织生活会和预备党员转正事项", ROOM, 60),
    Event(3, 5, "14:30", "“党团员志愿者在行动”", "学雷锋志愿服务", "红心塔", 90, ours=16),
    Event(3, 6, "16:00", "组织生活会", "年度组织生活会和民主评议党员", ROOM, 180, 1, hours=3),
    Event(3, 13, "16:00", MEETING, "讨论预备党员转正；学习全国两会精神", ROOM, 120, 2, hours=2, also=(DAY,)),
    Event(3, 19, "16:00", GROUPS, "学习研讨，通报结对进展", "各年级组办公室", 60, hours=1, groups=ALL_GROUPS),
    Event(3, 20, "18:30", PARENTS, "《读懂青春期》", HALL, 120, guests=191, ours=6, picture="hall", speaks=True),
    Event(3, 28, "9:00", EXPRESS, "春晖社区广场：家庭教育咨询", "春晖社区", 150, guests=41, ours=8, picture="booth"),
    Event(4, 2, "9:00", DAY, "清明祭英烈", "烈士陵园", 120, 6, hours=2),
    Event(4, 13, "16:00", COMMITTEE, "研究春季走访安排", ROOM, 60),
    Event(4, 17, "16:00", LESSON, "书记讲党课：立足岗位作贡献", ROOM, 120, 1, hours=2, speaks=True),
    Event(4, 18, "14:00", LECTURE, "《手机与亲子关系》", SQUARE, 120, guests=52, ours=3),
    Event(5, 8, "16:00", DAY, "党团共建：讲述身边的五四故事", ROOM, 120, 3, hours=2),
    Event(5, 11, "16:00", COMMITTEE, "研究心理健康月活动", ROOM, 60),
    Event(5, 15, "18:30", PARENTS, "初三家长座谈《中考前，怎么陪》", HALL, 90, guests=64, ours=6),
    Event(5, 25, "7:40", "国旗下讲话", "《“我爱我”：照顾好自己的情绪》", "操场", 20, guests=960, picture="campus"),
    Event(5, 30, "9:00", "“好孩子”成长家园", "六一亲子活动", "红心塔", 120, guests=60, ours=7),
    Event(6, 5, "16:00", GROUPS, "结对帮扶学期小结", "各年级组办公室", 60, hours=1, groups=ALL_GROUPS),
    Event(6, 12, "16:00", MEETING, "半年工作通报；推荐“两优一先”", ROOM, 120, 2, hours=2, also=(DAY,)),
    Event(6, 26, "16:00", "结对工作会", "初三结对办结，新学期交接建议", ROOM, 60, 1),
    Event(7, 1, "9:00", DAY, "“七一”重温入党誓词，走访慰问老党员", ROOM, 120, 2, hours=2),
)  # fmt: skip
