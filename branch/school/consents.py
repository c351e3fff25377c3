"""Which pupils of a class may be seen on public photos: the one question that photos of pupils ask.

An app that makes photos of a class public asks `portrait_consent_of`, shows what it returns to the head
teacher or the committee, who alone get an answer, and notes the pupils it names as read (`access.note`).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from branch.core.figures import figure
from branch.core.models import AuditEvent
from branch.core.periods import says_year, school_year

from .figures import CONSENT_DAYS
from .models import PortraitConsent, Student, Term

Answer = PortraitConsent.Answer
# the verb of the event of a list that was saved
SAVED = "consents.recorded"


@dataclass(frozen=True)
class ClassConsent:
    """The pupils of a class on a day, by pinyin, each with `portrait_answer`."""

    students: list

    @property
    def counts(self):
        """{answer: number of pupils}; "" is 未答复."""
        found = Counter(student.portrait_answer for student in self.students)
        return {answer: found[answer] for answer in (*Answer.values, "")}

    @property
    def yes_count(self):
        return self.counts[Answer.YES]

    @property
    def no_count(self):
        return self.counts[Answer.NO]

    @property
    def open_count(self):
        """未答复, which counts as no."""
        return self.counts[""]

    @property
    def collected_count(self):
        """The papers that came back."""
        return self.yes_count + self.no_count

    @property
    def hidden(self):
        """The pupils who may not be seen on public photos: 不同意 and 未答复."""
        return [student for student in self.students if student.portrait_answer != Answer.YES]


def portrait_consent_of(school_class, user, *, on, taken_on=None):
    """The `ClassConsent` of a class on a day; None for a user who may not read it.

    About photos taken on an earlier day it has the students who were in the class then, with the answers of `on`.
    None is not "all may be shown": what depends on the answer is then refused.
    """
    is_kept = school_class.is_consent_kept_by(user, on=on)
    pictured = Student.objects.in_classes([school_class], on=taken_on or on)
    return ClassConsent(list(_answered(pictured, on=on))) if is_kept else None


def answers_in(school_class, *, on):
    """The students in a class on a day, by pinyin, with `portrait_answer`."""
    return _answered(Student.objects.in_classes([school_class], on=on), on=on)


def _answered(students, *, on):
    return students.with_portrait_consent_on(on).in_name_order()


def last_saved(school_class, *, on):
    """The audit event of the last time the list of the school year was saved; None before the first."""
    kind, pk = school_class._meta.label_lower, str(school_class.pk)
    saved = AuditEvent.objects.filter(target_type=kind, target_id=pk, verb=SAVED)
    return saved.filter(at__date__gte=school_year(on).start).select_related("actor").first()


def year_says(on):
    """The school year of a day, as 2026–2027学年."""
    return says_year(school_year(on).start.year)


def collected_by(on):
    """The day by which the papers of the school year of a day are to be back."""
    year = school_year(on)
    first = Term.objects.filter(first_year=year.start.year, number=1).first()
    begins = first.starts_on if first else year.start
    return begins + timedelta(days=figure(CONSENT_DAYS.key, on=on))
