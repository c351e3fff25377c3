"""The tables every app shares: the site's profile, figures, the two logs, form tokens, excuses."""

from .abstract import Stale, StoredFile, StoredImage, Versioned, VersionedQuerySet
from .figures import Figure
from .imports import ImportBatch, ImportedRow
from .records import AccessRecord, AuditEvent, Excuse, FormToken
from .site import SiteProfile

__all__ = [
    "AccessRecord",
    "AuditEvent",
    "Excuse",
    "Figure",
    "FormToken",
    "ImportBatch",
    "ImportedRow",
    "SiteProfile",
    "Stale",
    "StoredFile",
    "StoredImage",
    "Versioned",
    "VersionedQuerySet",
]
