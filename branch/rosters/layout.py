"""Where the header of a sheet is and which column means what, for one row of titles or two."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import zip_longest

from . import guess
from .cells import Formula, is_empty, text_of

HEADER_DEPTH = 20
HEIGHTS = (1, 2)
# as many rows say what a column holds
SAMPLE = 200
ORDINALS = {"序号", "编号", "no", "no.", "号"}
# Never read, whatever stands in them: they hold or contain an identity number.
NEVER_READ = re.compile(r"身份证|身份号|证件号|学籍.{0,2}号|公民身份")
TOTAL = r"(?:合|总|小|共)计"
FOOT = re.compile(
    rf"^(?:[^\d:：]{{0,8}}{TOTAL}(?:$|[\d:：(])|总?人数|共\d+[名人]|\d{{1,4}}[名人]?$|(?:男|女)生?[:：]?\d*[名人]?(?:$|[,，、;]))"
)
TOTALLED = re.compile(rf"^[^\d:：]{{0,8}}{TOTAL}(?:$|[\d:：(])")
REMARK = re.compile(
    r"^[(【*※]?(?:注|备注|说明|附注|注意|注意事项|填表说明|填报说明|要求|单位)\d*[】]?[:：、.]"
)
SIGNATURE = re.compile(r"签字|签名|盖章|填表人|填报|审核人|制表|负责人签|联系人[:：]|班主任[:：]")
HAN = re.compile(r"[\u3400-\u9fff]")
DAY_ALONE = re.compile(r"\d{4}[-./年]\d{1,2}(?:[-./月]\d{0,2}日?)?$")
SENTENCE = re.compile(r"[,，。:：;；]")
SECTION = re.compile(r"(?:组|部|处|室|科|班|年级)$")
# as short as this a number beside a word may also be a count
COUNT = 3
# so many words without a number and a name are no person
FEW = 2
# and so many beside a short number are one, though the name is missing
MANY = 4


@dataclass(frozen=True)
class Table:
    """One sheet as it will be read: rows from `first_row` (0-based) on, `columns` {field label: index}.

    The columns stand in the order of the fields: the first is the key's.
    """

    sheet: object
    top: int
    height: int
    columns: dict
    titles: list
    ordinal: int | None = None
    unread: list = field(default_factory=list)
    # {index: title}
    never_read: dict = field(default_factory=dict)
    # {field label: title} of the columns that no known title names
    guesses: dict = field(default_factory=dict)
    # what somebody answered to the importer's question about all rows
    answer: str = ""

    @property
    def first_row(self):
        return self.top + self.height

    @property
    def key_column(self):
        """None under a row somebody chose that names no field at all."""
        return next(iter(self.columns.values()), None)

    @cached_property
    def said_above(self):
        """Every title of the header, each as it would be repeated on the next printed page."""
        return {tidy(text) for pair in self.titles for text in pair if text}

    @cached_property
    def samples(self):
        """What the first rows hold in each column, without its title where a page repeats it and without headings."""
        rows = self.sheet.rows[self.first_row : self.first_row + SAMPLE]
        rows = [row for row in rows if sum(not is_empty(cell) for cell in row) > 1]
        return [
            [cell for cell in cells if not is_empty(cell) and text_of(cell) not in titles]
            for titles, *cells in zip_longest(self.titles, *rows, fillvalue="")
        ]

    @property
    def heading(self):
        """What stands above the header, on one line: the title of the sheet."""
        return " ".join(self.headings)

    @property
    def headings(self):
        """Each line above the header, the nearest last."""
        lines = ([text_of(cell) for cell in row if cell] for row in self.sheet.rows[: self.top])
        return [" ".join(line) for line in lines if line]

    @property
    def places(self):
        """Where the class or the grade may be said, the nearest first: above, on the sheet, in the file's name."""
        return [*reversed(self.headings), self.sheet.called, self.sheet.file]


def tidy(title):
    """姓 名*（必填）→ 姓名"""
    return _tidied(text_of(title))


@lru_cache(maxsize=2048)
def _tidied(text):
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[\s*:：※]", "", text).lower()
    return re.sub(r"\(.*?\)|【.*?】|\[.*?\]", "", text) or text.strip("()【】[]")


