from branch.core.models import AuditEvent


def export_visit_sheet(paper, *, by):
    """Write the form of a visit as a file and record who exported it; returns the bytes.

    The library that writes it is loaded with the first file that needs it.
    """
    from branch.walkins.families.paper_document import document_bytes

    content = document_bytes(paper)
    AuditEvent.record(actor=by, verb="visit.sheet_exported", target=paper.visit)
    return content
