"""Cells of a sheet are broken between words, not inside a name, a date, an amount or a number of a receipt."""

import pytest

from branch.core.templatetags.portal_format import unbroken


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("2026-11-20", "[2026-11-20]"),
        ("2026-12-31（已过）", "[2026-12-31（已过）]"),
        ("沈秋荷", "[沈秋荷]"),
        ("−1,600.00", "[−1,600.00]"),
        ("学校财务室 XZ-0417", "学校财务室 [XZ-0417]"),
        ("谈心和辅导课业", "谈心和辅导课业"),
        (7, "[7]"),
        ("", ""),
        ("<b>", "[&lt;b&gt;]"),
    ],
)
def test_what_is_one_word_stays_on_one_line(text, html):
    whole = html.replace("[", '<span class="gq-whole">').replace("]", "</span>")

    assert unbroken(text) == whole
