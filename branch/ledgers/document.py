"""A sheet as a Word document with the layout of the printed page.

Values are only written as the text of runs; the only fields are the page numbers in the footer. The library
makes the document without its rows, which are written into it as text: as objects, 30,000 took 600 MB.
"""

from datetime import UTC
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from branch.core.spreadsheet import xml_text

from .sheets import NO_ROWS, SIGNS

LONG_TEXT = 14  # characters; a longer cell is left-aligned, in print too
SONG, FANG_SONG = (
    f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'
    for font in ("宋体", "仿宋")
)
# XML, because python-docx has no API for these: Chinese fonts, the red rule, a shaded first row
STYLES = f"""
<w:styles {nsdecls("w")}>
  <w:style w:type="paragraph" w:default="1" w:styleId="Normal">
    <w:name w:val="Normal"/>
    <w:pPr><w:spacing w:after="0" w:line="264" w:lineRule="auto"/></w:pPr>
    <w:rPr>{FANG_SONG}<w:sz w:val="18"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr>
  </w:style>
  <w:style w:type="paragraph" w:styleId="Subtitle">
    <w:name w:val="Subtitle"/><w:basedOn w:val="Normal"/>
    <w:pPr><w:spacing w:after="60"/><w:jc w:val="center"/></w:pPr>
    <w:rPr>{SONG}<w:b/><w:spacing w:val="60"/><w:sz w:val="22"/></w:rPr>
  </w:style>
  <w:style w:type="paragraph" w:styleId="Title">
    <w:name w:val="Title"/><w:basedOn w:val="Normal"/>
    <w:pPr>
      <w:pBdr><w:bottom w:val="single" w:sz="12" w:space="6" w:color="A51D24"/></w:pBdr>
      <w:spacing w:after="160"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>
    </w:pPr>
    <w:rPr>{SONG}<w:b/><w:spacing w:val="40"/><w:sz w:val="36"/></w:rPr>
  </w:style>
  <w:style w:type="table" w:customStyle="1" w:styleId="Ledger">
    <w:name w:val="Ledger"/><w:basedOn w:val="TableGrid"/>
    <w:pPr><w:jc w:val="center"/></w:pPr>
    <w:tblPr><w:tblCellMar>
      <w:top w:w="57" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>
      <w:bottom w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>
    </w:tblCellMar></w:tblPr>
    <w:tcPr><w:vAlign w:val="center"/></w:tcPr>
    <w:tblStylePr w:type="firstRow">
      <w:rPr><w:b/></w:rPr>
      <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="F3F0EA"/></w:tcPr>
    </w:tblStylePr>
  </w:style>
</w:styles>"""
PAGE_NUMBERS = f"""
<w:p {nsdecls("w")}>
  <w:pPr><w:jc w:val="center"/></w:pPr>
  <w:r><w:t xml:space="preserve">第 </w:t></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>
  <w:r><w:t xml:space="preserve"> 页，共 </w:t></w:r><w:fldSimple w:instr="NUMPAGES"><w:r><w:t>1</w:t></w:r></w:fldSimple>
  <w:r><w:t xml:space="preserve"> 页</w:t></w:r>
</w:p>"""

BODY = "word/document.xml"
ROW, ROW_END, EMPTY = "<w:tr>", "</w:tr>", "<w:p/>"
LEFT = '<w:pPr><w:jc w:val="left"/></w:pPr>'
BREAKS = {
    "\n": '</w:t><w:br/><w:t xml:space="preserve">',
    "\t": '</w:t><w:tab/><w:t xml:space="preserve">',
}


def document_bytes(sheet, rows):
    """Return the bytes of the A4 document of these rows of a sheet."""
    frame, out = BytesIO(), BytesIO()
    _frame(sheet).save(frame)
    with ZipFile(frame) as read, ZipFile(out, "w", ZIP_DEFLATED) as written:
        for entry in read.infolist():
            if entry.filename != BODY:
                written.writestr(entry, read.read(entry))
        with written.open(BODY, "w") as part:
            for xml in _filled(read.read(BODY).decode(), map(sheet.ledger.texts, rows)):
                part.write(xml.encode())
    return out.getvalue()


