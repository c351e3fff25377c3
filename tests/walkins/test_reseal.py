"""`reseal` moves every sealed text to the newest key: stopped and run again, beside a writer, past a bad row."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from branch.core.resealing import BATCH, reseal
from branch.walkins.models import Contact, ContactNote
from tests.factories import make_contact, make_note, make_pairing

pytestmark = pytest.mark.django_db
OLD, NEW = b"0123456789abcdef0123456789abcdef", b"fedcba9876543210fedcba9876543210"
TEXT = "放学后一个人在家有些怕。"


@pytest.fixture
def old_key(settings):
    settings.SEAL_KEYS = {"old": OLD}


@pytest.fixture
def notes(old_key):
    return [make_note(text=f"{TEXT}{number}") for number in range(3)]


@pytest.fixture
def new_key(settings, notes):
    settings.SEAL_KEYS = {"new": NEW, "old": OLD}


def run():
    """(what the command said, what it complained of, the sentence it failed with)."""
    said, complained, failure = StringIO(), StringIO(), ""
    try:
        call_command("reseal", stdout=said, stderr=complained)
    except CommandError as error:
        failure = str(error)
    return said.getvalue(), complained.getvalue(), failure


def opened():
    return sorted(note.open() for note in ContactNote.objects.all())


def under(name):
    return ContactNote.objects.filter(sealed__startswith=f"enc1.{name}.").count()


def test_all_texts_move_to_the_newest_key_and_are_counted(settings, new_key):
    said, complained, failure = run()

    assert (
        "保密记录：共 3 条，这次移了 3 条，打不开 0 条。\n保密记录（家访）：共 0 条，这次移了 0 条，打不开 0 条。\n全部在钥匙 new 下。"
        in said
    )
    assert (complained, failure, under("new")) == ("", "", 3)
    settings.SEAL_KEYS = {"new": NEW}
    assert opened() == [f"{TEXT}{number}" for number in range(3)]


def test_moving_a_text_is_no_rewriting_of_it(new_key, notes):
    run()

    assert {(note.version, note.rewritten_at) for note in ContactNote.objects.all()} == {(1, None)}


def test_a_second_run_moves_nothing(new_key):
    run()
    before = sorted(ContactNote.objects.values_list("sealed", flat=True))

    said, _, _ = run()

    assert "这次移了 0 条" in said
    assert sorted(ContactNote.objects.values_list("sealed", flat=True)) == before


def test_a_run_that_was_stopped_goes_on_where_it_stopped(settings, notes):
    fill(BATCH)
    settings.SEAL_KEYS = {"new": NEW, "old": OLD}
    first = next(reseal(ContactNote))
    assert (first.moved, under("new"), under("old")) == (BATCH, BATCH, 3)

    said, _, failure = run()

    assert f"共 {BATCH + 3} 条，这次移了 3 条" in said
    assert (failure, under("old")) == ("", 0)


def fill(count):
    """Notes of as many contacts of one pairing."""
    pairing = make_pairing()
    first = make_contact(pairing)
    facts = {"member": pairing.member, "kind": "care", "recorded_by": first.recorded_by}
    Contact.objects.bulk_create(
        Contact(happened_on=first.happened_on, **facts) for _ in range(count)
    )
    for contact in Contact.objects.filter(note=None):
        if contact.pk != first.pk:
            make_note(contact, TEXT)


def test_a_text_that_was_rewritten_meanwhile_is_not_overwritten(settings, new_key, notes):
    stale = ContactNote.objects.get(pk=notes[0].pk)
    notes[0].seal("刚改写的")
    notes[0].save()

    assert stale.move_to_newest_key() is False

    assert ContactNote.objects.get(pk=notes[0].pk).open() == "刚改写的"


def test_a_text_deleted_meanwhile_does_not_come_back(new_key, notes):
    stale = ContactNote.objects.get(pk=notes[0].pk)
    notes[0].delete()

    assert stale.move_to_newest_key() is False

    assert ContactNote.objects.count() == 2


@pytest.mark.parametrize(
    ("stored", "why"),
    [
        ("enc1.lost.AAAAAAAAAAAAAAAA.AAAA", "GUANGQIN_SEAL_KEYS 里没有钥匙 lost"),
        ("enc1.old.AAAAAAAAAAAAAAAA.AAAA", "密文被改动过，或者不是这一条的"),
        ("enc1.", "存的不是密文"),
    ],
)
def test_a_row_that_does_not_open_is_named_and_stops_no_other(new_key, notes, stored, why):
    bad = notes[1]
    ContactNote.objects.filter(pk=bad.pk).update(sealed=stored)

    said, complained, failure = run()

    assert complained == f"打不开：walkins.contactnote.sealed:{bad.pk}：{why}\n"
    assert "这次移了 2 条，打不开 1 条" in said
    assert failure == "还有 1 条不在钥匙 new 下，旧钥匙先不要删。"
    assert ContactNote.objects.get(pk=bad.pk).sealed == stored


def test_without_a_key_it_says_what_to_do(settings, notes):
    settings.SEAL_KEYS = {}

    assert run()[2].startswith("没有 GUANGQIN_SEAL_KEYS。")
