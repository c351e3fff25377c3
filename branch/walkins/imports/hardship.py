"""困难家庭名单: whose families the school confirmed in hardship for a school year."""

import re
from dataclasses import replace
from datetime import date

from branch.core.periods import says_year, school_year
from branch.rosters import cells
from branch.rosters.cells import CellError
from branch.rosters.changes import gone, new
from branch.rosters.importer import UNLISTED, Field, Importer, Line, Outcome
from branch.school.class_names import parse_class, tidy
from branch.school.class_places import grade_in
from branch.school.imports.fields import NAME, WORDS, class_words
from branch.school.models import Student
from branch.walkins.families.actions import settle_hardship
from branch.walkins.families.models import FamilyHardship, first_year_kept

from .roll import UNKNOWN, Confirmed, Roll, nearest_day

BAD_YEAR, OTHER_YEAR = "bad_year", "other_year"
YEARS = re.compile(r"(20\d\d)(?:年?[-–—―－~～至/](20\d\d))?(?:学年)?(?:度)?")
YEAR_ABOVE = re.compile(r"(20\d\d)(?:[-–—―－~～至/](20\d\d))?学年")
# of a sheet's name and heading: a school year, a grade of the school; none of hardship
KEPT = re.compile(rf"{YEAR_ABOVE.pattern}|初[一二三]|[七八九]年级")


def _year(match):
    """The first of the two years, None if the second does not follow it."""
    first, second = int(match[1]), int(match[2] or int(match[1]) + 1)
    return first if second == first + 1 else None


def _school_year(cell, note):
    """The year in which a school year begins."""
    if cells.is_empty(cell):
        return None
    match = YEARS.fullmatch(tidy(cells.text_of(cell)))
    year = match and _year(match)
    if not year:
        raise CellError(BAD_YEAR, f"“{cells.text_of(cell)[:20]}”不是一个学年，请写成 2026–2027。")
    return year


class HardshipImporter(Importer):
    """A student a row, by 学号, or by class and name where one student on the roll fits."""

    kind, title, order = "hardship", "困难家庭名单", 40
    permission = "walkins.import_hardship"
    shown_kind, is_confidential = "student", True
    least = "姓名，和学号或者班级"
    hint = (
        "学校资助部门确认的名单，每名学生一行：姓名和学号，没有学号的写班级。"
        "学年写在标题或“学年”一列，不写的按本学年。等级、原因、收入等列不读取。"
    )
    fields = (
        Field("学号", "number", cells.key_number, ("学生学号", "校内学号")),
        # no column of names is guessed by its cells: of this list no title is kept by which a guess could be checked
        replace(NAME, aliases=("学生姓名", "受助学生", "受助学生姓名", "名字"), looks=None),
        Field("班级", "class_text", class_words, ("所在班级", "班别", "行政班", "班", "年级班级")),
        Field("年级", "grade", WORDS, ("所在年级",), is_alternative=True),
        Field("学年", "first_year", _school_year, ("认定学年", "有效学年", "所属学年", "学年度")),
    )
    models = (FamilyHardship,)
    main = FamilyHardship
    outcomes = (Outcome("unlisted", "{} 名学生不在这份名单里", is_optional=True),)

    def shown_by_key(self, keys):
        return dict(Student.objects.filter(number__in=keys).values_list("number", "pk"))

    def kept_name(self, table):
        text = tidy(" ".join(table.places))
        return " ".join(dict.fromkeys(found[0] for found in KEPT.finditer(text)))

    def begins_section(self, text, *, on):
        return bool(YEAR_ABOVE.search(tidy(text)))

    def context(self, table, *, on):
        """The school year and the grade that the sheet's name says, which keeps what the heading said."""
        match = YEAR_ABOVE.search(tidy(table.sheet.name))
        return {
            "first_year": match and _year(match),
            "grade": grade_in(table.sheet.name),
            "earliest": first_year_kept(on),
        }

    def lacking(self, columns, context):
        is_placed = {"学号", "班级"} & set(columns)
        return [*super().lacking(columns, context), *([] if is_placed else ["学号"])]

    def complete(self, line, *, on):
        year = line.values["first_year"] = line.values["first_year"] or school_year(on).start.year
        earliest, latest = line.values.pop("earliest"), school_year(on).start.year + 1
        if not earliest <= year <= latest:
            says = f"这一行是 {says_year(year)}，只登记 {says_year(earliest)}到 {says_year(latest)}的名单。"
            line.fault("学年", BAD_YEAR, says)
        day = nearest_day(year, on=on)
        line.values["day"] = day.isoformat()
        self._place(line, day)

    @staticmethod
    def _place(line, day):
        """The class by its name of that day; needed where there is no number."""
        values = line.values
        text, grade = values.pop("class_text", ""), values.pop("grade", "")
        if values.get("number") or not line.is_good:
            return
        if not text:
            line.fault("学号", cells.MISSING, "请填写学号；没有学号的，请写班级。")
            return
        try:
            values["school_class"] = parse_class(text, on=day, grade=grade)
        except CellError as error:
            line.fault("班级", error.code, error.message)

    def compare(self, lines):
        """Find each row's student; a list is of one school year."""
        good = [line for line in lines if line.is_good]
        for line in good:
            first = good[0].values["first_year"]
            if line.values["first_year"] != first:
                says = f"一份名单只登记一个学年，前面的行是 {says_year(first)}。请分成两份。"
                line.fault("学年", OTHER_YEAR, says)
        good = [line for line in good if line.is_good]
        if good:
            roll = Roll(good, day=date.fromisoformat(good[0].values["day"]))
            for line in good:
                roll.find(line)
        super().compare(lines)

    def unlisted(self, lines, *, on):
        """Who is confirmed for the year and not in the file; nobody with the name of a row in error."""
        years = {line.values["first_year"] for line in lines if line.is_good}
        if not years:
            return []
        named = {line.values.get("name") for line in lines if not line.is_good}
        listed = {line.values["number"] for line in lines if line.is_good}
        rows = FamilyHardship.objects.filter(first_year__in=years).select_related("student")
        return [
            Line(
                "",
                UNLISTED,
                {},
                {"number": row.student.number, "first_year": row.first_year},
                label=f"{row.student.number} {row.student}",
            )
            for row in rows.order_by("student__number")
            if row.student.number not in listed and row.student.name not in named
        ]

    def remarks(self, lines, *, on):
        years = {line.values["first_year"] for line in lines if line.is_good}
        said = [f"登记为 {says_year(year)}的名单。" for year in sorted(years)]
        return [*said, "只读学号、姓名、班级和学年；等级、原因、收入等别的列没有读取，也没有保存。"]

    def plan(self, lines, *, on, effective_on):
        confirmed = Confirmed(lines)
        for line in lines:
            student, row = confirmed.of(line)
            if student is None:
                line.fault("学号", UNKNOWN, "这名学生的学号刚刚改动，请重新检查。")
            elif line.row == UNLISTED:
                line.changes = [gone(row)] if row else []
                line.brings("unlisted", "原来在册，勾选后移出")
            else:
                year = line.values["first_year"]
                added = FamilyHardship(student=student, first_year=year)
                line.changes = [] if row else [new(added)]

    def said_day(self, lines):
        """The first day of the list's school year."""
        years = [line.values["first_year"] for line in lines if line.is_good]
        return date(years[0], 9, 1) if years else None

    def finish(self, *, on, effective_on):
        settle_hardship(effective_on.year, on=on)

    taken_back = finish
