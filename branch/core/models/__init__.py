"""The tables every app shares: the site's profile, figures, the two logs, form tokens."""

from .abstract import Stale, StoredFile, StoredImage, Versioned, VersionedQuerySet
from .figures import Figure
from .records import AccessRecord, AuditEvent
from .site import SiteProfile
from .tokens import ALREADY_SAVED, FormToken

__all__ = [
    "ALREADY_SAVED",
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
