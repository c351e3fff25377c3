"""Amounts of money are typed in many ways, kept in whole fen, and written in one."""

from decimal import Decimal

import pytest
from django import forms

from branch.core.forms import MoneyField
from branch.core.money import ABOVE_ZERO, LIKE_THIS, TO_THE_FEN, TOO_MUCH, fen_in, yuan, yuan_says


class Amount(forms.Form):
    amount = MoneyField(label="金额（元）")


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("500", 50_000),
        ("500.00", 50_000),
        ("500.5", 50_050),
        ("0.01", 1),
        ("1,200.50", 120_050),
        ("１，２００．５０", 120_050),
        (" ￥ 1 200.5 元 ", 120_050),
        ("9,999,999.99", 999_999_999),
        ("500.", 50_000),
        ("000500", 50_000),
    ],
)
def test_an_amount_is_read_to_the_fen(typed, fen):
    assert fen_in(typed) == fen


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("😀", LIKE_THIS),
        ("5️⃣00", LIKE_THIS),
        ("500😀", LIKE_THIS),
        ("①", LIKE_THIS),
        ("٥٠٠", LIKE_THIS),
        ("五百", LIKE_THIS),
        ("1,20", LIKE_THIS),
        ("1e9", LIKE_THIS),
        ("NaN", LIKE_THIS),
        (".5", LIKE_THIS),
        ("+5", LIKE_THIS),
        ("-500", ABOVE_ZERO),
        ("−500", ABOVE_ZERO),
        ("－５００", ABOVE_ZERO),
        ("0", ABOVE_ZERO),
        ("0.00", ABOVE_ZERO),
        ("1.005", TO_THE_FEN),
        ("10,000,000", TOO_MUCH),
        ("9" * 4000, TOO_MUCH),
    ],
)
def test_what_is_no_amount_is_refused_in_words_and_stays_in_the_field(typed, says):
    form = Amount({"amount": typed})

    assert form.errors == {"amount": [says]}
    assert form["amount"].value() == typed


def test_an_amount_of_fen_is_shown_as_it_may_be_typed():
    shown = Amount(initial={"amount": 120_050})["amount"]

    assert (shown.value(), fen_in(shown.value())) == ("1,200.50", 120_050)
    assert 'inputmode="decimal"' in str(shown)


@pytest.mark.parametrize(
    ("fen", "says"), [(1_286_050, "12,860.50"), (-30_000, "−300.00"), (0, "0.00"), (5, "0.05")]
)
def test_fen_are_written_as_yuan_with_two_places(fen, says):
    assert yuan_says(fen) == says
    assert (yuan(fen) * 100, yuan(fen).as_tuple().exponent) == (Decimal(fen), -2)