def find_table(sheet, fields):
    """The header that names most of the fields; None where fewer than two are named and none can be guessed."""
    first = first_filled(sheet)
    tops = range(first, min(first + HEADER_DEPTH, len(sheet.rows)))
    found = _by_known_titles(sheet, fields, tops)
    if found is None or not required(fields) <= set(found.columns):
        return _by_guesses(sheet, fields, tops, found)
    return guess.completed(found, fields)


def first_filled(sheet):
    """The first row that says something; 0 where none does."""
    return next((n for n, row in enumerate(sheet.rows) if any(map(text_of, row))), 0)


def known_titles(fields):
    return set().union(*(one.inner_titles for one in fields))


def required(fields):
    return {one.label for one in fields if one.is_required}


def _by_known_titles(sheet, fields, tops):
    best, known = None, known_titles(fields)
    for top in tops:
        if best and best.top < top - 1 and required(fields) <= set(best.columns):
            break
        if sum(tidy(cell) in known for row in sheet.rows[top : top + 2] for cell in row) < 2:
            continue
        for height in HEIGHTS:
            table = table_at(sheet, fields, top, height)
            if table and (best is None or worth(table) > worth(best)):
                best = table
    return best if best and len(best.columns) > 1 else None


def _by_guesses(sheet, fields, tops, known):
    """The table that guesses complete; the one known so far where none has what is required."""
    known = known and guess.completed(known, fields)
    if known and required(fields) <= set(known.columns):
        return known
    for top in tops:
        table = table_at(sheet, fields, top, 1)
        found = guess.completed(table, fields) if _is_titles(table) else table
        is_whole = len(found.columns) > 1 and required(fields) <= set(found.columns)
        if is_whole and not _is_somebody(found, fields[0]):
            return found
    return known


def _is_somebody(table, key):
    """Whether the row of titles is a person's: it has a number where the number's title would be."""
    said = table.sheet.rows[table.top][table.key_column]
    return bool(key.looks and key.looks([said]))


def _is_titles(table):
    """Whether a row may be titles: two texts or more, none twice and none a number."""
    row = [cell for cell in table.sheet.rows[table.top] if text_of(cell)]
    texts = [tidy(cell) for cell in row]
    are_words = all(isinstance(cell, str) and not re.fullmatch(r"[\d\W]+", cell) for cell in row)
    return len(texts) > 1 and are_words and len(set(texts)) == len(texts)


def worth(table):
    """Most columns first, then one row of titles before two: the upper may be the sheet's own title."""
    return len(table.columns), -table.height


def table_at(sheet, fields, top, height):
    """The table under a header that begins at row `top` (0-based); None past the end of the sheet."""
    if top + height > len(sheet.rows):
        return None
    titles = _titles(sheet, top, height)
    columns, unread, never_read, ordinal = {}, [], {}, None
    for index, (group, own) in enumerate(titles):
        label = label_of(fields, group, own)
        if is_never_read(group, own):
            never_read[index] = own or group
        elif label and label not in columns:
            columns[label] = index
        elif tidy(own or group) in ORDINALS and ordinal is None:
            ordinal = index
        elif own or group:
            unread.append(own or group)
    columns = {one.label: columns[one.label] for one in fields if one.label in columns}
    return Table(sheet, top, height, columns, titles, ordinal, unread, never_read)


def is_never_read(group, own):
    """Whether a column holds identity numbers, by its title or the one above."""
    return bool(NEVER_READ.search(tidy_line(group) + tidy_line(own)))


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
    spans = {left: right for row, left, _, right in sheet.merges if row == top}
    index = 0
    while index < len(upper):
        last = spans.get(index) or _last_unmerged(upper, lower, index, spans)
        for column in range(index + 1, min(last + 1, len(upper))):
            upper[column] = upper[index]
        index = last + 1
    return upper


def _last_unmerged(upper, lower, index, spans):
    """A title over titles goes on to the right while nothing else stands above them."""
    last = index
    while upper[index] and lower[index] and last + 1 < len(upper):
        if upper[last + 1] or not lower[last + 1] or last + 1 in spans:
            break
        last += 1
    return last


def label_of(fields, group, own):
    """The label of the field a title means, or ""."""
    above, title = tidy(group), tidy(own)
    if not title:
        above, title = "", above
    for one in fields:
        if above and one.is_inside(above, title):
            return one.label
    is_owned = any(above and one.owns(above) for one in fields)
    is_foreign = is_owned or bool(guess.OTHERS.search(above))
    # whom to ring is the guardian's; the telephone of an aunt or of the head teacher is not
    is_guardians = is_owned or "联系人" in above
    for one in fields:
        if title in one.titles and (not is_foreign or (one.inside and is_guardians)):
            return one.label
    for one in fields:
        if above and above + title in one.titles:
            return one.label
    return ""


