"""The numbers of students and families in the ledgers of a term."""

from secrets import SystemRandom

from django.db import transaction

from branch.school.models import Family, FamilyNumber, RollNumber, Student, Term

RANDOM = SystemRandom()
FEWEST_DIGITS = 4


@transaction.atomic
def deal_roll_numbers(*, on, students=Student.objects, rng=RANDOM):
    """Give the students on the roll of a day, and their families, numbers of its term; return how many are new.

    Who has a number keeps it. A row that somebody else is changing is left to the next call: as nothing
    is waited for but the term, which is locked last, no two callers can wait for each other.
    """
    term = Term.objects.on(on)
    if term is None:
        return 0
    # keys and no subqueries: without statistics, as after an import, PostgreSQL plans the square of the roll
    roll = list(students.on_roll_on(on).values_list("pk", "family"))
    here = Student.objects.filter(pk__in={pk for pk, _ in roll})
    homes = Family.objects.filter(pk__in={family for _, family in roll} - {None})
    without = (
        (RollNumber, "student", _locked(here.exclude(roll_numbers__term=term))),
        (FamilyNumber, "family", _locked(homes.exclude(family_numbers__term=term))),
    )
    if not any(rows for _, _, rows in without):
        return 0
    Term.objects.select_for_update(no_key=True).get(pk=term.pk)
    return sum(_deal(model, owner, rows, term, rng) for model, owner, rows in without)


def _locked(rows):
    """The rows nobody else has locked; a new record that refers to one does not lock it."""
    return list(rows.select_for_update(no_key=True, skip_locked=True))


def _deal(model, owner, rows, term, rng):
    """Create numbers for the rows that have none by now; needs the term locked."""
    dealt = dict(model.objects.filter(term=term).values_list(owner, "number"))
    rows = [row for row in rows if row.pk not in dealt]
    numbers = rng.sample(_free(dealt.values(), len(rows)), len(rows))
    pairs = zip(rows, numbers, strict=True)
    new = [model(term=term, number=number, **{owner: row}) for row, number in pairs]
    return len(model.objects.bulk_create(new))


def _free(dealt, count):
    """The numbers not yet dealt, as 0471, at least `count`; with the digits of those dealt while that many are left.

    At first at least twice as many as are needed, as a number must not tell who came later.
    """
    digits = max(map(len, dealt), default=FEWEST_DIGITS)
    least = count if dealt else 2 * count
    taken = {number.lstrip("0") for number in dealt}
    while 10**digits - 1 - len(taken) < least:
        digits += 1
    return [f"{n:0{digits}}" for n in range(1, 10**digits) if str(n) not in taken]
