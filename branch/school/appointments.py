"""What other apps ask, and store, when the school appoints a head teacher.

The school appoints: an app may ask for something to be written, but never refuses the post.
"""

from dataclasses import dataclass, field

from branch.core.registry import Declared


@dataclass(frozen=True)
class Finding:
    """What an app says of a colleague who becomes head teacher; `asks` if something is to be written for it."""

    says: str
    asks: bool = False


class HeadCheck(Declared):
    """Subclass it in `<app>/appointments.py`.

    Its finding is shown to those who may appoint. Where it asks, the form comes back once with the fields.
    """

    key = ""

    def finding(self, staff, *, on):
        """The `Finding` about a colleague on the day of the post; None where there is nothing to say."""
        raise NotImplementedError

    def fields(self):
        """{name: field} of what is asked."""
        return {}

    def refuse_unless_answered(self, finding, answers):
        """Raise a `ValidationError` at the fields that still have to be filled; blank ones are falsy."""

    def store(self, post, answers, *, on, by):
        """Store the answers with the post, in its transaction."""


@dataclass
class Answered:
    """The finding of a check, and what was answered to it, by the names of its fields."""

    check: HeadCheck
    finding: Finding
    answers: dict = field(default_factory=dict)

    def store(self, post, *, on, by):
        if self.finding.asks:
            self.check.store(post, self.answers, on=on, by=by)
