"""The forms of the student track."""

from .contacts import (
    ContactFacts,
    ContactForm,
    ContactPrefill,
    QuickContactForm,
    TimelineFilter,
    WithdrawForm,
)
from .goals import GoalForm, GoalStepForm, ProgressForm, ProgressPrefill
from .needs import ClassChoice, NeedCloseForm, NeedFilter, NeedForm, NeedSent
from .pairings import PairingEndForm, PairingFilter, PairingForm, PairingPrefill

__all__ = [
    "ClassChoice",
    "ContactFacts",
    "ContactForm",
    "ContactPrefill",
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
    "QuickContactForm",
    "TimelineFilter",
    "WithdrawForm",
]
