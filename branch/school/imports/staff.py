"""教职工名册: who works here, what they teach this term, and whom the school made head of a class."""

import re
from functools import partial

from django.db.models import Q
from django.urls import reverse

from branch.accounts.models import User
from branch.rosters import cells, looks
from branch.rosters.cells import CellError
from branch.rosters.changes import changed, gone, new
from branch.rosters.importer import Field, Hurdle, Importer, Outcome
from branch.school.class_names import parse_classes
from branch.school.models import (
    Guardian,
    HeadTeacherPost,
    SchoolClass,
    Staff,
    Subject,
    Teaching,
    Term,
)
from branch.school.names import stored_keys

from .fields import GENDER, NAME, REMARK, WORDS, Classes, class_words
from .heads import HEADS_CHANGE, Posts, appoint
from .identity import is_alike, lost_noughts
from .terms import OfATerm

YES = {"是", "√", "✓", "班主任", "1"}
NO = {"否", "×", "0"}


class StaffImporter(OfATerm, Importer):
    """One colleague a row."""

    kind, title, order = "staff", "教职工名册", 10
    permission = "school.import_staff"
    hint = "每位教职工一行，至少有工号和姓名。任教按本学期登记，“班主任”一列写所带的班。"
    fields = (
        Field(
            "工号",
            "number",
            cells.key_number,
            ("职工号", "教工号", "教师工号", "职工编号", "教职工号"),
            is_required=True,
            looks=looks.numbers,
        ),
        NAME,
        GENDER,
        Field("任教学科", "subjects", WORDS, ("学科", "任教科目", "所教学科", "科目")),
        Field("任教班级", "classes", class_words, ("所教班级", "授课班级", "任课班级")),
        Field(
            "班主任", "heads", class_words, ("班主任班级", "担任班主任", "所带班级", "是否班主任")
        ),
        Field(
            "手机",
            "phone",
            cells.phone,
            ("手机号", "手机号码", "电话", "联系电话", "联系方式", "移动电话"),
        ),
        Field(
            "行政职务", "title", partial(cells.words, limit=30), ("职务", "岗位", "行政职务和岗位")
        ),
        REMARK,
    )
    models = (SchoolClass, Subject, Staff, User, Guardian, Teaching, HeadTeacherPost)
    main = Staff
    outcomes = (
        HEADS_CHANGE,
        Outcome("untaught", "{} 位老师有任教结束", is_ending=True),
        Outcome("renamed", "{} 位老师改姓名"),
    )

    def hurdle(self, on):
        if Term.objects.on(on):
            return None
        return Hurdle(
            says="还没有设置学期。",
            url=reverse("school:term-create"),
            link="先设置学期",
            then="，任教才能登记，提醒才会按上课日计算。",
        )

    def complete(self, line, *, on):
        values = line.values
        subjects = re.split(r"[、,，;；/\s]+", values.get("subjects", ""))
        values["subjects"] = [text[:20] for text in subjects if text]
        values["classes"] = self._classes(line, "任教班级", values.get("classes", ""), on)
        values["heads"] = self._heads(line, values.get("heads", ""), on)

    def _classes(self, line, column, text, on):
        if cells.is_empty(text):
            return []
        try:
            return parse_classes(text, on=on)
        except CellError as error:
            line.fault(column, error.code, error.message)
            return []

    def _heads(self, line, text, on):
        """A class, or a yes beside the one class taught."""
        if cells.is_empty(text) or text in NO:
            return []
        if "副" in text:
            line.note("副班主任不登记。也带班的，请在“班主任”一列只写所带的班。")
            return []
        if text not in YES:
            return self._classes(line, "班主任", text.replace("班主任", ""), on)
        if len(line.values["classes"]) != 1:
            line.note("没有写明是哪个班的班主任，没有登记。")
            return []
        return line.values["classes"]

    def compare(self, lines):
        super().compare(lines)
        self.once(lines, "heads", _has_a_head)

    def plan(self, lines, *, on, effective_on):
        school = School(lines, on=on, effective_on=effective_on)
        for line in lines:
            Hiring(line, school, on=on).plan()

    def remarks(self, lines, *, on):
        teach = any(line.values.get("subjects") and line.values["classes"] for line in lines)
        if not teach or Term.objects.on(on):
            return []
        return ["还没有设置学期，这次不登记任教。设置学期后，把同一份名册再导入一次即可。"]

    def held(self, pks):
        """A colleague who has a sign-in by now stays."""
        return set(Staff.objects.filter(pk__in=pks).exclude(user=None).values_list("pk", flat=True))


def _has_a_head(school_class, who):
    entry_year, number = school_class
    return f"{entry_year}级（{number}）班的班主任在这份名册里先写了 {who}，这一行没有登记。"


