"""Writes to standard output what the PDF on standard input holds besides pages; nothing if they are all.

A program that `apart` starts; it knows nothing of the portal. Status 2: cannot be read.
"""

import re
import sys

import pikepdf

LOCKED, UNREADABLE = "locked", 2
KEYS = {
    "/JS": "script",
    "/JavaScript": "script",
    "/XFA": "form",
    "/EmbeddedFiles": "attachment",
    "/EF": "attachment",
    "/RichMediaContent": "media",
}
# by the entry that says what a dictionary is
KINDS = {
    "/S": {
        "/JavaScript": "script",
        "/Launch": "launch",
        "/ImportData": "remote",
        "/SubmitForm": "remote",
        "/GoToR": "remote",
        "/GoToE": "attachment",
        "/Rendition": "media",
        "/RichMediaExecute": "media",
    },
    "/Subtype": {
        "/FileAttachment": "attachment",
        "/RichMedia": "media",
        "/Screen": "media",
        "/Movie": "media",
        "/Sound": "media",
        "/3D": "media",
    },
    "/Type": {"/EmbeddedFile": "attachment"},
}
IGNORED = re.compile(r"[\0-\x20]")  # a browser leaves them out
# a page elsewhere or a letter; everything else starts a program or opens a file of the reader's
LINK = re.compile(r"\s*(https?|ftp|mailto|tel):|(?!\s*([a-z][a-z0-9+.-]*:|\\\\|//))", re.IGNORECASE)


def main():
    try:
        with pikepdf.open(sys.stdin.buffer) as pdf:
            if len(pdf.pages) == 0:
                return UNREADABLE
            sys.stdout.write(finding(pdf) or "")
    except pikepdf.PasswordError:
        sys.stdout.write(LOCKED)
    except (pikepdf.PdfError, MemoryError, ValueError, TypeError, LookupError, RuntimeError):
        return UNREADABLE
    return 0


def finding(pdf):
    """The kind of danger found first, also in compressed and unreferenced objects and by escaped names; None if none."""
    return next(filter(None, map(danger, dictionaries(pdf))), None)


def dictionaries(pdf):
    """All dictionaries of all objects, with those inside of others."""
    waiting = [pdf.trailer]
    for one in pdf.objects:
        waiting.append(one)
        while waiting:
            value = waiting.pop()
            if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
                yield value
                waiting += [inner for _, inner in value.items() if is_direct(inner)]
            elif isinstance(value, pikepdf.Array):
                waiting += [inner for inner in value if is_direct(inner)]


def is_direct(value):
    """An indirect one is among the objects of the file itself."""
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect


def danger(one):
    for key in one.keys() & KEYS.keys():
        return KEYS[key]
    for key, kinds in KINDS.items():
        kind = one.get(key)
        if isinstance(kind, pikepdf.Name) and str(kind) in kinds:
            return kinds[str(kind)]
    names_file = any(isinstance(one.get(key), pikepdf.String) for key in ("/F", "/UF"))
    if names_file or (isinstance(one, pikepdf.Stream) and "/F" in one):
        return "remote"  # its content lies in another file
    addresses = (one.get(key) for key in ("/URI", "/Base"))
    texts = (str(text) for text in addresses if isinstance(text, pikepdf.String))
    is_elsewhere = any(not LINK.match(IGNORED.sub("", text)) for text in texts)
    return "remote" if is_elsewhere else None


if __name__ == "__main__":
    sys.exit(main())
