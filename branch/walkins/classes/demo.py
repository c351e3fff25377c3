"""Which member is linked to which class of the fictional school, in the running term and in the one before it."""

from datetime import timedelta

from branch.core.contributions import DemoPart
from branch.core.dated import ONE_DAY
from branch.members.models import Member
from branch.school.models import Term

from .actions import end_class_posting, start_class_posting

# {(grade, number): index of the member}; 23 and 25 are linked to two classes, 31 is away
NOW = {
    (1, 1): 17,
    (1, 2): 25,
    (1, 3): 18,
    (1, 4): 26,
    (1, 5): 1,
    (1, 6): 19,
    (1, 7): 27,
    (1, 8): 20,
    (2, 1): 21,
    (2, 2): 29,
    (2, 3): 2,
    (2, 4): 22,
    (2, 5): 30,
    (2, 6): 23,
    (2, 7): 15,
    (2, 8): 14,
    (3, 1): 0,
    (3, 2): 23,
    (3, 3): 16,
    (3, 4): 24,
    (3, 5): 32,
    (3, 6): 33,
    (3, 7): 25,
    (3, 8): 28,
}
# the term before: as now but for these
BEFORE = NOW | {(2, 5): 14, (2, 8): 30, (3, 2): 31, (3, 3): 28, (3, 5): 31, (3, 8): 16}
# a member arrived and took over the class of the one who left for 支教 on that day
HANDED_OVER, AWAY, DAYS_AGO = (3, 5), 31, timedelta(days=22)


class Postings(DemoPart):
    """Built by actions, which find the basis of each in what the member teaches."""

    key, title, order = "walkins.postings", "党员联系班级", 90

    def build(self, school):
        self.school, self.today = school, school.today
        self.committee = school.members[1].staff.user
        self.term = Term.objects.on(school.today)
        self._build_before()
        handed_over_on = max(self.term.starts_on, self.today - DAYS_AGO)
        if handed_over_on > self.term.starts_on:
            self._stand(HANDED_OVER, AWAY, self.term.starts_on, until=handed_over_on - ONE_DAY)
        for key, index in NOW.items():
            from_on = handed_over_on if key == HANDED_OVER else self.term.starts_on
            self._stand(key, index, from_on)

    def _build_before(self):
        """The postings of the term before, of the classes and members that were here."""
        before = Term.objects.filter(starts_on__lt=self.term.starts_on).first()
        if before is None:
            return
        here = set(Member.objects.active_on(before.starts_on).values_list("pk", flat=True))
        for key, index in BEFORE.items():
            was_in_school = self.school.classes[key].is_in_school_on(before.starts_on)
            if was_in_school and self.school.members[index].pk in here:
                self._stand(key, index, before.starts_on, until=self.term.starts_on - ONE_DAY)

    def _stand(self, key, index, from_on, *, until=None):
        posting = start_class_posting(
            member=self.school.members[index],
            school_class=self.school.classes[key],
            from_on=from_on,
            on=self.today,
            by=self.committee,
        )
        if until:
            version = posting.version
            end_class_posting(
                posting, until_on=until, version=version, on=self.today, by=self.committee
            )
