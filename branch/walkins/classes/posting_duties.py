from django.db.models import Exists, F, OuterRef
from django.urls import reverse

from branch.coverage.duty import Duty, Gap, done_once
from branch.school.groups import ByClass
from branch.school.models import SchoolClass

from .models import ClassPosting


class EveryClassIsLinked(ByClass, Duty):
    """党员联系班级: a member who is here is linked to each class in school; found by the committee."""

    key, title, track = "walkins.class_posting", "党员联系班级", "class"
    gap_title, unit, order = "待安排联系党员的班级", "个", 160
    permission = "walkins.add_classposting"
    note = "每个班至少有一名联系党员。"
    missing_says = "{count} 个班还没有联系党员"

    def bound(self, *, on):
        return SchoolClass.objects.in_school_on(on)

    def seen_by(self, rows, user, *, on, today):
        return rows

    def with_done(self, rows, *, on):
        beside = ClassPosting.objects.with_member_in_school_on(on)
        beside = beside.filter(school_class=OuterRef("pk"))
        return rows.annotate(class_number=F("number"), **done_once(Exists(beside)))

    def gap(self, row, *, on):
        name = row.name_on(on)
        return Gap(
            subject=row,
            since=on,
            due_on=None,
            user_ids=frozenset(),
            url=f"{reverse('walkins:classposting-create')}?school_class={row.pk}",
            says="还没有联系党员",
            title=f"为{name}安排联系党员",
            button="安排党员",
            group=name,
        )
