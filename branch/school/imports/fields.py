"""Cleaners both rosters share, and the classes they name."""

from functools import partial

from branch.rosters import cells, looks
from branch.rosters.cells import CellError
from branch.rosters.importer import Field
from branch.school.class_names import is_class_name
from branch.school.models import SchoolClass

WORDS = partial(cells.words, limit=100)


def class_words(cell, note):
    """A class as it is written; 7.1 counted with may have been class 10."""
    if cells.is_shortened(cell):
        raise CellError(
            cells.BAD_CLASS, f"“{cell}”可能少了末尾的 0，请写成“初一（1）班”的样子，并设为“文本”。"
        )
    return WORDS(cell, note)


def class_names(found):
    """The share of some cells that are written like a class; digits alone may be rooms."""
    texts = [cells.text_of(cell) for cell in found]
    return sum(is_class_name(one) and not one.isdecimal() for one in texts) / len(texts)


NAME = Field(
    "姓名",
    "name",
    cells.person_name,
    ("学生姓名", "教师姓名", "名字"),
    is_required=True,
    looks=looks.names,
)
GENDER = Field("性别", "gender", cells.gender, looks=looks.genders)
REMARK = Field("备注", "remark", partial(cells.words, limit=100), ("说明",))


class Classes:
    """Classes by (entry year, number): those that stand, and those a roster is the first to name."""

    def __init__(self, keys):
        years = {year for year, _ in keys}
        rows = SchoolClass.objects.filter(entry_year__in=years)
        self.known = {(row.entry_year, row.number): row for row in rows}
        self.stood = {row.entry_year for row in rows}

    def get(self, key):
        """(the class, whether it is new)"""
        key = tuple(key)
        is_new = key not in self.known
        if is_new:
            self.known[key] = SchoolClass(entry_year=key[0], number=key[1])
        return self.known[key], is_new

    def doubt(self, school_class, *, on):
        """What to look at where a class is new and its grade is not; "" where the whole grade is."""
        if school_class.entry_year not in self.stood:
            return ""
        return f"门户里还没有{school_class.name_on(on)}，导入后新建这个班；写错了的，请改班级。"
