"""Reads and checks a whole file: its rows, their errors, and what they would change."""

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import product

from . import guess, layout, leavers, summary
from .book import ROW_LIMIT, RosterError
from .importer import UNLISTED, Importer, Line

PLAN_AT_ONCE = 500


@dataclass
class Check:
    """The result of a check: each data row with its errors and changes; nothing has been written."""

    lines: list
    # sentences about the file as a whole
    remarks: list = field(default_factory=list)

    @property
    def counts(self):
        return tally(line.verdict for line in self.lines) | {
            "rows": len(self.lines),
            "warnings": sum(bool(line.warnings) for line in self.lines),
            "outcomes": sum(bool(line.outcomes) for line in self.lines),
            "unlisted": sum(line.row == UNLISTED for line in self.lines),
        }

    @property
    def outcomes(self):
        return summary.outcomes_of(self.lines)

    @property
    def warnings(self):
        return summary.warnings_of(self.lines)


def tally(verdicts):
    """The number of rows of each verdict, and of all good ones."""
    counted = Counter(verdicts)
    errors = counted.pop("error", 0)
    kinds = {name: counted[name] for name in ("new", "changed", "unchanged")}
    return kinds | {"good": counted.total(), "errors": errors}


def tables_of(importer, book, *, choices=None, remembered=None):
    """(the tables to read, sentences about the sheets left out).

    `choices` {sheet: {...}} override what is found; `remembered(titles)` is what was chosen for the
    titles of an earlier file.
    """
    tables, remarks = [], []
    for sheet in book.sheets:
        chosen = (choices or {}).get(sheet.name, {})
        if chosen.get("skip"):
            continue
        table = _table(sheet, importer, chosen, remembered)
        if table is None:
            if any(cell for row in sheet.rows for cell in row):
                why = "里的人已经离开" if leavers.is_left_out(sheet) else "里没有找到表头"
                remarks.append(f"工作表“{sheet.name}”{why}，没有读入。")
        else:
            tables.append(table)
    if not tables:
        least = importer.least or "、".join(one.label for one in importer.fields if one.is_required)
        other = "".join(instead(importer, sheet) for sheet in book.sheets[:1])
        raise RosterError(f"没有找到表头。{importer.title}要有一行列标题，至少有：{least}。{other}")
    return tables, remarks


def choices_of(importer, book, *, columns, answer):
    """What was said of a file at once, as `choices`: {field label: title of its column}, and the answer."""
    labels = {one.label for one in importer.fields}
    unknown = [label for label in columns if label not in labels]
    if unknown:
        raise RosterError(
            f"{importer.title}没有“{unknown[0]}”这一列，有：{'、'.join(sorted(labels))}。"
        )
    wanted = {label: layout.tidy(title) for label, title in columns.items()}
    found = {sheet.name: _said_of(sheet, importer, wanted) for sheet in book.sheets}
    for label, title in columns.items():
        if not any(label in one.get("columns", {}) for one in found.values()):
            raise RosterError(f"文件里没有叫“{title}”的一列。")
    return {name: one | ({"answer": answer} if answer else {}) for name, one in found.items()}


def _said_of(sheet, importer, wanted):
    """The header that has most of the wanted titles, and the columns with those chosen put first."""
    if not wanted:
        return {}
    best, tops = {}, range(min(layout.HEADER_DEPTH, len(sheet.rows)))
    for top, height in product(tops, layout.HEIGHTS):
        table = layout.table_at(sheet, importer.fields, top, height)
        titles = [layout.tidy(own or above) for above, own in table.titles] if table else []
        chosen = {label: titles.index(title) for label, title in wanted.items() if title in titles}
        if len(chosen) > len(best.get("chosen", {})):
            best = {"top": top, "height": height, "chosen": chosen, "table": table}
    if not best:
        return {}
    chosen, table = best.pop("chosen"), guess.completed(best.pop("table"), importer.fields)
    others = {label: n for label, n in table.columns.items() if n not in chosen.values()}
    return best | {"columns": others | chosen}


def likelier_kind(importer, sheet, *, known):
    """The title of another kind of roster that has more columns of a sheet than the `known` ones of this, or None."""
    others = [one for one in Importer.every() if one.kind != importer.kind]
    others = [one for one in others if not one.is_confidential]
    found = ((layout.find_table(sheet, other.fields), other) for other in others)
    counted = [(len(table.columns), other.title) for table, other in found if table]
    count, title = max(counted, default=(0, ""))
    return title if count > known else None


def instead(importer, sheet, *, known=0):
    """A sentence where a sheet has more columns of another kind of roster than the `known` ones of this, else ""."""
    other = likelier_kind(importer, sheet, known=known)
    return f"列标题更像{other}，请核对是不是选错了名册。" if other else ""


def _table(sheet, importer, chosen, remembered):
    if "top" in chosen:
        table = layout.table_at(sheet, importer.fields, chosen["top"], chosen["height"])
        table = table and guess.completed(table, importer.fields)
    else:
        table = layout.find_table(sheet, importer.fields)
    if table is None:
        return None
    earlier = remembered(table.titles) if remembered else None
    if "columns" in chosen:
        table = _with_columns(table, importer, chosen["columns"])
    elif earlier is not None:
        table = _with_columns(table, importer, earlier, is_remembered=True)
    return replace(table, answer=chosen.get("answer", ""))


