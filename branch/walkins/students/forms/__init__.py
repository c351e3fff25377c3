"""The forms of the student track."""

from .contacts import (
    ClaimForm,
    ContactFacts,
    ContactForm,
    ContactPrefill,
    QuickContactForm,
    TimelineFilter,
    TryForm,
    WithdrawForm,
)
from .needs import ClassChoice, NeedCloseForm, NeedFilter, NeedForm, NeedSent
from .pairings import PairingEndForm, PairingFilter, PairingForm, PairingPrefill

__all__ = [
    "ClaimForm",
    "ClassChoice",
    "ContactFacts",
    "ContactForm",
    "ContactPrefill",
    "NeedCloseForm",
    "NeedFilter",
    "NeedForm",
    "NeedSent",
    "PairingEndForm",
    "PairingFilter",
    "PairingForm",
    "PairingPrefill",
    "QuickContactForm",
    "TimelineFilter",
    "TryForm",
    "WithdrawForm",
]
