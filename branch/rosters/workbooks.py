"""The spreadsheets an import gives out: an empty roster, and the rows to be mended."""

from .models import ImportedRow


def template_workbook(importer):
    """An empty roster with the titles the portal knows best."""
    columns = [(one.label, 12) for one in importer.fields if not one.is_alternative]
    return _workbook(
        title=importer.title,
        head=[importer.title],
        columns=columns,
        rows=[],
        foot=[f"注：{importer.hint}学号、工号和电话请设为“文本”格式。"],
    )


def problems_workbook(batch):
    """The rows in error as they were read, each with what is wrong: mend them here and upload this file."""
    importer = batch.importer
    rows = list(batch.lines.filter(verdict=ImportedRow.Verdict.ERROR))
    used = {label for row in rows for label in row.cells}
    labels = [one.label for one in importer.fields if one.label in used]
    lines = [
        [*(row.cells.get(label, "") for label in labels), row.sheet, str(row.row), _problems(row)]
        for row in rows
    ]
    content = _workbook(
        title=importer.title,
        head=[f"{importer.title}：要改的行"],
        columns=[(label, 12) for label in labels] + [("工作表", 10), ("原行号", 6), ("问题", 40)],
        rows=lines,
        foot=["注：改好后把这份文件再上传一次，其余的行不用重复。"],
    )
    return content, rows


def _workbook(**sheet):
    """The bytes of a workbook; what writes it is loaded with the first, for most workers write none."""
    from branch.core.spreadsheet import workbook_bytes

    return workbook_bytes(**sheet)


def _problems(row):
    return "".join(f"{one['column']}：{one['message']}" for one in row.errors)
