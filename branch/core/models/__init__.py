"""The models every app shares: site profile, figures, audit events, access records, forms."""

from .abstract import PhotosAwaited, Stale, StoredFile, StoredImage, Versioned, VersionedQuerySet
from .drafts import Draft
from .figures import Figure
from .held import HeldFile, NotHeldError
from .kept import Change, KeptAnswer
from .published import PublishedFigure
from .records import AccessRecord, AuditEvent
from .sealed import SealedQuerySet, SealedText, sealed_models
from .site import SiteProfile
from .tokens import ALREADY_SAVED, FormToken
from .undo import UndoStep

__all__ = [
    "ALREADY_SAVED",
    "AccessRecord",
    "AuditEvent",
    "Change",
    "Draft",
    "Figure",
    "FormToken",
    "HeldFile",
    "KeptAnswer",
    "NotHeldError",
    "PhotosAwaited",
    "PublishedFigure",
    "SealedQuerySet",
    "SealedText",
    "SiteProfile",
    "Stale",
    "StoredFile",
    "StoredImage",
    "UndoStep",
    "Versioned",
    "VersionedQuerySet",
    "sealed_models",
]
