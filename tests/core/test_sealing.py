"""A sealed text opens with its key and in its place, and nothing else does."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branch.core.sealing import (
    AlteredError,
    LostKeyError,
    NoKeyError,
    NotSealedError,
    SealError,
    seal,
    unseal,
)

PLACE = "walkins.contactnote.sealed:5b0e0d0a-0000-4000-8000-000000000001"
OLD, NEW = b"0123456789abcdef0123456789abcdef", b"fedcba9876543210fedcba9876543210"
ANY_TEXT = st.text(st.characters(exclude_categories=()))
TEXT = "放学后一个人在家有些怕。"


@given(ANY_TEXT)
def test_any_text_comes_back_as_it_was(text):
    assert unseal(seal(text, place=PLACE), place=PLACE) == text


@given(st.text(min_size=4, alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
def test_the_sealed_text_is_ascii_and_never_twice_the_same(text):
    sealed, again = seal(text, place=PLACE), seal(text, place=PLACE)

    assert sealed.isascii()
    assert sealed.startswith("enc1.tests.")
    assert sealed != again


@given(st.data())
def test_any_changed_character_is_refused(data):
    sealed = seal(TEXT, place=PLACE)
    at = data.draw(st.integers(0, len(sealed) - 1))
    other = data.draw(st.characters().filter(lambda letter: letter != sealed[at]))

    with pytest.raises(SealError) as refused:
        unseal(sealed[:at] + other + sealed[at + 1 :], place=PLACE)

    assert TEXT not in str(refused.value)


@given(st.integers(0, 7), st.data())
def test_any_changed_bit_of_the_last_character_is_refused(bit, data):
    """Base64 has several spellings of the same bytes; of these only the one that was written opens."""
    sealed = seal("字" * data.draw(st.integers(1, 3)), place=PLACE).encode()
    changed = bytes([*sealed[:-1], sealed[-1] ^ 1 << bit]).decode(errors="replace")

    with pytest.raises(SealError):
        unseal(changed, place=PLACE)


@pytest.mark.parametrize(
    "stored",
    ["", None, TEXT, "enc1", "enc1.tests..", "enc1.tests.AAAA.AAAA", "enc2.tests.a.b", "a.b.c.d.e"],
)
def test_what_is_no_sealed_text_is_refused_by_name(stored):
    with pytest.raises(NotSealedError, match="5b0e0d0a-0000-4000-8000-000000000001：存的不是密文"):
        unseal(stored, place=PLACE)


@pytest.mark.parametrize(
    "place",
    [
        f"walkins.contactnote.sealed:{uuid4()}",
        PLACE.replace("sealed:", "text:"),
        PLACE.replace("contactnote", "visitnote"),
    ],
    ids=["another row", "another field", "another model"],
)
def test_a_text_moved_elsewhere_does_not_open(place):
    with pytest.raises(AlteredError, match="密文被改动过，或者不是这一条的"):
        unseal(seal(TEXT, place=PLACE), place=place)


def test_the_first_key_writes_and_all_of_them_open(settings):
    settings.SEAL_KEYS = {"old": OLD}
    before = seal(TEXT, place=PLACE)

    settings.SEAL_KEYS = {"new": NEW, "old": OLD}
    after = seal(TEXT, place=PLACE)

    assert (before[:9], after[:9]) == ("enc1.old.", "enc1.new.")
    assert [unseal(sealed, place=PLACE) for sealed in (before, after)] == [TEXT, TEXT]


def test_a_lost_key_is_named(settings):
    settings.SEAL_KEYS = {"old": OLD}
    sealed = seal(TEXT, place=PLACE)

    settings.SEAL_KEYS = {"new": NEW}

    with pytest.raises(LostKeyError, match="GUANGQIN_SEAL_KEYS 里没有钥匙 old"):
        unseal(sealed, place=PLACE)


def test_a_key_with_another_s_name_opens_nothing(settings):
    settings.SEAL_KEYS = {"k": OLD}
    sealed = seal(TEXT, place=PLACE)

    settings.SEAL_KEYS = {"k": NEW}

    with pytest.raises(AlteredError):
        unseal(sealed, place=PLACE)


def test_without_a_key_nothing_is_sealed(settings):
    settings.SEAL_KEYS = {}

    with pytest.raises(NoKeyError, match="没有 GUANGQIN_SEAL_KEYS"):
        seal(TEXT, place=PLACE)


def test_threads_that_seal_and_open_at_once_do_not_meet():
    def there_and_back(number):
        text, place = f"{TEXT}{number}", f"{PLACE}{number}"
        return all(unseal(seal(text, place=place), place=place) == text for _ in range(50))

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(there_and_back, range(32))) == [True] * 32


def test_no_two_texts_share_a_nonce():
    nonces = sorted(seal(TEXT, place=PLACE).split(".")[2] for _ in range(2000))

    assert all(one != other for one, other in pairwise(nonces))
