"""Whom a roster names as head teacher: the school appoints, the portal writes it down and refuses nobody."""

from branch.core.dated import ONE_DAY
from branch.rosters.changes import changed, new
from branch.rosters.importer import begins_on
from branch.school.models import HeadTeacherPost


class Posts:
    """The running posts of some classes; a plan keeps them up to date."""

    def __init__(self, classes, *, on, effective_on):
        rows = HeadTeacherPost.objects.filter(school_class__in=classes, until_on=None)
        rows = rows.select_related("staff", "school_class")
        self.running = {_key(row.school_class): row for row in rows}
        self.on, self.effective_on = on, effective_on

    def appoint(self, staff, school_class):
        """The changes: the first post counts from the term on, another one from when it was told."""
        post = self.running.get(_key(school_class))
        if post is None:
            return [self._begin(staff, school_class, self.effective_on)]
        if post.staff == staff:
            return []
        starts_on = begins_on(self.on, self.effective_on, since=post.from_on)
        if post.from_on >= starts_on:  # it has held on no day yet
            return [changed(post, staff=staff)]
        ended = changed(post, until_on=starts_on - ONE_DAY)
        return [ended, self._begin(staff, school_class, starts_on)]

    def _begin(self, staff, school_class, from_on):
        row = HeadTeacherPost(staff=staff, school_class=school_class, from_on=from_on)
        self.running[_key(school_class)] = row
        return new(row)


def _key(school_class):
    return school_class.entry_year, school_class.number
