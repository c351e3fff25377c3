"""Goals of the fictional school with their steps over the term, and bands of the students who learn with a member."""

from datetime import timedelta

from branch.core.contributions import DemoPart
from branch.school.models import Subject

from .actions import drop_goal, record_progress, set_goal, step_goal
from .models import Goal, GoalStep, Pairing, Progress, SupportNeed

State, Band, Kind = GoalStep.State, Progress.Band, SupportNeed.Kind
# index of the demo user "member", all of whose students have goals, and how many of the others have some
MEMBER, OTHERS = 2, 24
# kind of need → (goal, the states that follow the first one)
GOALS = {
    Kind.LEARNING: (
        ("课堂上主动发言", [State.BETTER]),
        ("错题当天订正", [State.BETTER, State.DONE]),
    ),
    Kind.LIVING: (("每天吃早饭", [State.BETTER, State.DONE]), ("自己备好书包和文具", [])),
    Kind.COMPANY: (
        ("参加一个社团", [State.BETTER, State.DONE]),
        ("每周和老师聊一次", [State.BETTER]),
    ),
    Kind.HOME_CARE: (("放学后在自习室写完作业", [State.BETTER]), ("晚上十点前睡觉", [])),
    Kind.ADJUSTMENT: (
        ("叫得出同桌和前后桌的名字", [State.BETTER, State.DONE]),
        ("参加一次班级活动", [State.BETTER]),
    ),
}
DROPPED = "每周读完一篇课外文章"
# subject → bands, oldest first
BANDS = {
    "数学": (Band.HELP, Band.HELP, Band.MOSTLY, Band.KEEPING),
    "英语": (Band.MOSTLY, Band.MOSTLY, Band.KEEPING),
}


class Goals(DemoPart):
    key, title = "walkins.goals", "目标和学习情况"

    def build(self, school):
        self.today = school.today
        rows = Pairing.objects.as_listed_on(school.today).active().order_by("pk")
        own = [row for row in rows if row.member_id == school.members[MEMBER].pk]
        others = [row for row in rows if row.member_id != school.members[MEMBER].pk]
        for n, pairing in enumerate([*own, *others[:OTHERS]]):
            self._set_goals(pairing, count=2 if pairing in own else 1 + n % 2)
        learning = [row for row in (*own, *others) if row.is_for_learning]
        for pairing in learning[:6]:
            self._record_bands(pairing)
        if own:
            self._drop_one(own[0])

    def _days(self, pairing, count):
        """So many days from the beginning of the pairing to yesterday, at equal distances."""
        room = max(0, (self.today - pairing.started_on).days - 1)
        return [pairing.started_on + timedelta(days=room * n // count) for n in range(count)]

    def _set_goals(self, pairing, *, count):
        by = pairing.member.staff.user
        kind = pairing.needs_then[0].kind
        for what, states in GOALS[kind][:count]:
            first, *later = self._days(pairing, len(states) + 1)
            set_goal(pairing, what=what, on=first, by=by)
            for state, day in zip(states, later, strict=True):
                goal = Goal.objects.get(pairing=pairing, what=what)
                step_goal(goal, state=state, version=goal.version, on=day, by=by)

    def _drop_one(self, pairing):
        by, (first, later) = pairing.member.staff.user, self._days(pairing, 2)
        set_goal(pairing, what=DROPPED, on=first, by=by)
        goal = Goal.objects.get(pairing=pairing, what=DROPPED)
        drop_goal(goal, version=goal.version, on=later, by=by)

    def _record_bands(self, pairing):
        for subject in Subject.objects.filter(name__in=BANDS):
            bands = BANDS[subject.name]
            for band, day in zip(bands, self._days(pairing, len(bands)), strict=True):
                record_progress(
                    pairing,
                    subject=subject,
                    band=band,
                    happened_on=day,
                    on=self.today,
                    by=pairing.member.staff.user,
                )
