"""Whom a roster names as head teacher: the school appoints, the portal writes it down and refuses nobody."""

from branch.core.dated import ONE_DAY
from branch.rosters.changes import changed, new
from branch.rosters.importer import Outcome, begins_on
from branch.school.models import HeadTeacherPost

HEADS_CHANGE = Outcome("head", "{} 个班更换班主任", is_ending=True)


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

    def replaced(self, staff, school_class):
        """The sentence on the colleague whom this one replaces; "" where there is none."""
        post = self.running.get(_key(school_class))
        if post is None or post.staff == staff:
            return ""
        return f"{school_class.name_on(self.on)}班主任由{post.staff}换为{staff}"

    def _begin(self, staff, school_class, from_on):
        row = HeadTeacherPost(staff=staff, school_class=school_class, from_on=from_on)
        self.running[_key(school_class)] = row
        return new(row)


def appoint(line, posts, staff, school_class, changes):
    """Add the changes of an appointment that a row names, and whom it replaces."""
    replaced = posts.replaced(staff, school_class)
    if replaced:
        line.brings("head", replaced)
    changes += posts.appoint(staff, school_class)


def _key(school_class):
    return school_class.entry_year, school_class.number
