"""What is stored of a paste that was sent as it is, without the editor."""

import pytest

from branch.news.clean import clean, to_plain, without_struck
from branch.news.pasted import plain_html
from tests.news.pastes import PASTES


@pytest.mark.parametrize(("pasted", "stored"), PASTES.values(), ids=PASTES)
def test_a_paste_is_stored_as_it_reads(pasted, stored):
    assert clean(pasted) == stored
    assert clean(stored) == stored


def test_a_start_that_is_no_number_is_not_stored():
    assert clean("<ol start='x'><li>甲</li></ol>") == "<ol><li><p>甲</p></li></ol>"


def test_end_tags_inside_raw_text_do_not_end_hidden_text():
    body = "<span style='display:none'><iframe></span></span></iframe>密</span>甲"

    assert clean(body) == "<p>甲</p>"


def test_a_body_of_ten_thousand_levels_is_read():
    assert "甲" in plain_html("<div>" * 10_000 + "甲")


def test_plain_text_keeps_powers_and_a_summary_leaves_out_struck_words():
    body = clean("<p>约10<sup>5</sup>人，x<sup>a</sup>，H<sub>2</sub>O，<s>周三</s>周四</p>")

    assert to_plain(body) == "约10⁵人，xa，H₂O，周三周四"
    assert to_plain(without_struck(body)) == "约10⁵人，xa，H₂O，周四"
