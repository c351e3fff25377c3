"""Building the demo school in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from django.db import transaction
from django.utils.module_loading import autodiscover_modules

from branch.core.contributions import DemoPart
from branch.core.models import SiteProfile
from branch.core.statistics import analyze
from branch.school.actions import deal_roll_numbers
from branch.school.models import Staff, Student

from . import flags, pupils, school
from . import members as branch
from .activities import TermOfActivities, picture
from .days import Days, at
from .earlier_year import EarlierYear
from .names import Names
from .news import Newsroom
from .pairings import PairingsOfTheTerm
from .past import Past
from .rosters import build_imports

SEED = 20260901
# All placeholders; the 公安备案号 stays empty, so that the administrator's desk has a to-do
SITE = {
    "address": "××市××路 1 号",
    "office_phone": "8555-0100",
    "office_hours": "周一至周五 8:00–17:00",
    "school_line": "8555-0120",
    "school_line_hours": "工作日 8:00–20:00",
    "icp": "×ICP备00000000号（占位）",
}
# Indexes of a pupil of 初一（5）班 and, among the members, of their mother
CHILD_OF_STAFF, STAFF_PARENT = 76, 20


@dataclass(frozen=True)
class DemoSchool:
    """The school that a `DemoPart` adds to: the day and time of seeding, people, classes, random numbers.

    `staff` and `members` are in the order of their numbers; `classes` is {(grade, number): class}.
    """

    today: date
    now: datetime
    rng: Random
    staff: list
    members: list
    students: list
    classes: dict

    def picture(self, name):
        """A picture of the demo as an upload."""
        return picture(name)


# parts of the demo with this order or a later one use articles
ABOUT_ARTICLES = 150


def is_seeded():
    """Whether the database already has a school."""
    return Staff.objects.exists()


@transaction.atomic
def seed(today, *, say):
    """Build the school as of a day; `say` is called with the name of each part before it is built."""
    days, names = Days(today), Names(_numbers(SEED))
    SiteProfile.objects.update(**SITE)
    say("演示学校：学期、教职工、班级……")
    staff, classes = _build_school(days, names)
    say("党员、党小组、支委……")
    members = _build_branch(days, staff)
    say("学生和家庭……")
    students = _build_pupils(days, classes, members, names)
    deal_roll_numbers(on=today, rng=names.rng)
    say("帮扶需求、结对、帮扶记录……")
    PairingsOfTheTerm(days, names.rng, members, classes, staff[4].user).build()
    say("本学期的活动……")
    now = at(today, "17:30")
    TermOfActivities(days, now, names.rng, members).build()
    say("名册的导入……")
    build_imports(today, now, by=staff[6].user)
    Past(days, classes, by=staff[6].user).build()
    _refuse_shared_names()
    fictional = DemoSchool(today, now, names.rng, staff, members, students, classes)
    autodiscover_modules("demo")
    newsroom = Newsroom(days, now, staff[5].user, members[1].staff.user)
    _add_parts_and_articles(fictional, newsroom, say=say)
    say("上一学年的结对……")
    rng = _numbers(SEED - 1)
    EarlierYear(days, rng, names, members, classes, counsellor=staff[4].user).build()


def _build_pupils(days, classes, members, names):
    """Create the pupils and their guardians, one of whom is a colleague; return the pupils."""
    students = pupils.build_pupils(days, classes, names)
    parent, child = members[STAFF_PARENT].staff, students[CHILD_OF_STAFF]
    pupils.build_guardians(students, names, parent, child)
    return students


def _numbers(seed):
    return Random(seed)  # noqa: S311 (a demo needs the same numbers again)


def _add_parts_and_articles(school, newsroom, *, say):
    """Build the parts, and the articles between them.

    Articles come after the partners, in whose name some are published, and before what is told of articles.
    """
    parts = DemoPart.every()
    _add_parts(school, [one for one in parts if one.order < ABOUT_ARTICLES], say=say)
    say("公开网站的文章……")
    newsroom.build()
    _add_parts(school, [one for one in parts if one.order >= ABOUT_ARTICLES], say=say)


def _add_parts(school, parts, *, say):
    """Build parts that apps declare in their `demo.py`."""
    analyze()  # some ask across all that was built before: PostgreSQL guesses badly at tables it has not counted
    for part in parts:
        say(f"{part.title}……")
        part.build(school)


def _build_school(days, names):
    term = school.build_terms(days)
    staff = school.build_staff(names)
    classes = school.build_classes(days)
    school.build_posts(days, classes, staff)
    school.build_teaching(term, classes, staff, names.rng)
    return staff, classes


def _build_branch(days, staff):
    members = branch.build_members(days, staff)
    keepers = branch.build_keepers(days, members, staff)
    branch.build_seats(days, members, keepers)
    branch.build_roles(days, staff, keepers)
    branch.build_absence(days, members, by=keepers[0])
    school.build_sign_in_links(days, staff, by=keepers[1])
    flags.build_pages(days, members)
    return members


def _refuse_shared_names():
    """Raise `ValueError` if a pupil and a colleague share a name, as lists could not tell them apart."""
    shared = Staff.objects.filter(name__in=Student.objects.values("name"))
    if shared.exists():
        raise ValueError(f"pupils and staff share names: {list(shared)}")
