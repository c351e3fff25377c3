"""Documents that hold more than pages: each with its name, how it is made and what its refusal says."""

from io import BytesIO

import pikepdf
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.core.good_documents import chart, docx, pptx, with_relation
from tests.pdfs import bomb, pdf, saved
from tests.rosters.hostile import changed, locked
from tests.spreadsheets import xlsx

SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def annotation(entries):
    return pdf(page=b"/Annots [<< /Type /Annot /Rect [0 0 9 9] " + entries + b" >>]")


def link(address):
    return annotation(b"/Subtype /Link /A << /S /URI /URI (" + address + b") >>")


def with_attachment():
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf())) as book:
        book.attachments["账.exe"] = b"MZ"
        book.save(out)
    return out.getvalue()


def part(content, name, data=b"<a/>"):
    return changed(content, **{name: data})


def declared(content, name):
    def put(old):
        head, mark, body = old.rpartition(b"?>")
        return head + mark + DOCTYPE + body

    return changed(content, **{name: put})


def retyped(content, old, new):
    return changed(content, **{"[Content_Types].xml": lambda types: types.replace(old, new)})


def field(*pieces):
    """A docx with a field whose code comes in these pieces."""
    document = Document()
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{runs}</w:p>"))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def zip_named_docx():
    return changed(b"PK\x05\x06" + bytes(18), **{"notes.txt": b"x"})


