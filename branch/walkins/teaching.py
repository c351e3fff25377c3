"""What colleagues teach, term by term, and the sentence that says it."""

from bisect import bisect
from collections import defaultdict

from branch.school.models import Teaching, Term


class Teachings:
    """The teachings of the terms of some days, read in two queries; of all colleagues, or of `staff`.

    A day in the holidays counts for the term before it, as everywhere.
    """

    def __init__(self, days, *, staff=None):
        last = max(days, default=None)
        terms = Term.objects.filter(starts_on__lte=last).order_by("starts_on") if last else ()
        self._begun = [(term.starts_on, term.pk) for term in terms]
        self._rows = defaultdict(list)
        rows = Teaching.objects.filter(term__in={self._term_of(day) for day in days} - {None})
        rows = rows if staff is None else rows.filter(staff__in=staff)
        for row in rows.select_related("subject", "school_class").in_order():
            self._rows[row.term_id, row.staff_id].append(row)

    def _term_of(self, day):
        place = bisect([starts_on for starts_on, _ in self._begun], day)
        return self._begun[place - 1][1] if place else None

    def by(self, staff_id, *, on):
        """The teachings of a colleague in the term of the day, by subject, grade and class."""
        return self._rows.get((self._term_of(on), staff_id), [])

    def subjects(self, staff_id, *, on):
        """The names of the subjects a colleague teaches, in their order."""
        return list(dict.fromkeys(row.subject.name for row in self.by(staff_id, on=on)))


def teaching_says(rows, school_class, *, on):
    """教初二（3）班数学, or "" where none of the rows is of the class."""
    subjects = [row.subject.name for row in rows if row.school_class == school_class]
    return f"教{school_class.name_on(on)}{'、'.join(subjects)}" if subjects else ""
