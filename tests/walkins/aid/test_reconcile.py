"""500 random drives: at every step and in the end, ins less outs are what is left, to the fen."""

from collections import Counter, defaultdict
from random import Random

import pytest
from django.core.exceptions import ValidationError

from branch.walkins.actions import approve_aid, refuse_aid, reverse_aid, withdraw_aid
from branch.walkins.aid.models import Aid, Drive, Source, sums_of, total
from tests.factories import make_student
from tests.walkins.aid.books import FIRST, TODAY, Books, make_hands, small

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

    def a_sum(self):
        amount, source = self.rng.randint(100_000, 900_000), self.rng.choice(self.sources)
        return {"amount": amount, "source": source}

    def take(self):
        self.waiting.append(self.books.income(**self.a_sum(), counts=False))

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


@pytest.fixture
def shadows(term):
    """Drives with a sum each to begin with, which no action wrote: the steps are what is tried."""
    rng = Random(20261124)  # noqa: S311 (the same drives each time)
    one, other = make_hands()
    drives = [Drive(title="爱心助学", started_on=FIRST, keeper=one.staff) for _ in range(DRIVES)]
    students = [make_student(), make_student()]
    shadows = [
        Shadow(rng, students, Books(one, other, drive=drive))
        for drive in Drive.objects.bulk_create(drives)
    ]
    known = {"number": 1, "kind": "income", "flow": 1, "state": "counted", "happened_on": FIRST}
    known |= {"payee": "学校财务室", "receipt": "GH-0000", "entered_on": TODAY, "entered_by": one}
    known |= {"decided_on": TODAY, "decided_by": other}
    lines = [Aid(drive=shadow.books.drive, **shadow.a_sum(), **known) for shadow in shadows]
    for line, shadow in zip(Aid.objects.bulk_create(lines), shadows, strict=True):
        shadow.count(line)
    return shadows


def balances():
    """{drive: {source: ins less outs}} of the counted lines."""
    found = defaultdict(dict)
    rows = Aid.objects.counted().order_by().values_list("drive", "source")
    for drive, source, left in rows.annotate(left=total()):
        found[drive][source] = left
    return found


def listed():
    """{drive: (ins less outs, balance)}, as the list of drives has them."""
    return {row.pk: (row.ins - row.outs, row.balance) for row in Drive.objects.with_sums()}


def on_pages():
    """The same as the page of each drive has them."""
    found = {row.pk: sums_of(row.lines.all()) for row in Drive.objects.all()}
    return {key: (sums.ins - sums.outs, sums.balance) for key, sums in found.items()}


def test_500_random_drives_reconcile_to_the_fen(shadows):
    for shadow in shadows * STEPS:
        shadow.step()

    expected = {shadow.books.drive.pk: shadow.left for shadow in shadows}
    whole = {key: (sum(sources.values()),) * 2 for key, sources in expected.items()}
    assert balances() == expected
    assert min(left for sources in expected.values() for left in sources.values()) >= 0
    assert listed() == on_pages() == whole
    # the run has tried what must be refused, and what was taken back
    reversed_ = Aid.objects.counted().exclude(reverses=None).count()
    refused = sum(shadow.refused for shadow in shadows)
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
