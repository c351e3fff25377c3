"""学生名册: who is in which class, and which family they come from."""

import re
from dataclasses import replace
from datetime import date
from functools import partial

from branch.rosters import cells, looks
from branch.rosters.cells import CellError
from branch.rosters.importer import Field, Importer, Outcome
from branch.rosters.lines import TOTAL
from branch.rosters.refusal import RosterError
from branch.school.actions import deal_roll_numbers
from branch.school.class_names import is_number_of_class, parse_class
from branch.school.class_places import Place, class_in, class_said, grade_in, several
from branch.school.models import (
    Enrolment,
    Family,
    FamilyNumber,
    Guardian,
    HeadTeacherPost,
    RollNumber,
    SchoolClass,
    Student,
)

from .fields import GENDER, NAME, REMARK, WORDS, class_names, class_words
from .heads import HEADS_CHANGE
from .placing import Placing
from .roll import Roll
from .terms import OfATerm

EARLIEST_BIRTH = date(1990, 1, 1)
HOUSEHOLD = ("家长", "监护人")
NAMES = ("姓名", "名字")
PHONES = ("电话", "手机", "联系电话", "手机号码", "手机号", "联系方式", "电话号码")
# of a parent alone: a column called 号 or 联系 and nothing else is anything
OF_A_PARENT = (*PHONES, "联系手机", "号码", "号", "联系")
# what else they are called; a whole title or what stands before 姓名 or 电话, so that 舅妈 and 爸爸的妈妈 are neither
FATHER, MOTHER = r"父亲?|老?爸爸?", r"母亲?|老?妈妈?"
EITHER = rf"(?:家庭)?成员(?:或监护人)?|家长|监护人|(?:{FATHER})(?:或者?|和|及|与)?(?:{MOTHER})|(?:{MOTHER})(?:或者?|和|及|与)?(?:{FATHER})"
RELATION = partial(cells.words, limit=10)


def _head_teacher(cell, note):
    """A colleague's name or number."""
    said = cells.person_name(cell, lambda sentence: None)
    return said.upper() if re.search(r"\d", said) else said


def _parent(label, about):
    """The two columns of rosters that give father and mother each their own."""
    phones = tuple(label + phone for phone in PHONES)
    return (
        Field(
            label,
            f"{label}.name",
            cells.adult_name,
            (f"{label}姓名",),
            inside=(label,),
            own=NAMES,
            about=about,
            is_alternative=True,
            looks=looks.adults,
        ),
        Field(
            f"{label}电话",
            f"{label}.phone",
            cells.phone,
            phones,
            inside=(label,),
            own=OF_A_PARENT,
            about=about,
            shown_as="联系电话",
            is_alternative=True,
            looks=looks.phones,
        ),
    )


