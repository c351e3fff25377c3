"""The sentences with which a file is turned away, and how large one may be."""

from django.core.exceptions import ValidationError

ROW_LIMIT = 5_000
# lines in all, blank ones and totals included, before anything is laid out in memory
LINE_LIMIT = 20_000
COLUMN_LIMIT = 200
PLAIN = "请在 Excel 里把名册复制到一个新文件，选“粘贴为数值”，另存为 xlsx 后再传。"
DAMAGED = "文件打不开，可能已损坏或加了密码。请用 Excel 重新另存为 xlsx 后再传。"


class RosterError(ValidationError):
    """A file that can't be taken at all; the sentence says why and what to do."""


def too_large(lines, columns):
    return (
        f"表格太大（{lines} 行、{columns} 列），一次最多导入 {ROW_LIMIT} 人。"
        "请只留下名册本身，删去多余的行和列，或分成几份。"
    )