def _with_columns(table, importer, chosen, *, is_remembered=False):
    """The table with the columns somebody chose; those chosen for an earlier file are said like guesses."""
    columns = {
        one.label: chosen[one.label]
        for one in importer.fields
        if _may_be_read(table, chosen.get(one.label))
    }
    found = {label for label, index in columns.items() if table.columns.get(label) == index}
    said = found & table.guesses.keys() | (columns.keys() - found if is_remembered else set())
    return replace(
        table,
        columns=columns,
        unread=[
            guess.said(pair) for n, pair in enumerate(table.titles) if _is_left(table, columns, n)
        ],
        guesses={label: _title(table.titles[columns[label]]) for label in columns if label in said},
    )


def _is_left(table, columns, index):
    """Whether a column has a title and nobody reads it."""
    read = {*columns.values(), *table.never_read, table.ordinal}
    return any(table.titles[index]) and index not in read


def _title(pair):
    above, own = pair
    return own or above


def _may_be_read(table, index):
    """Whether a column chosen by hand exists and has no identity numbers."""
    is_there = index is not None and 0 <= index < len(table.titles)
    return is_there and not layout.is_never_read(*table.titles[index])


def check(importer, book, *, on, effective_on, choices=None, remembered=None):
    """Read all rows, clean their cells, compare them, and plan what they would change."""
    tables, remarks = tables_of(importer, book, choices=choices, remembered=remembered)
    # one column more is chance
    other = likelier_kind(importer, tables[0].sheet, known=len(tables[0].columns) + 1)
    if other:
        remarks.insert(0, f"列标题更像{other}，不像{importer.title}，请核对是不是选错了名册。")
    lines, others = [], []
    for table in tables:
        if "姓名" not in table.columns and importer.lacking(table.columns, {}):
            others.append(table)
            continue
        said, found = read_table(importer, table, on=on)
        remarks += said
        lines += found
    remarks += [f"工作表“{one.sheet.name}”不像{importer.title}，没有读入。" for one in others]
    if not lines:
        raise _nobody(importer, others, on=on)
    if len(lines) > ROW_LIMIT:
        raise RosterError(f"文件里有 {len(lines)} 人，一次最多导入 {ROW_LIMIT} 人，请分成几份。")
    importer.compare(lines)
    lines += importer.unlisted(lines, on=on)
    remarks += importer.remarks(lines, on=on)
    plan(importer, lines, on=on, effective_on=effective_on)
    return Check(lines, list(dict.fromkeys(remarks)))


def _nobody(importer, others, *, on):
    """The refusal of a file without people: the column it lacks, where it lacks one."""
    for table in others:
        _refuse_lacking(importer, table, importer.context(table, on=on))
    return RosterError("表头下面没有人。请核对是不是选对了文件。")


def _refuse_lacking(importer, table, context):
    lacking = importer.lacking(table.columns, context)
    if lacking:
        name = table.sheet.name
        where = f"工作表“{name}”" if name else "文件"
        titles = "、".join(own or above for above, own in table.titles if own or above)
        raise RosterError(
            f"{where}缺少“{'”“'.join(lacking)}”一列，请补上后再导入。读到的列标题是：{titles[:100]}。"
            + instead(importer, table.sheet, known=len(table.columns))
        )


def plan(importer, lines, *, on, effective_on):
    """Plan the good rows in portions, and set the verdict of each row."""
    good = [line for line in lines if line.is_good]
    for line in good:
        line.outcomes = []
    for start in range(0, len(good), PLAN_AT_ONCE):
        importer.plan(good[start : start + PLAN_AT_ONCE], on=on, effective_on=effective_on)
    for line in lines:
        line.verdict = _verdict(importer, line)


def _verdict(importer, line):
    if not line.is_good:
        return "error"
    if any(one.op == "new" and isinstance(one.record, importer.main) for one in line.changes):
        return "new"
    return "changed" if line.changes else "unchanged"


def read_table(importer, table, *, on):
    """(sentences about the sheet, its lines)"""
    context = importer.context(table, on=on)
    if table.answer:
        context = importer.answered(table.answer, on=on) | {k: v for k, v in context.items() if v}
    records = list(layout.records(table))
    # a line under the people, as 七年级1、2班 before a signature, begins a list of nobody
    is_asked = importer.asks and importer.lacking(table.columns, context) == [importer.asks[0]]
    if records or not is_asked:
        _refuse_lacking(importer, table, context)
    fields, lines, hidden = importer.fields_on(on), [], 0
    for number, cells, goes_on in records:
        if goes_on and lines:
            lines[-1].note(f"第 {number} 行和上一行合并，其余内容没有读入。")
            continue
        line = Line(table.sheet.name, number, cells)
        importer.read(line, fields, context, on=on)
        lines.append(line)
        hidden += number - 1 in table.sheet.hidden
    return _remarks(table, hidden) + importer.doubts(table, on=on), lines


def _remarks(table, hidden):
    said = [f"“{title}”一列当作“{label}”读入，请核对。" for label, title in table.guesses.items()]
    if hidden:
        name = f"工作表“{table.sheet.name}”" if table.sheet.name else "文件"
        said.append(f"{name}有 {hidden} 行被筛选或隐藏，也已读入。")
    if table.never_read:
        said.append(f"“{'”“'.join(table.never_read.values())}”可能是身份证号，本系统从不读取。")
    if table.unread:
        said.append(f"没有用到的列：{'、'.join(table.unread)}。")
    return said
