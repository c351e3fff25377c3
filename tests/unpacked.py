"""The text of a response, in whatever file it is packed."""

import re
from html import unescape
from io import BytesIO
from zipfile import ZipFile, is_zipfile


def text_in(content):
    """The text of some bytes; of a zip, as are xlsx and docx, the names and texts of all its files."""
    if not is_zipfile(BytesIO(content)):
        return content.decode(errors="ignore")
    with ZipFile(BytesIO(content)) as archive:
        files = [f"{name} {text_in(archive.read(name))}" for name in archive.namelist()]
    return "\n".join(files + [_without_tags(file) for file in files])


def _without_tags(text):
    """The text of XML, whose tags may divide a name and whose letters may be written as numbers."""
    return unescape(re.sub(r"<[^>]*>", "", text))
