"""A row of the table of addresses: who may open an address, for which rows, and by which verbs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

PEOPLE = (
    "anonymous",
    "teacher",
    "member",
    "head",
    "committee",
    "secretary",
    "editor",
    "counsellor",
    "admin",
    "crisis",
)
EVERYONE = frozenset(PEOPLE)
SIGNED_IN = EVERYONE - {"anonymous"}
COMMITTEE = frozenset({"committee", "secretary"})
ADMIN = frozenset({"admin"})
NOBODY = frozenset()


@dataclass(frozen=True)
class Door:
    """One address and its expected answers.

    `may`: who has the permission; `row`: the kind of row in the address, "" for none;
    `own`, `other`: who of those sees a row of their own or their class, or another's row;
    `also`: who sees further rows, by name: {"led_before": people};
    `get`, `post`: whether the verb is allowed (a GET of a POST-only address leads to the page above it,
    before the permission is checked); `answer`: the status of a GET by someone who may.
    """

    may: frozenset = SIGNED_IN
    row: str = ""
    own: frozenset = EVERYONE
    other: frozenset = EVERYONE
    also: Mapping = field(default_factory=dict)
    # further rows of which a GET leads to another page
    led_on: frozenset = NOBODY
    get: bool = True
    post: bool = False
    answer: int = 200
    to_strangers: int = 302
    is_public: bool = False

    @property
    def cases(self):
        """The names of the rows to try; an address without a row is tried once, as "own"."""
        return ("own", "other", *self.also) if self.row else ("own",)

    def seen_by(self, whose):
        return {"own": self.own, "other": self.other, **self.also}[whose]

    def answer_to(self, person, whose):
        if person == "anonymous" and not self.is_public:
            return self.to_strangers
        if not self.get:
            return 302
        if person not in self.may and not self.is_public:
            return 403
        if person not in self.seen_by(whose):
            return 404
        return 302 if whose in self.led_on else self.answer

    def refusal_of_post(self, person, whose):
        """The status with which a POST of this person is refused; None where it is allowed."""
        if self.is_public:
            return None if self.post else 405
        if person == "anonymous":
            return None if self.to_strangers == 200 else 302
        if person not in self.may:
            return 403
        if not self.post:
            return 405
        return None if person in self.seen_by(whose) else 404


def public(**fields):
    return Door(may=EVERYONE, is_public=True, **fields)
