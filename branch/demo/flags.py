"""The members' public pages of the demo, with pledges, honours, and drawn portraits of those who chose one."""

from dataclasses import dataclass
from datetime import date

from branch.core.files import read_picture, stored
from branch.members import actions
from branch.members.models import FlagPortrait

from .activities import picture
from .days import at


@dataclass(frozen=True)
class Page:
    """The index of the member, the texts, and honours as (years ago, title, issuer, level)."""

    place: int
    post_title: str
    roles: str
    pledge: str
    honours: tuple = ()
    shows_deeds: bool = False
    portrait: str = ""


SCHOOL, DISTRICT = "广勤中学", "区教育局"
PUBLIC = (
    Page(
        0,
        "党员示范岗",
        "党支部书记\n家长学校主讲人",
        "我愿把办公室的门开着。老师的难处，先听后办；学生的事，当天有回音。",
        ((1, "区优秀党务工作者", "区教育工委", "district"),),
        portrait="portrait-2",
    ),
    Page(
        2,
        "党员示范岗",
        "英语教师\n家庭教育指导师",
        "我愿做学生随时可以敲开的那扇门。听完再说话，答应就做到，备好每一节课，走好每一次家访。",
        (
            (0, "校“心育先锋”党员", SCHOOL, "school"),
            (1, "区优秀教师", DISTRICT, "district"),
            (2, "社区大讲堂优秀主讲人", "春晖社区", "district"),
            (4, "校师德标兵", SCHOOL, "school"),
        ),
        shows_deeds=True,
        portrait="portrait-1",
    ),
    Page(
        14,
        "课堂教学示范岗",
        "班主任\n支部宣传委员",
        "我愿先弄懂学生为什么不会，再讲怎么会。作业当天批，疑问当面答。",
        ((1, "校优秀班主任", SCHOOL, "school"),),
        portrait="portrait-4",
    ),
    Page(
        1,
        "志愿服务示范岗",
        "教导处主任\n支部组织委员",
        "我愿到社区去，把会的教给需要的人，不挑时间，不图名声。",
        shows_deeds=True,
    ),
    Page(
        17,
        "谈心示范岗",
        "语文教师\n共读活动领读人",
        "我愿每周留一个中午给想说话的学生。听到的不外传，答应的记在心上。",
        portrait="portrait-3",
    ),
    Page(
        25,
        "家访示范岗",
        "数学教师\n联系班级党员",
        "我愿多走一步，到学生家里坐一坐。先说孩子的长处，再商量办法。",
        portrait="portrait-5",
    ),
)
WAITING = Page(
    5, "党员示范岗", "班主任", "我愿记住班上每个孩子的名字和难处，每周和他们中的一个好好聊一次。"
)
RETURNED = Page(15, "党员示范岗", "支部纪检委员", "我愿管住自己，也提醒身边的人。")
REMARK = "请补上任教学科，家长好认。"


def build_pages(days, members):
    """Build the public pages, one that waits for approval, and one that was returned."""
    on = date(days.first_year, 9, 1)
    moment = min(at(on, "16:00"), at(days.today, "8:00"))
    for page in PUBLIC:
        _honours(days, members, page, moment)
        _approve(_submit(members, page, on, moment), members, moment)
    _submit(members, WAITING, days.before(2), at(days.before(2), "12:00"))
    returned = _submit(members, RETURNED, days.before(6), at(days.before(6), "12:00"))
    actions.return_page(returned, remark=REMARK, version=returned.version, by=members[0].staff.user)


def _honours(days, members, page, moment):
    for years_ago, title, issuer, level in page.honours:
        actions.record_honour(
            member=members[page.place],
            year=days.first_year - years_ago,
            title=title,
            issuer=issuer,
            level=level,
            at=moment,
            by=members[1].staff.user,
        )


def _submit(members, page, on, moment):
    member = members[page.place]
    own = member.staff.user
    written = actions.write_page(
        member,
        on=on,
        by=own,
        post_title=page.post_title,
        roles=page.roles,
        pledge=page.pledge,
        pledged_on=on,
        shows_deeds=page.shows_deeds,
        portrait=stored(FlagPortrait, read_picture(picture(page.portrait)))
        if page.portrait
        else None,
    )
    return actions.submit_page(
        written,
        version=written.version,
        at=moment,
        by=own,
        shows_portrait=bool(page.portrait),
    )


def _approve(page, members, moment):
    """Approve a page as the first member who did not write it."""
    by = next(row.staff.user for row in members if row.staff.user_id != page.written_by_id)
    return actions.approve_page(page, version=page.version, at=moment, by=by, is_checked=True)
