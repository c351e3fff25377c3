from branch.core.models import AuditEvent

from .writers import WRITERS


def export_sheet(sheet, suffix, *, by):
    """Write a sheet as a file and record who exported which period; returns the bytes and the name.

    It runs in no transaction, which would hold SQLite's one write lock while a long file is written.
    """
    content, name = WRITERS[suffix](sheet), sheet.file_name(suffix)
    AuditEvent.record(
        actor=by,
        verb="ledger.exported",
        target=by,
        says=f"{name}，{len(sheet.rows)} 行",
    )
    return content, name
