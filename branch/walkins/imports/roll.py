"""The students whom the rows of a list mean, found in a few queries, and what is confirmed of them already."""

import unicodedata
from datetime import date

from django.db.models import Q

from branch.core.characters import folded
from branch.school.models import SchoolClass, Student
from branch.walkins.families.models import FamilyHardship

UNKNOWN, AMBIGUOUS = "unknown_student", "ambiguous_student"


def nearest_day(first_year, *, on):
    """The day of a school year nearest to a day: classes are named and students sought as of it."""
    return min(max(on, date(first_year, 9, 1)), date(first_year + 1, 8, 31))


def same(name):
    """The name as it is compared: some programs write 高 as a radical that looks the same."""
    return unicodedata.normalize("NFKC", folded(name))


class Roll:
    """The students on the roll of a day whose number or name some rows say."""

    def __init__(self, lines, *, day):
        numbers = {line.values.get("number") for line in lines} - {None, ""}
        names = {form(line.values["name"]) for line in lines for form in (str, same)}
        rows = Student.objects.on_roll_with_class_on(day)
        found = rows.filter(Q(number__in=numbers) | Q(name__in=names))
        self.day, self.by_number, self.by_place = day, {}, {}
        for student in found:
            self.by_number[student.number] = student
            place = student.entry_year, student.class_number, same(student.name)
            self.by_place.setdefault(place, []).append(student)

    def find(self, line):
        """Give a row the number of its student, or the error that says what to do."""
        if line.values.get("number"):
            self._check_number(line)
        else:
            self._find_by_name(line)

    def _check_number(self, line):
        number, name = line.values["number"], line.values["name"]
        student = self.by_number.get(number)
        if student is None:
            says = f"学号 {number} 不在学校的在校学生里，请写全学号并核对；已经离校的，请从名单里删去。"
            line.fault("学号", UNKNOWN, says)
        elif same(student.name) != same(name):
            line.fault("学号", UNKNOWN, f"学号 {number} 的学生不叫“{name}”，请核对学号和姓名。")

    def _find_by_name(self, line):
        (entry_year, number), name = line.values["school_class"], line.values["name"]
        found = self.by_place.get((entry_year, number, same(name)), [])
        place = SchoolClass(entry_year=entry_year, number=number).name_on(self.day)
        if not found:
            says = f"{place}没有叫“{name}”的在校学生，请核对班级和姓名，或者添上学号。"
            line.fault("姓名", UNKNOWN, says)
        elif len(found) > 1:
            says = f"{place}有 {len(found)} 名学生叫“{name}”，请在这一行添上学号。"
            line.fault("姓名", AMBIGUOUS, says)
        else:
            line.values["number"] = found[0].number


class Confirmed:
    """The students with the numbers of some rows, and what is confirmed of them for the rows' school year."""

    def __init__(self, lines):
        numbers = [line.values["number"] for line in lines]
        years = {line.values["first_year"] for line in lines}
        students = Student.objects.filter(number__in=numbers)
        self.students = {student.number: student for student in students}
        rows = FamilyHardship.objects.filter(student__in=students, first_year__in=years)
        self.rows = {(row.student_id, row.first_year): row for row in rows}

    def of(self, line):
        """(the student or None, their `FamilyHardship` or None)"""
        student = self.students.get(line.values["number"])
        row = student and self.rows.get((student.pk, line.values["first_year"]))
        return student, row
