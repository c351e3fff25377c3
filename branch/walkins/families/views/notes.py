"""Sealed notes of home visits."""

from django.contrib.auth.decorators import permission_required
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST

from branch.core.periods import school_year
from branch.school.models import Student
from branch.walkins import note_views
from branch.walkins.families.actions import write_visit_note
from branch.walkins.families.models import HomeVisit, VisitNote


class VisitNotes:
    """What the pages of notes show of a home visit."""

    model, field, urls = VisitNote, "visit", "walkins:visitnote"
    kind, called = "visit", "家访"
    kept_says = "走访的日期、方式和困难不受影响。"

    @cached_property
    def students(self):
        return list(Student.objects.filter(visit_shares__visit=self.about).order_by("number"))

    @property
    def named(self):
        return f"{self.students[0]}家"

    @property
    def until_says(self):
        """到学年结束，2027年8月31日."""
        year, end = school_year(self.today), school_year(self.about.happened_on).end
        if end < year.start:
            return "学年已经结束，不能再打开"
        return f"到学年结束，{end.year}年{end.month}月{end.day}日"

    @property
    def back(self):
        """The page that led here: the visit for its visitor, the page of the student for the counsellor."""
        if self.is_author:
            return self.about.get_absolute_url()
        return reverse("school:student-detail", args=[self.students[0].pk])


class NoteCreate(VisitNotes, note_views.NoteCreate):
    notable = HomeVisit.objects
    write = write_visit_note


class NoteDetail(VisitNotes, note_views.NoteDetail):
    pass


class NoteUpdate(VisitNotes, note_views.NoteUpdate):
    pass


@require_POST
@permission_required("walkins.add_contactnote", raise_exception=True)
def note_delete(request, pk):
    return note_views.delete_own(request, VisitNote, pk, field="visit")
