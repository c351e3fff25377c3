"""Class sessions of the fictional school: those of the running term and of the one before."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from branch.activities.models import ActivityPhoto
from branch.core.contributions import DemoPart
from branch.core.files import read_picture, stored
from branch.school.models import HeadTeacherPost, SchoolClass, Term
from branch.school.models.calendar import Calendar

from .actions import log_session, plan_session
from .models import SessionTheme

# of each class, in class order: the days of its sessions, counted from the Monday of the term's first week
HELD = (
    (24, 43, 71),
    (29, 39, 64),
    (73, 80),
    (22, 46, 74),
    (39, 81),
    (23, 39, 64),
    (25, 49, 64),
    (),
    (23, 42, 73),
    (25, 39, 80),
    (52, 73),
    (52, 64),
    (29, 53, 74),
    (),
    (39, 74, 81),
    (49, 63),
    (22, 51, 80),
    (43, 65, 73),
    (22, 52, 67),
    (),
    (51, 80),
    (42, 74),
    (28, 53, 66),
    (),
)
# {index of a class: the day of a session that is still to come}
PLANNED = {4: 109, 11: 106, 15: 106, 20: 106}
# of the term before: days of every class, and the indexes of those with two sessions only
BEFORE, TWO_BEFORE = (24, 52, 80), (3, 12)
CLOCK = time(15, 50)
# indexes of the counsellor in the staff, of the class whose sessions have a photo, of the members who help in turn
COUNSELLOR, WITH_PHOTO, HELPERS = 4, 10, (2, 8, 11, 15, 18, 22, 26, 29)
OUTCOMES = (
    {"feedback": 4, "feedback_line": "多数同学愿意开口，分组练习的时间不够。"},
    {"feedback": 5, "applied": "用了培训里的“三句话倾听”，小组讨论时好用。"},
    {},
    {"feedback": 4},
    {},
)


class ClassSessions(DemoPart):
    """The sessions, each led by the head teacher."""

    key, title, order = "walkins.class_sessions", "班级团辅", 60

    def build(self, school):
        self.school, self.turn = school, 0
        self.themes = list(SessionTheme.objects.all())
        self.heads = HeadTeacherPost.objects.by_class_on(school.today)
        term = Term.objects.on(school.today)
        before = Term.objects.filter(starts_on__lt=term.starts_on).first()
        self._build_before(before, SchoolClass.objects.in_school_on(before.ends_on))
        calendar = Calendar.of_terms([term])
        for n, school_class in enumerate(school.classes.values()):
            for day in HELD[n]:
                self._log(n, school_class, term, calendar, day)
            if n in PLANNED:
                self._plan(n, school_class, term, calendar, PLANNED[n])

    def _build_before(self, term, classes):
        """Build the term before, of the classes that are still in the school."""
        calendar = Calendar.of_terms([term])
        here = classes.filter(pk__in=self.heads)
        for n, school_class in enumerate(here):
            for day in BEFORE[: 2 if n in TWO_BEFORE else 3]:
                self._log(n, school_class, term, calendar, day - n % 3)

    def _log(self, n, school_class, term, calendar, day):
        starts_at = self._moment(term, calendar, day)
        if starts_at > self.school.now:
            return
        outcome = dict(OUTCOMES[self.turn % len(OUTCOMES)])
        if n == WITH_PHOTO and term.ends_on >= self.school.today:
            picture = read_picture(self.school.picture("circle"))
            outcome["new_photos"] = (stored(ActivityPhoto, picture),)
        facts = self._facts(n, school_class) | {"headcount": 37 + self.turn % 2}
        by = self._recorder(school_class, term)
        log_session(**facts, **outcome, starts_at=starts_at, at=self.school.now, by=by)

    def _plan(self, n, school_class, term, calendar, day):
        starts_at = self._moment(term, calendar, day)
        if starts_at > self.school.now:
            facts, by = self._facts(n, school_class), self._recorder(school_class, term)
            plan_session(**facts, starts_at=starts_at, at=self.school.now, by=by)

    def _moment(self, term, calendar, day):
        """The time of a session on that day of the term, or on the last day before it that sessions are held on."""
        monday = term.starts_on - timedelta(days=term.starts_on.weekday())
        found = monday + timedelta(days=day)
        while not calendar.is_counted(found):
            found -= timedelta(days=1)
        return timezone.make_aware(datetime.combine(found, CLOCK))

    def _facts(self, n, school_class):
        helper = self.school.members[HELPERS[self.turn % len(HELPERS)]].staff
        self.turn += 1
        return {
            "school_class": school_class,
            "theme": self.themes[self.turn % len(self.themes)],
            "place": "团队辅导室" if self.turn % 2 else "本班教室",
            "leaders": (self.heads[school_class.pk],),
            "companions": (helper,) if self.turn % 3 else (),
        }

    def _recorder(self, school_class, term):
        """The head teacher, if the posts of today give access; of the term before, the counsellor."""
        head = self.heads[school_class.pk].user
        is_open = term.ends_on >= self.school.today and head.has_perm("walkins.add_classsession")
        return head if is_open else self.school.staff[COUNSELLOR].user
