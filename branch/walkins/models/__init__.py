"""走进学生: what a student needs, who is paired with them, and each contact between the two."""

from .contacts import Contact, ContactPairing
from .needs import SupportNeed
from .pairings import Pairing, contact_horizon

__all__ = ["Contact", "ContactPairing", "Pairing", "SupportNeed", "contact_horizon"]
