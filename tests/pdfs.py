"""PDF files written by hand, so that they hold exactly what a test is about."""

import struct
import zlib
from io import BytesIO

import pikepdf

MEGABYTE = 1024 * 1024
PAGE = b"/Type /Page /Parent 2 0 R /MediaBox [0 0 200 200]"


def pdf(*more, catalog=b"", page=b""):
    """A page; `more` are further objects, numbered from 4, and the rest goes into catalog and page."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< " + PAGE + b" " + page + b" >>",
        *more,
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    start, count = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % count
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, start)
    return bytes(out)


def saved(content, **options):
    """The same, as a program writes it that packs objects into streams, or locks them."""
    options = {"object_stream_mode": pikepdf.ObjectStreamMode.generate} | options
    out = BytesIO()
    with pikepdf.open(BytesIO(content)) as book:
        book.save(out, **options)
    return out.getvalue()


def bomb(megabytes=2_000):
    """A PDF of two megabytes whose page is in a stream that unpacks to two thousand."""
    packer = zlib.compressobj(9)
    page = b"3 0 << " + PAGE + b" >> "
    packed = packer.compress(page.ljust(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    blanks = packer.compress(b" " * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    stream = _stream(
        b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", packed + blanks * megabytes
    )
    out, places = bytearray(b"%PDF-1.7\n"), {}
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    for number, one in {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: tree, 4: stream}.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    rows = [(0, 0, 0), (1, places[1], 0), (1, places[2], 0), (2, 4, 0), (1, places[4], 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    entries = b"/Type /XRef /W [1 4 2] /Size 5 /Root 1 0 R"
    start = len(out)
    out += b"5 0 obj\n" + _stream(entries, table) + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _stream(entries, content):
    return b"<< %b /Length %d >>stream\n%b\nendstream" % (entries, len(content), content)
