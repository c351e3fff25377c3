from django.db import transaction

from branch.core.models import AuditEvent


@transaction.atomic
def export_sheet(sheet, *, by):
    """Write a ledger out as a spreadsheet and leave a trace of who took which period."""
    content = sheet.workbook()
    AuditEvent.record(
        actor=by,
        verb="ledger.exported",
        target=by,
        says=f"{sheet.file_name}，{len(sheet.rows)} 行",
    )
    return content
