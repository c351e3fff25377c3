"""The forms of the student track."""

from .contacts import (
    ContactFacts,
    ContactForm,
    ContactPrefill,
    QuickContactForm,
    TimelineFilter,
    WithdrawForm,
)
from .needs import ClassChoice, NeedCloseForm, NeedFilter, NeedForm, NeedSent
from .pairings import PairingEndForm, PairingFilter, PairingForm, PairingPrefill

__all__ = [
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
    "WithdrawForm",
]
