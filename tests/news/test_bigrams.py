from hypothesis import given
from hypothesis import strategies as st

from branch.core.typed import fold, words_of
from branch.news.bigrams import Piece, excerpt, grams

CHARS = st.sampled_from("心育党员冬训a B１５+2>7，。 \n(㎡𠮷ſ")
TEXTS = st.text(CHARS, max_size=40)


@given(TEXTS, st.text(CHARS, min_size=2, max_size=4))
def test_every_word_a_scan_finds_has_all_its_grams_in_the_text(text, query):
    for word in words_of(fold(query)):
        if word in fold(text):
            assert grams(word) <= grams(fold(text))


@given(TEXTS)
def test_folding_is_idempotent(text):
    assert fold(fold(text)) == fold(text)


@given(TEXTS, st.lists(st.text(CHARS, min_size=1, max_size=3), max_size=3))
def test_an_excerpt_contains_only_text_of_the_article(text, words):
    shown = "".join(
        piece.text
        for piece in excerpt(text, [fold(word) for word in words if fold(word)], length=12)
    )

    assert shown.strip("…") in text


def test_an_excerpt_marks_hits_as_the_text_spells_them():
    pieces = excerpt("党支部建设“ＡＢ型”，心育育人。", words_of("ab 心育 育人"))

    assert pieces == [
        Piece("党支部建设“"),
        Piece("ＡＢ", is_hit=True),
        Piece("型”，"),
        Piece("心育育人", is_hit=True),
        Piece("。"),
    ]


def test_an_excerpt_begins_near_the_first_hit():
    pieces = excerpt("前" * 200 + "心育" + "后" * 200, ["心育"], length=40)

    assert [piece.text for piece in pieces] == ["…", "前" * 10, "心育", "后" * 28 + "…"]
