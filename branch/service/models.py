"""What the branch does for others, and what families leave with it."""

from .parents.models import (
    FamilyTurnout,
    ParentOpening,
    ParentQuestion,
    ParentSignUp,
    SignUpSource,
    WrongTry,
)

__all__ = [
    "FamilyTurnout",
    "ParentOpening",
    "ParentQuestion",
    "ParentSignUp",
    "SignUpSource",
    "WrongTry",
]
