"""Documents as schools send them; each with the name it is uploaded under and how it is made."""

from io import BytesIO
from pathlib import Path

import pikepdf
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Drawing
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image

from tests.pdfs import pdf, saved
from tests.rosters.hostile import changed
from tests.spreadsheets import xlsx

SAMPLES = Path(__file__).with_name("samples")
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def stored(book):
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def png():
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return BytesIO(out.getvalue())


def docx():
    return stored(Document())


def whole_docx():
    """Heading, table, picture, header, page number and a link."""
    document = Document()
    document.add_heading("支部活动方案")
    document.add_table(2, 2)
    document.add_picture(png())
    document.sections[0].header.paragraphs[0].text = "广勤中学"
    number = '<w:fldSimple w:instr=" PAGE "/><w:r><w:instrText> DATE \\@ yyyy</w:instrText></w:r>'
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{number}</w:p>"))
    document.part.relate_to("https://www.example.cn/", f"{RELATION}hyperlink", is_external=True)
    return stored(document)


def whole_xlsx():
    """Formula, link, remark, list of choices, picture and chart."""
    book = Workbook()
    sheet = book.active
    for row in [("班级", "人数"), ("初一(1)班", 41), ("初一(2)班", 43), ("合计", "=SUM(B2:B3)")]:
        sheet.append(row)
    sheet["A1"].hyperlink = "mailto:a@example.cn"
    sheet["B1"].comment = Comment("在册", "汤可")
    sheet.add_data_validation(DataValidation(type="list", formula1='"是,否"', sqref="C2:C9"))
    sheet.add_image(Drawing(png()), "E1")
    bars = BarChart()
    bars.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(bars, "E9")
    return stored(book)


def pptx():
    """The least that is a presentation."""
    main = f'<Relationship Id="r1" Type="{RELATION}officeDocument" Target="ppt/presentation.xml"/>'
    types = (
        f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/ppt/presentation.xml" ContentType="{MAIN}"/></Types>'
    )
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">{main}</Relationships>',
        "ppt/presentation.xml": "<presentation/>",
        "ppt/slides/slide1.xml": '<p:sld xmlns:p="p"><a action="ppaction://hlinkshowjump"/></p:sld>',
    }
    return changed(
        b"PK\x05\x06" + bytes(18), **{name: text.encode() for name, text in parts.items()}
    )


def with_relation(content, kind, target, *, mode="External", name="x/_rels/x.xml.rels"):
    relation = (
        f'<Relationship Id="r9" Type="{RELATION}{kind}" Target="{target}" TargetMode="{mode}"/>'
    )
    text = f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>'
    return changed(content, **{name: text.encode()})


def chart(content, folder, book=None):
    """With the workbook that holds the numbers of a chart."""
    where, name = f"{folder}/charts/_rels/chart1.xml.rels", "Microsoft_Excel_Sheet1.xlsx"
    related = with_relation(
        content, "package", f"../embeddings/{name}", mode="Internal", name=where
    )
    return changed(related, **{f"{folder}/embeddings/{name}": book or xlsx({"表": [("a", "1")]})})


def link(address):
    entries = (
        b"/Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (" + address + b") >>"
    )
    return pdf(page=b"/Annots [<< " + entries + b" >>]")


def with_type_by_suffix():
    """The type of the document is said of all parts with its suffix."""
    old = b'Extension="xml" ContentType="application/xml"'
    new = f'Extension="xml" ContentType="{MAIN}"'.encode()
    override = f'<Override PartName="/ppt/presentation.xml" ContentType="{MAIN}"/>'.encode()
    return changed(
        pptx(),
        **{"[Content_Types].xml": lambda part: part.replace(old, new).replace(override, b"")},
    )


GOOD = {
    "a page": ("a.pdf", pdf),
    "packed objects": ("a.pdf", lambda: saved(pdf())),
    "a link": ("a.pdf", lambda: link(b"https://www.example.cn/")),
    "a link without scheme": ("a.pdf", lambda: link(b"www.example.cn")),
    "a letter": ("a.pdf", lambda: link(b"mailto:a@example.cn")),
    "a place to open at": (
        "a.pdf",
        lambda: pdf(catalog=b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"),
    ),
    "a form to fill in": ("a.pdf", lambda: pdf(catalog=b"/AcroForm << /Fields [] >>")),
    "a script only spoken of": ("a.pdf", lambda: pdf(b"(/JavaScript /JS /Launch)")),
    "not to be printed": ("a.pdf", lambda: saved(pdf(), encryption=pikepdf.Encryption(owner="x"))),
    "a wrong table of objects": ("a.pdf", lambda: pdf().replace(b"startxref\n", b"startxref\n9")),
    "a PDF by LibreOffice": ("a.pdf", (SAMPLES / "libreoffice.pdf").read_bytes),
    "a text by LibreOffice": ("a.docx", (SAMPLES / "libreoffice.docx").read_bytes),
    "an empty text": ("a.DOCX", docx),
    "a whole text": ("a.docx", whole_docx),
    "a text with a chart": ("a.docx", lambda: chart(docx(), "word")),
    "a text from a template": (
        "a.docx",
        lambda: with_relation(docx(), "attachedTemplate", "file:///C:\\Users\\t\\公文.dotx"),
    ),
    "a link in a text": ("a.docx", lambda: with_relation(docx(), "hyperlink", "http://x.cn/a?b=1")),
    "a workbook": ("a.xlsx", lambda: xlsx({"名册": [("工号", "姓名")]})),
    "a whole workbook": ("a.xlsx", whole_xlsx),
    "slides": ("a.pptx", pptx),
    "slides typed by their suffix": ("a.pptx", with_type_by_suffix),
    "slides with a chart": ("a.pptx", lambda: chart(pptx(), "ppt")),
}
