"""What must never be false of a line, the database refuses, whatever the code does."""

import pytest
from django.db import IntegrityError, transaction

from branch.walkins.models import Aid
from tests.walkins.aid.books import TODAY, small

pytestmark = pytest.mark.django_db
MONEY, GOODS, INCOME, WAITING = "money", "goods", "income", "waiting"

WRONG = [
    ("above_zero", MONEY, {"amount": 0}),
    ("source_of_the_list", MONEY, {"source": "dues"}),
    ("source_of_the_list", INCOME, {"source": ""}),
    ("two_people", MONEY, {"decided_by": "one"}),
    ("counted_when_decided", MONEY, {"decided_by": None, "decided_on": None}),
    ("money_needs_two", MONEY, {"needs_two": False}),
    ("money_needs_two", INCOME, {"needs_two": False}),
    ("counted_when_decided", WAITING, {"state": "counted"}),
    ("counted_when_decided", MONEY, {"state": "refused"}),
    ("counted_when_decided", MONEY, {"refusal": "amount"}),
    ("flows_one_way", MONEY, {"flow": 1}),
    ("flows_one_way", INCOME, {"flow": -1}),
    ("flows_one_way", INCOME, {"flow": 2}),
    ("goods_are_named", GOODS, {"goods": ""}),
    ("goods_by_kind", MONEY, {"is_goods": True, "goods": "书"}),
    ("goods_by_kind", MONEY, {"kind": "goods"}),
    ("comfort_has_an_occasion", MONEY, {"occasion": "spring"}),
    ("comfort_has_an_occasion", MONEY, {"kind": "comfort"}),
    ("reaches_somebody", MONEY, {"recipient_count": 0}),
    ("reaches_somebody", INCOME, {"recipient_count": 1}),
    ("money_has_a_receipt", MONEY, {"receipt": ""}),
    ("money_has_a_receipt", INCOME, {"payee": ""}),
    ("reversed_with_a_reason", MONEY, {"reason": "amount"}),
    ("not_ahead", MONEY, {"happened_on": "2026-11-25"}),
    ("numbered_once", MONEY, {"number": 1}),
]


@pytest.fixture
def lines(books):
    income = books.income()
    return {
        INCOME: income,
        MONEY: books.given(),
        GOODS: books.give(10_000, **small()),
        WAITING: books.give(),
        "one": books.one,
    }


@pytest.mark.parametrize(("name", "which", "values"), WRONG)
def test_the_database_refuses_a_wrong_line(lines, name, which, values):
    values = {key: lines["one"] if value == "one" else value for key, value in values.items()}
    rows = Aid.objects.filter(pk=lines[which].pk)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        rows.update(**values)

    assert name in str(refused.value) or "number" in str(refused.value)


def test_a_line_is_not_reversed_twice_by_any_way(lines):
    line = lines[MONEY]
    copied = {
        name: getattr(line, name)
        for name in ("drive", "kind", "amount", "source", "payee", "receipt", "recipient_count")
    }
    facts = copied | {"reverses": line, "flow": 1, "reason": "amount", "happened_on": TODAY}
    facts |= {"entered_on": TODAY, "entered_by": lines["one"]}
    Aid.objects.create(number=90, **facts)

    with pytest.raises(IntegrityError):
        Aid.objects.create(number=91, **facts)
