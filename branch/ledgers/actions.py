from branch.core.models import AuditEvent

from .writers import WRITERS


def export_sheet(sheet, suffix, *, by):
    """Write a sheet as a file, then record who took which period; returns the bytes and the name.

    There is no transaction around it: SQLite's one write lock would be held while a long file is written.
    """
    content, name = WRITERS[suffix](sheet), sheet.file_name(suffix)
    AuditEvent.record(
        actor=by,
        verb="ledger.exported",
        target=by,
        says=f"{name}，{len(sheet.rows)} 行",
    )
    return content, name
