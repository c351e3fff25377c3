"""What a news draft about a class session says: its grade and not its class, numbers and no names."""

import re

from branch.core.templatetags.portal_format import day as spoken_day
from branch.core.wording import CLASS
from branch.school.models.classes import GRADES

# a smaller number could point to a pupil
SMALLEST = 5


def title_of(session):
    """初二年级开展“同桌之间”班级团辅; a class could have a pupil who is helped, so it is not named."""
    return f"{_grade_of(session)}开展“{session.theme}”班级团辅"


def body_of(session):
    """A first paragraph: day, place, theme and the number of pupils."""
    activity, count = session.activity, session.activity.audience_count or 0
    came = f"，{count} 名学生参加" if count >= SMALLEST else ""
    day = spoken_day(session.day).split()[0]
    # a place may name the class, as 初二（3）班教室
    place = "" if re.search(CLASS, activity.place) else f"在{activity.place}"
    return f"{day}，{_grade_of(session)}的一个班{place}开展“{session.theme}”班级团辅{came}。"


def _grade_of(session):
    grade = GRADES.get(session.school_class.grade_on(session.day))
    return f"{grade}年级" if grade else "学校"


# what the person who copies photos to a public page confirms
CONSENT_SAYS = "照片里认得出的学生，名单上都是“同意”；认得出的老师和来宾也同意公开"
