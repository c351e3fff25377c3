from functools import cache
from itertools import groupby

from django import forms
from django.db.models import Exists, OuterRef, Q

from branch.core.dated import RUNNING
from branch.core.forms import (
    ActionForm,
    FilterForm,
    KeyField,
    Offer,
    SearchedField,
    chips_field,
    day_field,
    text_field,
)
from branch.coverage.duty import EXCUSED, MET
from branch.members.models import Member
from branch.school.models import SchoolClass, Student
from branch.school.models.classes import GRADES
from branch.walkins.proposals import Mode
from branch.walkins.students.models import Pairing, SupportNeed, pairings_say


class PairingFilter(FilterForm):
    q = forms.CharField(label="学生或党员姓名、拼音", required=False, max_length=30)
    place = forms.ChoiceField(label="年级班级", required=False)
    kind = forms.ChoiceField(
        label="帮扶类别", required=False, choices=[("", "全部"), *SupportNeed.Kind.choices]
    )
    scope = forms.ChoiceField(
        label="范围",
        required=False,
        choices=[("", "进行中"), ("mine", "我的结对"), ("waiting", "待联系"), ("ended", "已结束")],
    )

    def __init__(self, *args, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["place"].choices = cache(lambda: list(_places(on)))

    def narrow(self, rows):
        rows = super().narrow(rows)
        return rows if self.cleaned_data.get("scope") == "ended" else rows.active()

    def narrow_q(self, rows, value):
        return rows.filter(
            Q(student__in=Student.objects.matching(value).values("pk"))
            | Q(member__in=Member.objects.found_by(self.user, value).values("pk"))
        )

    def narrow_place(self, rows, value):
        year, _, number = value.partition("-")
        rows = rows.filter(entry_year=year)
        return rows.filter(class_number=number) if number else rows

    def narrow_kind(self, rows, value):
        """Those with such a need while the pairing ran, as its page says; an earlier or later one is not told."""
        ended = Q(until_on__gte=OuterRef("started_on"))
        needs = SupportNeed.objects.filter(RUNNING | ended, kind=value, student=OuterRef("student"))
        begun = Q(raised_on__lte=OuterRef("until_on"))
        return rows.filter(RUNNING & Exists(needs) | Exists(needs.filter(begun)))

    def narrow_scope(self, rows, value):
        if value == "mine":
            return rows.held_by(self.user)
        if value == "waiting":
            return rows.exclude(standing__in=(MET, EXCUSED))
        return rows.exclude(until_on=None)


def _places(on):
    """Yield the choices: each grade, and its classes under it."""
    yield "", "全部"
    classes = SchoolClass.objects.in_school_on(on)
    for year, rows in groupby(classes, key=lambda school_class: school_class.entry_year):
        rows = list(rows)
        grade = GRADES[rows[0].grade_on(on)]
        own = [(f"{year}-{row.number}", row.name_on(on)) for row in rows]
        yield grade, [(str(year), f"{grade}全部"), *own]


class PairingPrefill(forms.Form):
    """The query string of a link to a new pairing: its student or member."""

    student = KeyField(required=False)
    member = KeyField(required=False)


def over_reason_field():
    return text_field(
        Pairing,
        "over_reason",
        required=False,
        help_text="党员结对的学生已到规定名数时才写，写工作上的原因。",
    )


class PairingForm(ActionForm):
    draft_name = "登记结对"

    student = SearchedField(
        label="学生",
        missing="请选择学生。",
        help_text="只列有待办帮扶需求的学生。安排前请征求班主任意见。",
    )
    member = SearchedField(label="结对党员", missing="请选择党员。")
    started_on = day_field("结对日期")
    guardian_informed_on = day_field("监护人知情日期", help_text="告诉家长、家长同意的那一天。")
    guardian_mode = chips_field("怎么告诉的", Mode.choices)
    student_agreed_on = day_field("学生同意日期")
    over_reason = over_reason_field()

    def __init__(self, *args, students, members, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        offer = offer_of_students(students, scope="pairing", says=needy_says, on=on)
        self.fields["student"].choose_from(offer)
        self.fields["member"].choose_from(offer_of_members(members, user=user))


def offer_of_students(students, *, scope, says=str, on):
    """The offer of students with their class on the day, by classes."""
    return Offer(
        students,
        source=f"kind=student&scope={scope}",
        find=lambda typed: students.matching(typed).nearest_first(),
        group_of=lambda student: student.class_name_on(on),
        says=says,
        keys=lambda student: student.name_keys,
    )


def needy_says(student):
    """王小明（学业帮扶）　已有结对, of a row of `students_to_pair`."""
    kinds = "、".join(need.get_kind_display() for need in student.open_needs)
    return f"{student}（{kinds}）{'　已有结对' if student.is_paired else ''}"


def offer_of_members(members, *, user, scope="pairing"):
    """The offer of rows of `members_to_pair`, by their groups."""
    return Offer(
        members,
        source=f"kind=member&scope={scope}",
        find=lambda typed: members.found_by(user, typed),
        group_of=lambda member: member.group_name,
        says=member_says,
        keys=lambda member: member.staff.name_keys,
    )


def member_says(member):
    """周文静（现结对 2 名）, of a row of `members_to_pair`."""
    asked = member.asked_count
    return f"{member}（{pairings_say(member.pairing_count + asked, asked)}）"


class PairingEndForm(ActionForm):
    draft_name = "结束结对"

    reason = chips_field("结束原因", Pairing.EndReason.choices)
    outcome = chips_field(
        "结果",
        Pairing.Outcome.choices,
        help_text="选“办结”，这名学生的帮扶需求一并办结；选“交接”或“暂停”，需求仍待结对。",
    )

    def initial_of(self, pairing):
        return {"reason": pairing.end_reason, "outcome": pairing.outcome}
