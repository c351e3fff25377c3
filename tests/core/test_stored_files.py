"""Files stored in a block that fails are deleted with it; those of one that succeeds stay."""

from contextlib import suppress

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from branch.core.files import files_deleted_on_failure


class BrokenError(Exception):
    """Raised in these tests where a transaction would be rolled back."""


def store():
    return default_storage.save("tests/plan.pdf", ContentFile(b"%PDF-1.7"))


def fail_after(*calls):
    """Call them in a block that fails; return the names of what they stored."""
    names = []
    with suppress(BrokenError), files_deleted_on_failure():
        names += [call() for call in calls]
        raise BrokenError
    return names


def store_in_a_block():
    with files_deleted_on_failure():
        return store()


@pytest.mark.parametrize("call", [store, store_in_a_block])
def test_a_block_that_fails_leaves_no_file(call):
    names = fail_after(call, call)

    assert len(set(names)) == 2
    assert [default_storage.exists(name) for name in names] == [False, False]


def test_a_block_that_succeeds_keeps_its_files_and_those_stored_later():
    kept = [store_in_a_block(), store()]

    fail_after(store)

    assert [default_storage.exists(name) for name in kept] == [True, True]
