"""家访记录表 as a Word document with the layout of the printed page."""

from io import BytesIO

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from branch.core.spreadsheet import xml_text
from branch.ledgers.document import new_document

# parts of the width of a line: a label, a text, a label, a text
PARTS = (3, 7, 3, 7)
TALL, LOW = Mm(32), Mm(11)


def document_bytes(paper):
    """Return the bytes of the form as docx."""
    document, width = new_document(title=paper.title, org=paper.org, at=paper.at)
    table = document.add_table(0, len(PARTS), "Ledger")
    table.autofit = False
    for column, part in zip(table.columns, PARTS, strict=True):
        column.width = width * part // sum(PARTS)
    for line in paper.lines:
        _add_line(table, [text for pair in line for text in pair])
    for label, text in paper.texts:
        _add_text(table, label, text)
    document.add_paragraph(xml_text(paper.fine)).paragraph_format.space_before = Mm(6)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _add_line(table, texts):
    row = table.add_row()
    row.height = LOW
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = xml_text(text)


def _add_text(table, label, text):
    """Add a line of a label and one cell, with room to write where it is a long field."""
    row = table.add_row()
    row.height = LOW if label in ("家访目的", "教师签名") else TALL
    row.cells[0].text = xml_text(label)
    merged = row.cells[1].merge(row.cells[-1])
    merged.text = xml_text(text)
    for paragraph in merged.paragraphs:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
