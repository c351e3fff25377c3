"""What else a step does: stated by each app concerned, shown before the step, checked as it is taken."""

import json
from dataclasses import dataclass
from hashlib import sha256

from django.core.exceptions import ValidationError

from .registry import Declared

CHANGED_MEANWHILE = "打开这一页以后情况有了变化，请看过现在会怎样，再办一次。"


@dataclass(frozen=True)
class Follow:
    """A sentence on what follows, and the students it names."""

    says: str
    student_ids: tuple = ()


class Consequence(Declared):
    """What a step on a record does to the records of an app; subclass it in `<app>/consequences.py`.

    `step` names the step, as `members.release`.
    """

    step = ""

    def follows(self, record, *, on, by):
        """The `Follow`s on this day; what the reader `by` may not see is left out or only counted."""
        raise NotImplementedError


def follows(step, record, *, on, by):
    """The `Follow`s of a step, from all apps."""
    found = [one for one in Consequence.every() if one.step == step]
    return [follow for one in found for follow in one.follows(record, on=on, by=by)]


def digest_of(shown):
    """A digest of what a page says will follow, which its form sends back as `seen`."""
    text = json.dumps([follow.says for follow in shown])
    return sha256(text.encode()).hexdigest()[:32]


def refuse_unless_seen(seen, step, record, *, on, by):
    """Refuse a step whose page said something else; `seen` None: no page was shown, as for a command."""
    if seen is not None and seen != digest_of(follows(step, record, on=on, by=by)):
        raise ValidationError(CHANGED_MEANWHILE)