def _filled(xml, lines):
    """Yield the body with a row for each line, in place of the blank row and of the one for no rows."""
    before, titles, blank, after = xml.split(ROW, 3)
    none, _, after = after.partition(ROW_END)
    cells = blank.removesuffix(ROW_END).split(EMPTY)
    yield f"{before}{ROW}{titles}"
    number = 0
    for number, texts in enumerate(lines, start=1):
        paragraphs = [_paragraph(text) for text in (str(number), *texts)]
        pairs = zip(cells, [*paragraphs, ""], strict=True)
        yield ROW + "".join(f"{cell}{paragraph}" for cell, paragraph in pairs) + ROW_END
    yield after if number else f"{ROW}{none}{ROW_END}{after}"


def _paragraph(text):
    aligned = LEFT if len(text) > LONG_TEXT else ""
    inner = escape(xml_text(text).replace("\r", "\n"), BREAKS)
    return f'<w:p>{aligned}<w:r><w:t xml:space="preserve">{inner}</w:t></w:r></w:p>'


def new_document(*, title, org, at, is_wide=False):
    """Return an A4 document in our styles, with its head, and the width of its text."""
    document = Document()
    _style(document)
    _describe(document.core_properties, title=title, org=org, at=at)
    width = _page(document.sections[0], is_wide=is_wide)
    document.add_paragraph(xml_text(org), "Subtitle")
    document.add_paragraph(xml_text(title), "Title")
    return document, width


def _frame(sheet):
    """Return the document with one blank row, a row for no rows, and the total."""
    ledger = sheet.ledger
    document, width = new_document(
        title=ledger.title, org=sheet.org, at=sheet.at, is_wide=ledger.is_wide
    )
    _spread(document, sheet.info, width).space_after = Mm(2)
    _table(document, sheet, width)
    _spread(document, SIGNS, width).space_before = Mm(8)
    fine_print = document.add_paragraph(xml_text(f"{sheet.ledger.note}{sheet.stamp('导出人')}"))
    fine_print.paragraph_format.space_before = Mm(6)
    return document


def _style(document):
    """Replace the styles of the library's template with ours."""
    styles = document.styles.element
    for style in parse_xml(STYLES):
        for old in styles.xpath(f'w:style[@w:styleId="{style.styleId}"]'):
            styles.remove(old)
        styles.append(style)


def _describe(properties, *, title, org, at):
    """Set title, author and times, where the library's template has its own."""
    properties.title, properties.author = xml_text(title), xml_text(org)
    properties.comments, properties.language = "", "zh-CN"
    properties.created = properties.modified = at.astimezone(UTC)


def _page(section, *, is_wide):
    """Set A4, margins and page numbers; returns the width of the text."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(12)
    section.top_margin, section.bottom_margin = Mm(13), Mm(15)
    section.footer_distance = Mm(8)
    if is_wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.footer.part.element[:] = [parse_xml(PAGE_NUMBERS)]
    return section.page_width - section.left_margin - section.right_margin


def _spread(document, texts, width):
    """Add a line of texts spread over the width; returns the format of its paragraph."""
    line = document.add_paragraph(xml_text("\t".join(texts))).paragraph_format
    for number in range(1, len(texts)):
        is_last = number == len(texts) - 1
        aligned = WD_TAB_ALIGNMENT.RIGHT if is_last else WD_TAB_ALIGNMENT.CENTER
        line.tab_stops.add_tab_stop(width * number // (len(texts) - 1), aligned)
    return line


def _table(document, sheet, width):
    table = document.add_table(0, len(sheet.columns), "Ledger")
    table.autofit = False
    total_chars = sum(chars for _, chars in sheet.columns)
    for column, (_, chars) in zip(table.columns, sheet.columns, strict=True):
        column.width = width * chars // total_chars
    titles, _ = table.add_row(), table.add_row()
    for cell, (title, _) in zip(titles.cells, sheet.columns, strict=True):
        cell.text = xml_text(title)
    (rows,) = document.element.body.tbl_lst
    for row in rows.tr_lst:
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    rows.tr_lst[0].trPr.append(OxmlElement("w:tblHeader"))
    _add_merged_row(table, NO_ROWS)
    if sheet.total:
        _add_merged_row(table, sheet.total)


def _add_merged_row(table, text):
    """Add a row of one cell."""
    cells = table.add_row().cells
    paragraph = cells[0].merge(cells[-1]).paragraphs[0]
    paragraph.add_run(xml_text(text)).bold = True
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