PDFS = {
    "a script at the start": (lambda: pdf(catalog=b"/OpenAction " + SCRIPT), "里有脚本"),
    "a script in an object stream": (
        lambda: saved(pdf(SCRIPT, catalog=b"/OpenAction 4 0 R")),
        "里有脚本",
    ),
    "a script by an escaped name": (
        lambda: pdf(catalog=b"/Open#41ction << /#53 /Java#53cript /J#53 (x) >>"),
        "里有脚本",
    ),
    "a script that nothing refers to": (lambda: pdf(SCRIPT), "里有脚本"),
    "a script of a field": (
        lambda: annotation(b"/Subtype /Widget /AA << /K " + SCRIPT + b">>"),
        "里有脚本",
    ),
    "named scripts": (
        lambda: pdf(catalog=b"/Names << /JavaScript << /Names [(a) 4 0 R] >> >>"),
        "里有脚本",
    ),
    "a script under a lock that opens": (
        lambda: saved(
            pdf(catalog=b"/OpenAction " + SCRIPT), encryption=pikepdf.Encryption(owner="x")
        ),
        "里有脚本",
    ),
    "a program": (
        lambda: pdf(catalog=b"/OpenAction << /S /Launch /F (calc.exe) >>"),
        "里有启动程序的指令",
    ),
    "an attachment": (with_attachment, "里夹带了别的文件"),
    "an attachment on a page": (
        lambda: annotation(b"/Subtype /FileAttachment /FS << /Type /Filespec /F (a.exe) >>"),
        "里夹带了别的文件",
    ),
    "a film": (lambda: annotation(b"/Subtype /RichMedia"), "里有视频、声音或三维内容"),
    "a dynamic form": (lambda: pdf(catalog=b"/AcroForm << /Fields [] /XFA (x) >>"), "是动态表单"),
    "a form that sends": (
        lambda: annotation(b"/Subtype /Widget /A << /S /SubmitForm /F (http://x) >>"),
        "里有指向别的文件或程序的链接",
    ),
    "a file on another machine": (
        lambda: pdf(catalog=b"/OpenAction << /S /GoToR /F (\\\\\\\\x\\\\a.pdf) /D [0 /Fit] >>"),
        "里有指向别的文件或程序的链接",
    ),
    "a stream from another file": (
        lambda: pdf(b"<< /F (http://x) /Length 0 >>stream\n\nendstream"),
        "里有指向别的文件或程序的链接",
    ),
    "a link that is a script": (lambda: link(b"javascript:x\\(\\)"), "链接"),
    "a link to the own disk": (lambda: link(b"file:///c:/x.exe"), "链接"),
    "a link that is a script in pieces": (lambda: link(b"java\\tscript:x"), "链接"),
    "links that start from the own disk": (
        lambda: pdf(catalog=b"/URI << /Base (file:///c:/) >>"),
        "链接",
    ),
    "a text that goes on in another file": (
        lambda: pdf(catalog=b"/OpenAction << /S /Thread /F (//host/x.pdf) >>"),
        "链接",
    ),
    "a page of another file": (lambda: pdf(b"<< /Ref << /UF (x.pdf) /Page 0 >> >>"), "链接"),
    "a PDF with a password": (
        lambda: saved(pdf(), encryption=pikepdf.Encryption(user="u", owner="o")),
        "加了打开密码",
    ),
    "a PDF in name only": (lambda: b"%PDF-1.7 a page", "打不开"),
    "a PDF without pages": (lambda: pdf()[:60], "打不开"),
    "a PDF bomb": (bomb, "打不开"),
    "another file named pdf": (lambda: b"MZ\x90\0\x03", "内容不是 PDF"),
}
OFFICE = {
    "a macro": ("a.docx", lambda: part(docx(), "word/vbaProject.bin", b"x"), "含有宏"),
    "a macro type": (
        "a.docx",
        lambda: retyped(
            docx(),
            b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            b"vnd.ms-word.document.macroEnabled.main",
        ),
        "含有宏",
    ),
    "a remote template": (
        "a.docx",
        lambda: with_relation(docx(), "attachedTemplate", "http://x/a.dotm"),
        "打开时会从别处取内容",
    ),
    "a template on another machine": (
        "a.docx",
        lambda: with_relation(docx(), "attachedTemplate", "file://///x/share/a.dotm"),
        "打开时会从别处取内容",
    ),
    "a remote picture": (
        "a.docx",
        lambda: with_relation(docx(), "image", "http://x/a.png"),
        "打开时会从别处取内容",
    ),
    "a remote object": (
        "a.docx",
        lambda: with_relation(docx(), "oleObject", "mhtml:http://x!x-usc:http://x"),
        "嵌入了别的文件",
    ),
    "an object": (
        "a.pptx",
        lambda: part(pptx(), "ppt/embeddings/oleObject1.bin", b"\xd0\xcf"),
        "嵌入了别的文件",
    ),
    "an object by another name": (
        "a.xlsx",
        lambda: with_relation(xlsx({"表": [("a",)]}), "oleObject", "x.bin", mode="Internal"),
        "嵌入了别的文件",
    ),
    "a document inside": (
        "a.docx",
        lambda: with_relation(docx(), "package", "embeddings/a.xlsx", mode="Internal"),
        "嵌入了别的文件",
    ),
    "a page inside": (
        "a.docx",
        lambda: with_relation(docx(), "aFChunk", "a.html", mode="Internal"),
        "嵌入了别的文件",
    ),
    "a program behind a chart": (
        "a.pptx",
        lambda: part(chart(pptx(), "ppt"), "ppt/embeddings/a.exe", b"MZ"),
        "嵌入了别的文件",
    ),
    "a macro behind a chart": (
        "a.docx",
        lambda: chart(docx(), "word", part(xlsx({"表": [("a",)]}), "xl/vbaProject.bin")),
        "含有宏",
    ),
    "a control": ("a.docx", lambda: part(docx(), "word/activeX/activeX1.xml"), "含有控件"),
    "an add-in": (
        "a.docx",
        lambda: part(docx(), "word/webextensions/webextension1.xml"),
        "含有控件",
    ),
    "another book": (
        "a.xlsx",
        lambda: part(xlsx({"表": [("a",)]}), "xl/externalLinks/externalLink1.xml"),
        "引用了别的文件",
    ),
    "outside data": (
        "a.xlsx",
        lambda: part(xlsx({"表": [("a",)]}), "xl/connections.xml"),
        "外部数据",
    ),
    "a link to the own disk": (
        "a.docx",
        lambda: with_relation(docx(), "hyperlink", "file:///c:/x.exe"),
        "里有打开本机文件或程序的链接",
    ),
    "a link to a share": (
        "a.docx",
        lambda: with_relation(docx(), "hyperlink", "\\\\x\\share"),
        "里有打开本机文件或程序的链接",
    ),
    "a link that is a script": (
        "a.pptx",
        lambda: with_relation(pptx(), "hyperlink", "javascript:x()"),
        "里有打开本机文件或程序的链接",
    ),
    "a button that starts a program": (
        "a.pptx",
        lambda: part(
            pptx(),
            "ppt/slides/slide9.xml",
            b'<p:sld xmlns:p="p"><a action="ppaction://program"/></p:sld>',
        ),
        "里有启动程序的按钮",
    ),
    "a field that fetches": ("a.docx", lambda: field("DDEAUTO c:\\x.exe"), "里有从别处取内容的域"),
    "a field that links": ("a.docx", lambda: field("LINK Word.Document.12 c:\\x"), "取内容的域"),
    "a field of data": ("a.docx", lambda: field("DATABASE \\d c:\\x"), "取内容的域"),
    "a field in pieces": (
        "a.docx",
        lambda: field(" D", "DE", "AUTO c:\\x"),
        "里有从别处取内容的域",
    ),
    "a declaration": ("a.docx", lambda: declared(docx(), "word/document.xml"), "里有不该有的声明"),
    "a declaration in another encoding": (
        "a.docx",
        lambda: part(docx(), "word/x.xml", (DOCTYPE + b"<x/>").decode().encode("utf-16")),
        "里有不该有的声明",
    ),
    "text under another suffix": (
        "a.docx",
        lambda: retyped(docx(), b"/docProps/core.xml", b"/docProps/core.bin"),
        "打不开",
    ),
    "text under another suffix, typed otherwise": (
        "a.docx",
        lambda: retyped(
            docx(),
            b'/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"',
            b'/docProps/core.bin" ContentType="Application/Vnd.Core-Properties+XML ; v=1"',
        ),
        "打不开",
    ),
    "text named as a drawing": (
        "a.docx",
        lambda: retyped(docx(), b"/docProps/core.xml", b"/docProps/core.svg"),
        "打不开",
    ),
    "a part outside": ("a.docx", lambda: part(docx(), "../../etc/cron.d/x", b"x"), "打不开"),
    "a part outside, backwards": (
        "a.docx",
        lambda: part(docx(), "word\\..\\..\\x", b"x"),
        "打不开",
    ),
    "a part at the root": ("a.docx", lambda: part(docx(), "/etc/x", b"x"), "打不开"),
    "a bomb": ("a.docx", lambda: part(docx(), "word/x.xml", b" " * 30_000_000), "解开后太大"),
    "a torn zip": ("a.docx", lambda: docx()[:-200], "打不开"),
    "a torn part": (
        "a.docx",
        lambda: changed(docx(), **{"word/document.xml": lambda old: old[:-9]}),
        "打不开",
    ),
    "a zip named docx": ("a.docx", zip_named_docx, "内容不是 DOCX"),
    "a workbook named docx": ("a.docx", lambda: xlsx({"表": [("a",)]}), "内容不是 DOCX"),
    "a text named xlsx": ("a.xlsx", docx, "内容不是 XLSX"),
    "a locked text": ("a.docx", locked, "或加了密码"),
    "an old text named docx": ("a.docx", lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "内容不是 DOCX"),
    "a program": ("a.exe", lambda: b"MZ", "请换成 PDF"),
    "a text with macros": ("a.docm", docx, "请换成 PDF"),
}
BAD = {name: ("a.pdf", *rest) for name, rest in PDFS.items()} | {
    f"office: {name}": case for name, case in OFFICE.items()
}
