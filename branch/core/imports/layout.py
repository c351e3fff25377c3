"""Where the header of a sheet is and which column means what, for one row of titles or two."""

import re
import unicodedata
from dataclasses import dataclass, field

from .cells import text_of

HEADER_DEPTH = 20
HEIGHTS = (1, 2)
ORDINALS = {"序号", "编号", "no", "no.", "号"}
# Never read, whatever stands in them: they hold or contain an identity number.
NEVER_READ = re.compile(r"身份证|证件号|学籍号|公民身份")
FOOT = re.compile(
    r"^(?:本?[页班级校组]?(?:合|总|小|共)计|总人?数|人数|共\d*[名人]|(?:男|女)生?[:：]?\d*[名人]?$)"
)
REMARK = re.compile(r"^(?:注|备注|说明|附注|填表说明|填报说明|要求|单位)[:：]")
SIGNATURE = re.compile(r"签字|签名|盖章|填表人|填报|审核人|制表|负责人签|联系人[:：]|班主任[:：]")


@dataclass(frozen=True)
class Table:
    """One sheet as it will be read: rows from `first_row` (0-based) on, `columns` {field label: index}."""

    sheet: object
    top: int
    height: int
    columns: dict
    titles: list
    ordinal: int | None = None
    unread: list = field(default_factory=list)
    # {index: title}
    never_read: dict = field(default_factory=dict)

    @property
    def first_row(self):
        return self.top + self.height

    @property
    def heading(self):
        """What stands above the header, on one line: the title of the sheet."""
        return " ".join(
            text_of(cell) for row in self.sheet.rows[: self.top] for cell in row if cell
        )


def tidy(title):
    """姓 名*（必填）→ 姓名"""
    text = unicodedata.normalize("NFKC", text_of(title))
    text = re.sub(r"[\s*:：※]", "", text).lower()
    return re.sub(r"\(.*?\)", "", text) or text.strip("()")


def find_table(sheet, fields):
    """The header that names most of the fields; None where fewer than two are named."""
    best = None
    for top in range(min(HEADER_DEPTH, len(sheet.rows))):
        for height in HEIGHTS:
            table = table_at(sheet, fields, top, height)
            # one row of titles before two, the upper before the lower
            if table and (best is None or len(table.columns) > len(best.columns)):
                best = table
    return best if best and len(best.columns) > 1 else None


def table_at(sheet, fields, top, height):
    """The table under a header that begins at row `top` (0-based); None past the end of the sheet."""
    if top + height > len(sheet.rows):
        return None
    titles = _titles(sheet, top, height)
    columns, unread, never_read, ordinal = {}, [], {}, None
    for index, (group, own) in enumerate(titles):
        label = _field(fields, group, own)
        if NEVER_READ.search(tidy(group) + tidy(own)):
            never_read[index] = own or group
        elif label and label not in columns:
            columns[label] = index
        elif tidy(own or group) in ORDINALS and ordinal is None:
            ordinal = index
        elif own or group:
            unread.append(own or group)
    return Table(sheet, top, height, columns, titles, ordinal, unread, never_read)


def _titles(sheet, top, height):
    """(group, own title) of each column; one row of titles has no groups."""
    rows = [sheet.rows[top + n] for n in range(height)]
    width = max(map(len, rows))
    lines = [[text_of(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    if height == 1:
        return [("", own) for own in lines[0]]
    return list(zip(_spread(sheet, top, lines), lines[1], strict=True))


def _spread(sheet, top, lines):
    """The upper titles, each over the columns it spans: by its merge, or to the right where none is known."""
    upper, lower = list(lines[0]), lines[1]
    spans = {(left): right for row, left, _, right in sheet.merges if row == top}
    index = 0
    while index < len(upper):
        last = spans.get(index, index)
        while last == index and not sheet.merges and index + 1 < len(upper):
            if upper[index + 1] or not lower[index + 1] or not upper[index]:
                break
            upper[index + 1] = upper[index]
            index = last = index + 1
        for column in range(index + 1, min(last + 1, len(upper))):
            upper[column] = upper[index]
        index = last + 1
    return upper


def _field(fields, group, own):
    """The label of the field a title means, or ""."""
    above, title = tidy(group), tidy(own)
    if not title:
        above, title = "", above
    for one in fields:
        if above and one.is_inside(above, title):
            return one.label
    is_foreign = any(above and one.owns(above) for one in fields)
    for one in fields:
        if title in one.titles and not (is_foreign and not one.inside):
            return one.label
    for one in fields:
        if above and above + title in one.titles:
            return one.label
    return ""


def records(table):
    """(row number from 1, cells by field label, whether it goes on with the row above) of each data row."""
    spread = _spread_down(table)
    key_column = next(iter(table.columns.values()))
    for number in range(table.first_row, len(table.sheet.rows)):
        row = table.sheet.rows[number]
        if _is_beside(row, table) or _repeats_header(row, table):
            continue
        cells = {
            label: spread.get((number, index), row[index] if index < len(row) else "")
            for label, index in table.columns.items()
        }
        if any(text_of(cell) for cell in cells.values()):
            goes_on = (number, key_column) in spread
            yield number + 1, cells, goes_on


def _spread_down(table):
    """{(row, column): cell} of what a merge downwards says for the rows below its first."""
    rows = table.sheet.rows
    return {
        (number, left): rows[top][left]
        for top, left, bottom, _ in table.sheet.merges
        if top >= table.first_row and bottom > top and left < len(rows[top])
        for number in range(top + 1, bottom + 1)
    }


def _is_beside(row, table):
    """Whether a line is no person: blank, a total, a remark, a signature, a heading between."""
    filled = [(index, tidy_line(cell)) for index, cell in enumerate(row) if text_of(cell)]
    if not filled:
        return True
    texts = [text for _, text in filled]
    if any(FOOT.match(text) for text in texts[:2]) or any(map(SIGNATURE.search, texts)):
        return True
    if REMARK.match(texts[0]):
        return True
    ordinal = dict(filled).get(table.ordinal)
    if ordinal is not None and not re.fullmatch(r"[\d.]+", ordinal):
        return True
    return _is_heading(filled, table)


def _is_heading(filled, table):
    """One word alone that is no number: 语文组, between the people of two departments."""
    read = [(index, text) for index, text in filled if index in table.columns.values()]
    if not read:
        return True
    index, text = read[0]
    is_key = index == next(iter(table.columns.values()))
    return len(filled) == 1 and is_key and not re.search(r"\d", text)


def tidy_line(cell):
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text_of(cell)))


def _repeats_header(row, table):
    """The titles again at the top of a printed page."""
    titles = [tidy(own or group) for group, own in table.titles]
    said = {tidy(cell) for cell in row if text_of(cell)}
    known = {titles[index] for index in table.columns.values()}
    return len(said & known) > 1 and said <= set(titles) | {
        tidy(group) for group, _ in table.titles
    }