class StudentImporter(OfATerm, Importer):
    """One pupil a row; the class in a column or in the sheet's name."""

    kind, title, order = "students", "学生名册", 30
    permission = "school.import_student"
    shown_kind, has_effective_on = "student", True
    hint = "每名学生一行，至少有学号和姓名。班级写成一列，或者写在标题、工作表名或文件名里。"
    asks = ("班级", "这些学生都在哪个班")
    fields = (
        Field(
            "学号",
            "number",
            cells.key_number,
            ("学生学号", "校内学号"),
            is_required=True,
            looks=looks.numbers,
        ),
        NAME,
        Field(
            "班级",
            "class_text",
            class_words,
            ("所在班级", "班别", "行政班", "班"),
            looks=class_names,
        ),
        Field("年级", "grade", WORDS, ("所在年级",), is_alternative=True),
        replace(GENDER, aliases=("学生性别",)),
        Field(
            "出生年月日",
            "born_on",
            cells.day,
            ("出生日期", "出生年月", "出生", "生日", "学生出生年月日", "学生出生日期"),
        ),
        Field(
            "监护人",
            "guardian.name",
            cells.adult_name,
            ("监护人姓名", "家长", "家长姓名", "第一监护人"),
            inside=HOUSEHOLD,
            own=NAMES,
            about=EITHER,
            looks=looks.adults,
        ),
        Field(
            "关系",
            "guardian.relation",
            RELATION,
            ("与学生关系", "监护人关系", "与监护人关系", "与本人关系"),
            inside=HOUSEHOLD,
        ),
        Field(
            "联系电话",
            "guardian.phone",
            cells.phone,
            (*PHONES, "监护人电话", "家长电话", "家长手机", "监护人联系电话", "家长联系电话"),
            inside=HOUSEHOLD,
            own=OF_A_PARENT,
            about=EITHER,
            looks=looks.phones,
        ),
        *_parent("父亲", FATHER),
        *_parent("母亲", MOTHER),
        Field(
            "家庭住址", "address", WORDS, ("住址", "家庭地址", "现住址", "居住地址", "家庭详细住址")
        ),
        Field("班主任", "head", _head_teacher, ("班主任姓名", "班主任老师", "班主任工号")),
        REMARK,
    )
    models = (SchoolClass, Family, Student, Guardian, Enrolment, HeadTeacherPost)
    main, derived = Student, (RollNumber, FamilyNumber)
    outcomes = (
        Outcome("moved", "{} 名学生调班", is_ending=True),
        HEADS_CHANGE,
        Outcome("joined", "{} 个家庭并入另一个", is_ending=True),
        Outcome("returned", "{} 名学生曾登记离校，重新在班"),
        Outcome("renamed", "{} 名学生改姓名"),
    )

    def shown_by_key(self, keys):
        return dict(Student.objects.filter(number__in=keys).values_list("number", "pk"))

    def fields_on(self, on):
        birth = partial(cells.day, earliest=EARLIEST_BIRTH, latest=on)
        return [replace(one, clean=birth) if one.name == "born_on" else one for one in self.fields]

    def begins_section(self, text, *, on):
        """Whether a line between pupils begins another list: it names a class, the number of one, or several classes."""
        return (
            class_in(text, on=on) is not None
            or is_number_of_class(text)
            or (bool(several(text, on=on)) and not re.search(TOTAL, text))
        )

    def answered(self, said, *, on):
        try:
            return {"class_here": parse_class(said, on=on)}
        except CellError as error:
            raise RosterError(error.message) from error

    def context(self, table, *, on):
        """The class, or at least the grade, that the nearest of its titles, the sheet or the file says."""
        grade = next(filter(None, map(grade_in, table.places)), "")
        here, doubt = _class_said(table, on)
        # a blank cell in a column of classes is filled by what nothing contradicts
        is_sure = not doubt or "班级" not in table.columns
        return {"class_here": here if is_sure else None, "grade": grade}

    def doubts(self, table, *, on):
        """Where the places around a list contradict each other."""
        return [] if "班级" in table.columns else list(filter(None, [_class_said(table, on)[1]]))

    def says_of(self, table, *, on):
        here = self.context(table, on=on)["class_here"]
        if not here or "班级" in table.columns:
            return ""
        return f"{table.sheet.name}：{SchoolClass(entry_year=here[0], number=here[1]).name_on(on)}"

    def lacking(self, columns, context):
        named = "班级" in columns or context.get("class_here")
        return [*super().lacking(columns, context), *([] if named else ["班级"])]

    def complete(self, line, *, on):
        values = line.values
        self._place(line, values.pop("class_text", ""), on=on)
        values["guardians"] = list(_guardians(values, line.not_kept))

    @staticmethod
    def _place(line, text, *, on):
        """The class of a row: by its cell, with the grade that its titles say, or by its titles alone."""
        values = line.values
        here, grade = values.pop("class_here", None), values.pop("grade", "")
        if any(one["column"] == "班级" for one in line.errors):
            return
        try:
            values["school_class"] = parse_class(text, on=on, grade=grade) if text else here
        except CellError as error:
            line.fault("班级", error.code, error.message)
            return
        if not values["school_class"]:
            line.fault("班级", cells.MISSING, "请填写班级。")
        elif not text or is_number_of_class(text):
            # the row alone, taken out to be mended, has no sheet to say it
            year, number = values["school_class"]
            line.cells["班级"] = SchoolClass(entry_year=year, number=number).name_on(on)

    def compare(self, lines):
        """Of a class whose rows name several head teachers the first counts."""
        super().compare(lines)
        named = {}
        for line in lines:
            said = line.values.get("head")
            if line.is_good and said:
                first = named.setdefault(tuple(line.values["school_class"]), said)
                if first != said:
                    line.values["head"] = ""
                    line.note(f"本班班主任在前面写的是“{first}”，“{said}”没有登记。")

    def plan(self, lines, *, on, effective_on):
        roll = Roll(lines, on=on, effective_on=effective_on)
        for line in lines:
            Placing(line, roll, on=on, effective_on=effective_on).plan()

    def finish(self, *, on, effective_on):
        """Give those who are new their numbers of the term."""
        deal_roll_numbers(on=on)


def _class_said(table, on):
    above = [Place("标题", text) for text in reversed(table.headings)]
    around = [Place("工作表", table.sheet.called), Place("文件名", table.sheet.file)]
    return class_said(above, around, on=on)


def _guardians(values, not_kept):
    """(name, relation, phone) of each adult a row names; one with a telephone alone is called by the relation."""
    for key in ("guardian", "父亲", "母亲"):
        name, phone = values.pop(f"{key}.name", ""), values.pop(f"{key}.phone", "")
        relation = values.pop("guardian.relation", "") if key == "guardian" else key
        if (name or phone) and f"{key}.name" not in not_kept:
            yield name or relation or "监护人", relation, phone
