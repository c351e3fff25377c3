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
from .proposals import (
    DECLINES,
    OTHER,
    AgreementForm,
    DeclineForm,
    ProposalFilter,
    ProposalForm,
    ProposalPrefill,
    StudentChoice,
)

__all__ = [
    "DECLINES",
    "OTHER",
    "AgreementForm",
    "ClaimForm",
    "ClassChoice",
    "ContactFacts",
    "ContactForm",
    "ContactPrefill",
    "DeclineForm",
    "NeedCloseForm",
    "NeedFilter",
    "NeedForm",
    "NeedSent",
    "PairingEndForm",
    "PairingFilter",
    "PairingForm",
    "PairingPrefill",
    "ProposalFilter",
    "ProposalForm",
    "ProposalPrefill",
    "QuickContactForm",
    "StudentChoice",
    "TimelineFilter",
    "TryForm",
    "WithdrawForm",
]
