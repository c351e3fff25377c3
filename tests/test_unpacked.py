from io import BytesIO

from docx import Document

from tests.unpacked import text_in


def test_a_name_is_found_though_a_document_divides_it():
    document, file = Document(), BytesIO()
    paragraph = document.add_paragraph("潘")
    paragraph.add_run("云澈").bold = True
    document.save(file)

    assert "潘云澈" in text_in(file.getvalue())