class School:
    """The colleagues, subjects and classes that some rows name, as they stand."""

    def __init__(self, lines, *, on, effective_on):
        values = [line.values for line in lines]
        numbers = {one["number"] for one in values}
        named = {tuple(key) for one in values for key in (*one["classes"], *one["heads"])}
        phones = {one["phone"] for one in values if one.get("phone")}
        self.term = Term.objects.on(on)
        self.classes = Classes(named)
        named = Q(number__in=numbers) | Q(name__in={one["name"] for one in values})
        rows = list(Staff.objects.filter(named).select_related("user"))
        self.staff = {row.number: row for row in rows if row.number in numbers}
        self.namesakes = {}
        for row in rows:
            self.namesakes.setdefault(row.name, []).append(row)
        self.subjects = {row.name: row for row in Subject.objects.all()}
        self.teachings = self._teachings()
        known = [row.pk for row in self.classes.known.values()]
        self.posts = Posts(known, on=on, effective_on=effective_on)
        self.sign_ins = dict(User.objects.filter(phone__in=phones).values_list("phone", "pk"))
        guardians = Guardian.objects.filter(phone__in=phones, staff=None)
        self.guardians = {(row.name, row.phone): row for row in guardians}

    def _teachings(self):
        """{staff pk: [teaching of this term]}"""
        found = {}
        rows = Teaching.objects.filter(
            term=self.term, staff__in=[s.pk for s in self.staff.values()]
        )
        for row in rows.select_related("subject", "school_class") if self.term else ():
            found.setdefault(row.staff_id, []).append(row)
        return found


class Hiring:
    """What one row changes. A blank cell never erases what is known."""

    def __init__(self, line, school, *, on):
        self.line, self.school, self.values, self.on = line, school, line.values, on
        self.changes = []

    def plan(self):
        fault = self._fault()
        if fault:
            self.line.fault("工号", cells.DUPLICATE, fault)
            return
        staff = self._staff()
        if staff.until_on is None:
            self._work(staff)
        self.line.changes = [one for one in self.changes if one]

    def _fault(self):
        """Why the number cannot be this colleague's; "" if it can."""
        number, name, phone = (self.values.get(one) for one in ("number", "name", "phone"))
        staff = self.school.staff.get(number)
        is_same = staff and (is_alike(staff.name, name) or (phone and phone == staff.phone))
        if staff and not is_same:
            return f"这个工号是{staff.name}的，请核对是不是同一人。"
        namesakes = () if staff else self.school.namesakes.get(name, ())
        full = lost_noughts(number, [one.number for one in namesakes])
        if full:
            return f"已有工号是 {full} 的{name}，这里少了或多了前面的 0，请改成一样的。"
        for one in namesakes:
            if phone and one.phone == phone:
                self.line.note(
                    f"已有同名、同手机号的同事，工号是 {one.number}，请核对是不是同一人。"
                )
        return ""

    def _work(self, staff):
        self._own_children(staff)
        if self.values["subjects"] and self.values["classes"]:
            self._teaching(staff)
        for key in self.values["heads"]:
            appoint(self.line, self.school.posts, staff, self._class(key), self.changes)

    def _staff(self):
        said = {name: self.values.get(name) for name in ("gender", "phone", "title", "remark")}
        said = {name: value for name, value in said.items() if value}
        staff, name = self.school.staff.get(self.values["number"]), self.values["name"]
        if staff is None:
            staff = Staff(number=self.values["number"], name=name, **said)
            self.changes.append(new(staff))
            return staff
        if staff.until_on:
            self.line.note("已登记离校，在职情况没有改动。")
        if staff.name != name:
            self.line.brings("renamed", f"姓名由“{staff.name}”改为“{name}”")
        self.changes.append(changed(staff, name=name, name_keys=stored_keys(name), **said))
        if staff.user and staff.user.is_active:
            self._sign_in(staff)
        return staff

    def _sign_in(self, staff):
        """The sign-in follows: name, and the telephone where no colleague signs in with it.

        The first to name a telephone has it; one given up by a colleague in this very file is free
        the next time.
        """
        holder = self.school.sign_ins.setdefault(staff.phone, staff.user_id)
        is_own = bool(staff.phone) and holder == staff.user_id
        if staff.phone and not is_own:
            self.line.note("另一位同事也登记了这个手机号，只能用工号登录。")
        phone = staff.phone if is_own else ""
        self.changes.append(changed(staff.user, name=staff.name, phone=phone))

    def _own_children(self, staff):
        """A guardian with this name and telephone is this colleague."""
        guardian = self.school.guardians.get((staff.name, staff.phone))
        if guardian:
            self.changes.append(changed(guardian, staff=staff))

    def _class(self, key):
        school_class, is_new = self.school.classes.get(key)
        if is_new:
            self.changes.append(new(school_class))
        return school_class

    def _subject(self, name):
        subject = self.school.subjects.get(name)
        if subject is None:
            subject = Subject(name=name, order=len(self.school.subjects) + 1)
            self.school.subjects[name] = subject
            self.changes.append(new(subject))
        return subject

    def _teaching(self, staff):
        """The roster is the truth about the term: what it no longer names has ended."""
        if self.school.term is None:
            return
        wanted = {
            (subject, tuple(key))
            for subject in self.values["subjects"]
            for key in self.values["classes"]
        }
        standing = {
            (row.subject.name, (row.school_class.entry_year, row.school_class.number)): row
            for row in self.school.teachings.get(staff.pk, ())
        }
        ended = [standing[key] for key in sorted(set(standing) - wanted)]
        if ended:
            names = "、".join(f"{row.school_class.name_on(self.on)}{row.subject}" for row in ended)
            self.line.brings("untaught", f"不再任教{names}")
        self.changes += map(gone, ended)
        for subject, key in sorted(wanted - set(standing)):
            row = Teaching(
                term=self.school.term,
                staff=staff,
                subject=self._subject(subject),
                school_class=self._class(key),
            )
            self.changes.append(new(row))
