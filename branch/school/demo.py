"""Portrait consents of the fictional school: nearly all papers came back, one class has not begun."""

from datetime import timedelta

from branch.core.contributions import DemoPart
from branch.core.periods import school_year

from .actions import record_consents
from .consents import answers_in
from .models import HeadTeacherPost

# grade and number of classes, with the places of those who said no and of those who did not answer
MIXED, NOT_BEGUN = (2, 3), (1, 6)
NO, OPEN = {6, 21, 32}, {25, 29}
# of the other classes
ONE_NO = {11}
DAY = timedelta(days=23)


class Consents(DemoPart):
    """The lists of all classes but one, filled by their head teachers on 24 September."""

    key, title = "school.consents", "肖像同意"
    order = 120

    def build(self, school):
        on = min(school.today, school_year(school.today).start + DAY)
        heads = HeadTeacherPost.objects.by_class_on(on)
        for n, (key, school_class) in enumerate(school.classes.items()):
            if key == NOT_BEGUN:
                continue
            no, left_open = (NO, OPEN) if key == MIXED else (ONE_NO if n % 3 == 0 else set(), set())
            rows = [
                (student, "no" if place in no else "yes")
                for place, student in enumerate(answers_in(school_class, on=on))
                if place not in left_open
            ]
            at = school.now.replace(year=on.year, month=on.month, day=on.day)
            record_consents(school_class, rows=rows, on=on, by=heads[school_class.pk].user, at=at)
