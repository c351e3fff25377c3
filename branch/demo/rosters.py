"""The rosters of the demo: one imported, one checked and waiting for confirmation."""

import csv
from io import StringIO

from branch.rosters import actions
from branch.school.models import Staff, Term

PUPILS = (
    (
        "学号",
        "姓名",
        "性别",
        "班级",
        "出生年月日",
        "监护人",
        "关系",
        "联系电话",
        "家庭住址",
        "备注",
    ),
    (
        "00-0951",
        "骆一川",
        "男",
        "初一（2）班",
        "2014.3.9",
        "骆广平",
        "父亲",
        "13700000951",
        "望江路 8 号",
        "",
    ),
    (
        "00-0952",
        "柏思宁",
        "女",
        "七年级5班",
        "2014年1月17日",
        "季云英",
        "母亲",
        "137-0000-0952",
        "学林街 21 号",
        "走读",
    ),
    ("00-0953", "", "女", "703", "2013/11/2", "华秀梅", "母亲", "13700000953", "青柳巷 3 号", ""),
    (
        "00-0954",
        "申知远",
        "男",
        "初二(6)班",
        "2013.2.30",
        "申立成",
        "父亲",
        "13700000954",
        "梧桐里 16 号",
        "",
    ),
    (
        "00-0955",
        "裴若安",
        "女",
        "初三1班",
        "2012.6.5",
        "裴建业",
        "父亲",
        "1370000",
        "长堤路 40 号",
        "",
    ),
)


def build_imports(today, now, *, by):
    """Import a roster of staff, and check one of newly arrived students."""
    rows = Staff.objects.filter(pk__in=Staff.objects.all()[8:20].values("pk"))
    staff = [("工号", "姓名", "手机"), *rows.values_list("number", "name", "phone")]
    batch = _checked("staff", "教职工名册-十一月.csv", staff, today, by=by)
    batch = actions.begin_import(batch, skip_errors=False, by=by)
    while batch.state == batch.State.WRITING:
        batch = actions.advance(batch, on=today, at=now, by=by)
    _checked("students", "转入学生.csv", PUPILS, today, by=by)


def _checked(kind, name, rows, today, *, by):
    out = StringIO()
    csv.writer(out).writerows(rows)
    batch = actions.receive_file(
        kind=kind,
        file_name=name,
        content=out.getvalue().encode(),
        effective_on=Term.objects.roll_begins_on(today),
        by=by,
    )
    return actions.check_batch(batch, on=today)
