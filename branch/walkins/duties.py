from django.db.models import Exists, OuterRef
from django.urls import reverse

from branch.core import periods
from branch.coverage.duty import Duty, Gap
from branch.members.models import Member

from .models import Pairing, students_in_need


def _paired(on, **who):
    return Exists(Pairing.objects.accompanied_on(on).filter(**who))


class KeepInTouch(Duty):
    """结对后常联系: a contact every so many school days; holidays stop the clock."""

    key, title, track = "walkins.contact", "结对后常联系", "student"
    gap_title, unit, order = "建议本周联系的结对", "对", 110
    permission = "coverage.view_coverage"
    note = "每月至少联系一次，假期不计。"

    def population(self, user, *, on):
        return Pairing.objects.active_on(on).visible_to(user, on=on)

    def met(self, population, *, on):
        return population.exclude(pk__in=Pairing.objects.overdue_on(on).values("pk"))

    def gaps(self, population, *, on):
        rows = population.overdue_on(on).select_related("member__staff", "student")
        this_week = periods.week(on).end
        rows = rows.with_class_on(on).with_member_here(on).in_class_order()
        for pairing in rows:
            yield Gap(
                subject=pairing,
                since=pairing.waits_since,
                due_on=this_week,
                group=pairing.class_name,
                student_id=pairing.student_id,
                **(_contact_of(pairing) if pairing.is_member_here else _handover_of(pairing)),
            )


def _contact_of(pairing):
    """What the member is to do, and where."""
    return {
        "user_ids": frozenset({pairing.member.staff.user_id} - {None}),
        "url": f"{reverse('walkins:contact-create')}?pairing={pairing.pk}",
        "says": _last_contact(pairing),
        "title": f"联系结对学生{pairing.student}",
        "button": "记一次帮扶",
        "whose": f"结对党员 {pairing.member}",
    }


def _handover_of(pairing):
    """The member is gone, so it is the committee's to find another."""
    return {
        "user_ids": frozenset(),
        "url": reverse("walkins:pairing-end", args=[pairing.pk]),
        "says": "结对党员已离校或转出，请结束这个结对并另行安排",
        "title": f"交接结对学生{pairing.student}",
        "button": "办理交接",
        "whose": f"原结对党员 {pairing.member}",
    }


def _last_contact(pairing):
    if pairing.last_contact_on:
        return f"上次联系：{pairing.last_contact_says}"
    return f"结对 {pairing.days_waited} 天，还没有联系记录"


class EveryMemberPairs(Duty):
    """党员结对: every member walks with at least one student."""

    key, title, track = "walkins.member_pairing", "党员结对", "student"
    gap_title, unit, order = "待结对党员", "名", 120
    permission = "coverage.view_coverage"
    note = "每名党员至少与一名学生结对。"

    def population(self, user, *, on):
        members = Member.objects.here_on(on)
        if user.has_perm("walkins.add_pairing"):
            return members
        return members.filter(staff__user=user)

    def met(self, population, *, on):
        return population.filter(_paired(on, member=OuterRef("pk")))

    def gaps(self, population, *, on):
        rows = population.exclude(_paired(on, member=OuterRef("pk")))
        for member in rows.select_related("staff", "group").in_roster_order():
            yield Gap(
                subject=member,
                since=on,
                due_on=None,
                user_ids=frozenset(),
                url=f"{reverse('walkins:pairing-create')}?member={member.pk}",
                says="还没有结对学生",
                title=f"为{member}安排结对",
                button="安排结对",
                group=member.group.name,
            )


class EveryNeedIsMet(Duty):
    """学生结对: a student with an open need has a member at their side."""

    key, title, track = "walkins.student_pairing", "学生结对", "student"
    gap_title, unit, order = "待结对学生", "名", 100
    permission = "coverage.view_coverage"
    note = "有帮扶需求的学生均有结对党员。"

    def population(self, user, *, on):
        return students_in_need(user, on=on)

    def met(self, population, *, on):
        return population.filter(_paired(on, student=OuterRef("pk")))

    def gaps(self, population, *, on):
        for student in population.exclude(_paired(on, student=OuterRef("pk"))):
            yield Gap(
                subject=student,
                since=student.needy_since,
                due_on=None,
                user_ids=frozenset(),
                url=f"{reverse('walkins:pairing-create')}?student={student.pk}",
                says=f"提出已 {(on - student.needy_since).days} 天",
                title=f"为{student}安排结对",
                button="安排结对",
                group=student.class_name_on(on),
                student_id=student.pk,
            )
