"""Documents for download: kept byte for byte, and therefore read as strictly as a roster first."""

from pathlib import Path, PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import File

from . import apart, office, package
from .sizes import MEGABYTE

DOCUMENT_LIMIT = 20 * MEGABYTE
PROGRAM = Path(__file__).with_name("programs") / "pdf.py"
OFFICE_START = b"PK\x03\x04"
# suffix → the first bytes such a file has
STARTS = {"pdf": b"%PDF-", "docx": OFFICE_START, "xlsx": OFFICE_START, "pptx": OFFICE_START}
DOCUMENT_ACCEPT = ",".join(f".{suffix}" for suffix in STARTS)
# what the program calls it
FOUND_IN_PDF = {
    "script": "里有脚本",
    "launch": "里有启动程序的指令",
    "attachment": "里夹带了别的文件",
    "media": "里有视频、声音或三维内容",
    "form": "是动态表单",
    "remote": "里有指向别的文件或程序的链接",
}


def read_document(upload):
    """Check an upload by its bytes, not its name; return column values of a `StoredFile`."""
    suffix = PurePath(upload.name).suffix.lower().lstrip(".")
    if suffix not in STARTS:
        raise ValidationError(f"“{upload.name}”不能上传，请换成 PDF、DOCX、XLSX 或 PPTX。")
    if upload.size > DOCUMENT_LIMIT:
        raise ValidationError(f"“{upload.name}”超过 20 MB，请缩小后再传。")
    upload.seek(0)
    if upload.read(5)[: len(STARTS[suffix])] != STARTS[suffix]:
        raise _wrong_type(upload, suffix)
    if suffix == "pdf":
        _check_pdf(upload)
    else:
        _check_office(upload, suffix)
    content = File(upload.file, name=f"document.{suffix}")
    return {"file": content, "original_name": upload.name[-120:], "size": upload.size}


def _check_pdf(upload):
    status, output = apart.run(PROGRAM, upload.chunks())
    found = output.decode().strip()
    if found == "locked":
        raise ValidationError(f"“{upload.name}”加了打开密码。请去掉密码后再传。")
    if found:
        says = FOUND_IN_PDF[found]
        raise ValidationError(
            f"“{upload.name}”{says}，不能上传。请用“打印”另存为一份新的 PDF 后再传。"
        )
    if status:
        raise _unreadable(upload)


def _check_office(upload, suffix):
    try:
        office.check(upload, suffix)
    except package.RefusedError as refused:
        raise ValidationError(
            f"“{upload.name}”{refused}，不能上传。请去掉后再传，或导出为 PDF 再传。"
        ) from refused
    except package.TooLargeError as error:
        raise ValidationError(
            f"“{upload.name}”解开后太大，不能上传。请缩小或分成几份后再传。"
        ) from error
    except office.WrongTypeError as error:
        raise _wrong_type(upload, suffix) from error
    except package.BROKEN as error:
        raise _unreadable(upload) from error


def _wrong_type(upload, suffix):
    return ValidationError(
        f"“{upload.name}”的内容不是 {suffix.upper()}，或加了密码。请重新导出后再传。"
    )


def _unreadable(upload):
    return ValidationError(f"“{upload.name}”打不开，可能已损坏或加了密码。请重新导出后再传。")