def records(table):
    """(row number from 1, cells by field label, whether it goes on with the row above) of each data row."""
    spread = _spread_down(table)
    for number in range(table.first_row, len(table.sheet.rows)):
        row = table.sheet.rows[number]
        line = filled(row)
        goes_on = (number, table.key_column) in spread
        if not line or (not goes_on and is_beside(line, table)):
            continue
        cells = {
            label: spread.get((number, index), _cell(table.sheet, number, index))
            for label, index in table.columns.items()
        }
        yield number + 1, cells, goes_on


def filled(row):
    """{column: text} of the cells of a row that say something."""
    return {index: tidy_line(cell) for index, cell in enumerate(row) if text_of(cell)}


def _cell(sheet, number, index):
    row = sheet.rows[number]
    cell = row[index] if index < len(row) else ""
    return Formula(text_of(cell)) if (number, index) in sheet.formulas else cell


def _spread_down(table):
    """{(row, column): cell} of what a merge downwards says for the rows below its first."""
    rows = table.sheet.rows
    return {
        (number, left): _cell(table.sheet, top, left)
        for top, left, bottom, _ in table.sheet.merges
        if top >= table.first_row and bottom > top and left < len(rows[top])
        for number in range(top + 1, min(bottom + 1, len(rows)))
    }


def is_beside(filled, table):
    """Whether a line is no person: a total, a remark, a signature, a heading between, the titles again."""
    return _is_no_person(filled, table) or _repeats_header(filled, table)


def _is_no_person(filled, table):
    ordinal = filled.get(table.ordinal, "")
    texts = [*(text for index, text in filled.items() if index != table.ordinal), ""]
    if FOOT.match(ordinal) and not ordinal.isdecimal():
        return True
    if len(filled) == 1 and DAY_ALONE.match(texts[0]):
        return True
    if _names_somebody(filled, table):
        return False
    if ordinal and not re.fullmatch(r"[\d.、]+", ordinal):
        return True
    if any(map(FOOT.match, texts[:2])) or any(map(SIGNATURE.search, texts)):
        return True
    return bool(REMARK.match(texts[0])) or _is_heading(filled, table)


def _names_somebody(filled, table):
    """A number beside a name, even 人数; or one of the two among other cells: that is an error to be said.

    A short number may also be a count, and then needs a name that is no word of a total.
    """
    key, name = filled.get(table.key_column, ""), filled.get(table.columns.get("姓名"), "")
    is_number = bool(re.search(r"\d", key)) and not HAN.search(key)
    is_name = bool(name) and not FOOT.match(name) and not SENTENCE.search(name)
    if is_number and len(key) > COUNT:
        return not TOTALLED.match(name or next(iter(filled.values())))
    read = set(filled) & set(table.columns.values())
    if is_number:
        is_signed = any(map(SIGNATURE.search, filled.values()))
        return is_name or (not name and len(read) > MANY and not is_signed)
    # a word in the place of the number, as 待定, takes nobody away who has a name and something else
    return is_name and len(read) > (FEW if key else 1) and not SECTION.search(name)


def _is_heading(filled, table):
    """Nothing under a title that is read, a word where a number would be, or a few words alone."""
    read = [text for index, text in filled.items() if index in table.columns.values()]
    key, name = filled.get(table.key_column, ""), filled.get(table.columns.get("姓名"), "")
    is_word = HAN.search(key) or not re.search(r"\d", key)
    if not read or (key and not name and is_word):
        return True
    is_alone = len(filled) == 1 and (SENTENCE.search(read[0]) or SECTION.search(read[0]))
    return bool(is_alone) or (not key and not name and len(read) <= FEW)


def tidy_line(cell):
    return "".join(unicodedata.normalize("NFKC", text_of(cell)).split())


def _repeats_header(filled, table):
    """The titles again at the top of a printed page."""
    if re.search(r"\d", filled.get(table.key_column, "")):
        return False
    said = set(map(tidy, filled.values()))
    return len(said) > 1 and said <= table.said_above
