"""Two events of the fictional school that families sign up for: one that runs, and one that opens later."""

from datetime import timedelta
from uuid import UUID

from branch.activities.models import Activity, Kind
from branch.core.contributions import DemoPart
from branch.school.models import Enrolment, Student

from .actions import open_to_families, sign_up

SEATS, FAMILIES = 200, 112
QUESTIONS = (
    "孩子把卷子藏起来，要不要当面问？",
    "期末前晚上到几点合适？",
    "孩子说“别的家长不这样”，怎么接？",
    "考前睡不着，家里能做什么？",
    "和孩子谈分数，爸爸妈妈说法不一样怎么办？",
    "成绩下来先看哪一科？",
)
ABOUT = (
    "孩子把卷子递过来，第一句话说什么。讲 40 分钟，留 30 分钟一起练习，"
    "最后回答大家报名时写下的问题。"
)
ONE_DAY = timedelta(days=1)


class Families(DemoPart):
    key, title, order = "service.families", "家长报名", 130

    def build(self, school):
        self.school, self.by = school, school.members[0].staff.user
        coming = Activity.objects.upcoming_public(school.now)
        lecture = coming.filter(programme__kind=Kind.PARENT_SCHOOL).first()
        if lecture:
            self._sign_up(self._open(lecture, school.now - 7 * ONE_DAY, SEATS, "23", ABOUT))
        joint = coming.filter(programme__kind=Kind.JOINT_PROGRAMME).first()
        if joint and joint.starts_at - 10 * ONE_DAY > school.now:
            self._open(joint, joint.starts_at - 10 * ONE_DAY, 60, "12", "")

    def _open(self, activity, opens_at, seats, grades, about):
        return open_to_families(
            activity=activity,
            opens_at=opens_at,
            closes_at=activity.starts_at - ONE_DAY,
            seat_count=seats,
            grades=grades,
            about=about,
            on=self.school.today,
            at=self.school.now,
            by=self.by,
        )

    def _sign_up(self, opening):
        """Sign up guardians of the classes it is for, with a telephone each, on the day of seeding."""
        if not opening.is_open_at(self.school.now):
            return
        for number, (guardian, school_class) in enumerate(self._guardians(opening)):
            sign_up(
                opening,
                name=guardian.name,
                phone=guardian.phone,
                school_class=school_class,
                people_count=2 if number % 5 in (1, 3) else 1,
                question=QUESTIONS[number] if number < len(QUESTIONS) else "",
                token=UUID(int=self.school.rng.getrandbits(128), version=4),
                source=None,
                is_over=False,
                at=self.school.now,
            )

    def _guardians(self, opening):
        """(guardian, class of a child) of every fourth pupil, each telephone once."""
        found = {}
        for school_class in opening.classes.order_by("number", "-entry_year"):
            placed = Enrolment.objects.filter(school_class=school_class, until_on=None)
            here = Student.objects.filter(pk__in=placed.values("student"))
            for pupil in here.select_related("family").order_by("pk")[:28:4]:
                guardian = pupil.family.guardians.exclude(phone="").first()
                if guardian:
                    found.setdefault(guardian.phone, (guardian, school_class))
        return list(found.values())[:FAMILIES]
