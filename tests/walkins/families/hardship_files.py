"""A list of hardship families as an aid office sends it, with what must not be kept."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.spreadsheets import xlsx

TITLES = ("序号", "学号", "学生姓名", "班级", "困难等级", "致困原因", "家庭年收入", "备注")
SECRETS = ("特别困难一档", "父亲重病长期卧床", "不足八千三百元", "低保证已经核对")
NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def hardship_file(*pupils, heading="广勤中学2026—2027学年家庭经济困难学生名单"):
    """The bytes of a workbook with one row for each (number, name, class)."""
    rows = [(n, *pupil, *SECRETS) for n, pupil in enumerate(pupils, start=1)]
    rows = [(heading, *SECRETS), TITLES, *rows, ("合计", f"{len(rows)}人", *SECRETS)]
    return xlsx({SECRETS[0]: rows})
