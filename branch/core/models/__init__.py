"""The tables every app shares: the site's profile, figures, the two logs, form tokens."""

from .abstract import Stale, StoredFile, StoredImage, Versioned, VersionedQuerySet
from .figures import Figure
from .records import AccessRecord, AuditEvent, FormToken
from .site import SiteProfile

__all__ = [
    "AccessRecord",
    "AuditEvent",
    "Figure",
    "FormToken",
    "SiteProfile",
    "Stale",
    "StoredFile",
    "StoredImage",
    "Versioned",
    "VersionedQuerySet",
]
