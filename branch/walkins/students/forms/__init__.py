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
from .goals import GoalForm, GoalStepForm, ProgressForm, ProgressPrefill
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
from .several import SeveralForm, Waiting

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
    "GoalForm",
    "GoalStepForm",
    "NeedCloseForm",
    "NeedFilter",
    "NeedForm",
    "NeedSent",
    "PairingEndForm",
    "PairingFilter",
    "PairingForm",
    "PairingPrefill",
    "ProgressForm",
    "ProgressPrefill",
    "ProposalFilter",
    "ProposalForm",
    "ProposalPrefill",
    "QuickContactForm",
    "SeveralForm",
    "StudentChoice",
    "TimelineFilter",
    "TryForm",
    "Waiting",
    "WithdrawForm",
]
