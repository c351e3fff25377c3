"""What the public is told of consultations: no topic under five, and none that subtraction finds.

A stop is told once, when nothing joins its tally any more, and never changes: there is no former number to subtract. Its
topics are told from five on. What is less is told together as 其他, and where that is less than five, the smallest topic
that would be told joins it. So every number told is at least five, and the total is their sum: the total less any of
them is a sum of the others, which is nothing or at least five. A stop of less than five has no numbers at all.

A series, a year and any other sum adds what its stops are told, not what was counted: a topic that is folded into 其他 at
a stop is folded in every sum. So a sum less any of its stops is the sum of what the others are told, which one could have
added up oneself. Stops of less than five are in no sum, so that none is found as what is left.

Whoever knows these rules learns that a topic which is not told was under five or the smallest, and not which of these.
"""

from dataclasses import dataclass, field

from branch.core.wording import FEW

from .models import REST


@dataclass(frozen=True)
class Told:
    """How often people came to talk, and of what; a total of None is one under five."""

    total: int | None = 0
    topics: dict = field(default_factory=dict)

    @property
    def is_few(self):
        return self.total is None

    @property
    def says(self):
        """63 人次; 少于5人次; empty where nothing was tallied."""
        if self.is_few:
            return f"少于{FEW}人次"
        return f"{self.total} 人次" if self.total else ""

    @property
    def most(self):
        """The three topics most talked of, without the rest."""
        named = {name: count for name, count in self.topics.items() if name != REST}
        return list(named.items())[:3]


def told(counts):
    """The `Told` of one stop from its {topic: count}."""
    total = sum(counts.values())
    if total < FEW:
        return Told(None if total else 0)
    shown = {name: count for name, count in counts.items() if count >= FEW and name != REST}
    rest = total - sum(shown.values())
    if 0 < rest < FEW:
        # of equal ones always the same, or two looks would tell both
        rest += shown.pop(min(shown, key=lambda name: (shown[name], name)))
    return Told(total, _sorted(shown, rest))


def sum_of(several):
    """The `Told` of several stops together, from those of each."""
    topics = {}
    for one in several:
        for name, count in one.topics.items():
            topics[name] = topics.get(name, 0) + count
    return Told(sum(topics.values()), _sorted(topics, topics.pop(REST, 0)))


def _sorted(topics, rest):
    """The topics, the most talked of first, and the rest last, where there is any."""
    most_first = dict(sorted(topics.items(), key=lambda one: -one[1]))
    return most_first | ({REST: rest} if rest else {})
