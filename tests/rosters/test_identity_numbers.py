"""An identity number in a roster is stored nowhere, whatever its column is called."""

import pytest

from branch.rosters import actions
from branch.rosters.models import ImportBatch, ImportedRow
from branch.school.models import Student
from tests.spreadsheets import xlsx

pytestmark = pytest.mark.django_db

SECRETS = "44010120130501234X"


def received(*rows, today):
    content = xlsx({"名册": rows})
    return actions.receive_file(
        kind="students", file_name="a.xlsx", content=content, effective_on=today, by=None
    )


@pytest.mark.parametrize(
    "title",
    [
        "身份证号",
        "学籍号",
        "全国学籍号",
        "证件号码",
        "居民身份号码",
        "备注",
        "备注（身份证号）",
        "家庭住址",
    ],
)
def test_an_identity_number_is_nowhere(today, title):
    titles = ("学号", "姓名", "班级", title)
    batch = received(titles, ("1", "甲某", "初一1班", f"G{SECRETS}"), today=today)
    batch = actions.check_batch(batch, on=today)
    batch = actions.begin_import(batch, skip_errors=False, by=None)
    while batch.state == ImportBatch.State.WRITING:
        batch = actions.advance(batch, on=today, at=batch.created_at, by=None)

    row = ImportedRow.objects.get()
    assert Student.objects.get().name == "甲某"
    assert SECRETS not in "".join(str(vars(one)) for one in (row, batch, Student.objects.get()))
    assert any("身份证号" in sentence for sentence in [*batch.remarks, *row.warnings])


def test_an_identity_number_is_no_pupils_number(check):
    found = check(xlsx({"名册": [("学号", "姓名", "班级"), (SECRETS, "甲某", "初一1班")]}))

    assert [(e["column"], e["code"]) for e in found.lines[0].errors] == [("学号", "missing")]
    assert SECRETS not in str(vars(found.lines[0]))


def test_a_column_chosen_by_hand_is_not_read_either(today):
    titles = ("学号", "姓名", "班级", "身份证号")
    batch = received(titles, ("1", "甲某", "初一1班", "证件甲乙丙"), today=today)
    columns = {"学号": 0, "姓名": 1, "班级": 2, "备注": 3}
    chosen = {"top": 0, "height": 1, "columns": columns}

    actions.check_batch(batch, on=today, choices={"名册": chosen})

    assert ImportedRow.objects.get().cells == {"学号": "1", "姓名": "甲某", "班级": "初一1班"}
