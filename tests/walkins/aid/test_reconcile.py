"""500 random drives: at every step and in the end, ins less outs are what is left, to the fen."""

from collections import Counter
from random import Random

import pytest
from django.core.exceptions import ValidationError

from branch.walkins.actions import approve_aid, refuse_aid, reverse_aid, withdraw_aid
from branch.walkins.aid.models import Aid, Drive, Source, sums_of
from tests.factories import make_student
from tests.walkins.aid.books import Books, make_hands, small

pytestmark = pytest.mark.django_db
DRIVES, STEPS = 500, 3
SOURCES = Source.values


class Shadow:
    """A drive, and beside it what an abacus would say."""

    def __init__(self, rng, students, books):
        self.rng, self.students, self.books = rng, students, books
        # few, so that much is spent from each
        self.sources = rng.sample(SOURCES, 2)
        self.left, self.waiting, self.counted = Counter(), [], []
        self.refused = 0

    def count(self, line):
        self.left[line.source] += line.flow * line.amount
        if not line.is_reversal:
            self.counted.append(line)

    def step(self):
        """One random step; what the books refuse must change nothing."""
        act = self.rng.choice([self.take, self.give, self.give, self.decide, self.undo])
        try:
            act()
        except ValidationError:
            self.refused += 1

    def take(self):
        amount, source = self.rng.randint(100_000, 900_000), self.rng.choice(self.sources)
        self.count(self.books.income(amount, source))

    def give(self):
        amount, source = self.rng.randint(1, 400_000), self.rng.choice(self.sources)
        goods = small() if self.rng.random() < 0.5 else {}
        line = self.books.give(amount, *self.students[:2], source=source, **goods)
        (self.waiting.append if line.is_waiting else self.count)(line)

    def decide(self):
        if not self.waiting:
            return
        line = self.waiting.pop(self.rng.randrange(len(self.waiting)))
        facts = {"version": line.version, "on": self.books.on}
        which = self.rng.random()
        if which < 0.1:
            refuse_aid(line, refusal="amount", by=self.books.other, **facts)
        elif which < 0.2:
            withdraw_aid(line, by=self.books.one, **facts)
        else:
            self.count(approve_aid(line, by=self.books.other, **facts))

    def undo(self):
        if not self.counted:
            return
        line = Aid.objects.get(pk=self.rng.choice(self.counted).pk)
        facts = {"version": line.version, "on": self.books.on, "by": self.books.one}
        reversal = reverse_aid(line, reason="amount", **facts)
        (self.waiting.append if reversal.is_waiting else self.count)(reversal)

    def agrees(self):
        """Whether the database says the same, of each source and of the whole, and none is below zero."""
        lines = Drive.objects.get(pk=self.books.drive.pk).lines
        found = {source: lines.filter(source=source).balance() for source in SOURCES}
        sums = sums_of(lines.all())
        is_even = sums.balance == sums.ins - sums.outs == sum(found.values())
        return is_even and min(found.values()) >= 0 and found == {s: self.left[s] for s in SOURCES}


def test_500_random_drives_reconcile_to_the_fen(term):
    rng = Random(20261124)  # noqa: S311 (the same drives each time)
    hands, students = make_hands(), [make_student(), make_student()]
    refused = 0
    for _ in range(DRIVES):
        shadow = Shadow(rng, students, Books(*hands))
        shadow.take()
        for _ in range(STEPS):
            shadow.step()
        assert shadow.agrees()
        refused += shadow.refused

    reversed_ = Aid.objects.counted().exclude(reverses=None).count()
    # the run has tried what must be refused, and what was taken back
    assert (refused > 100, reversed_ > 5, Aid.objects.count() > 800) == (True, True, True)


def test_no_balance_on_the_way_is_below_zero(books):
    rng = Random(7)  # noqa: S311 (the same lines each time)
    shadow = Shadow(rng, [make_student(), make_student()], books)
    for _ in range(60):
        shadow.step()
        assert shadow.agrees()

    lines = Aid.objects.counted().with_balance(of_drive=True)
    assert min(line.balance for line in lines) >= 0
    assert books.balance() == sum(shadow.left.values())
