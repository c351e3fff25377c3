"""Labels of a page that have no value: 作者：—, a term without a description, a cell with a dash."""

import re

# 字体： is the name of the links after it
VALUELESS = re.compile(
    r"[\u3400-\u9fff]：\s*[—–-]+\s*<"
    r"|(?<!字体)：\s*</(?:span|li|dd|td|b)>"
    r"|<dd>\s*[—–-]*\s*</dd>"
    r"|<t[dh][^>]*>\s*[—–-]+\s*</t"
    r'|content=""'
)


def valueless_in(page):
    """The labels without a value in the text of a page, each with what stands around it."""
    return [page[max(0, found.start() - 40) : found.end()] for found in VALUELESS.finditer(page)]
