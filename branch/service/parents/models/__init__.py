"""Events that families sign up for without an account, and what they leave until it is deleted.

`ParentOpening` says when and for how many; its row is locked before a seat is given or freed. `ParentSignUp` is a
family at an event, `ParentQuestion` what some of them want to hear about, `FamilyTurnout` how many came of a class.
`SignUpSource` and `WrongTry` count what comes from one network.
"""

from .openings import ParentOpening
from .signups import CODE_LENGTH, CODE_LETTERS, ParentQuestion, ParentSignUp, code_typed, new_code
from .sources import SignUpSource, WrongTry, pseudonym
from .turnout import FamilyTurnout, came_of, people_at, with_came

__all__ = [
    "CODE_LENGTH",
    "CODE_LETTERS",
    "FamilyTurnout",
    "ParentOpening",
    "ParentQuestion",
    "ParentSignUp",
    "SignUpSource",
    "WrongTry",
    "came_of",
    "code_typed",
    "new_code",
    "people_at",
    "pseudonym",
    "with_came",
]
