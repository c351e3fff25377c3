"""What `short_transactions` refuses inside a transaction of the portal, and what it lets pass."""

import socket
import subprocess
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.transaction import get_connection
from openpyxl import Workbook
from PIL import Image

from tests.core.photos import encoded, red_above_blue
from tests.short_transactions import SlowWorkError, rolled_back

pytestmark = pytest.mark.django_db


def store_a_file():
    default_storage.save("tests/plan.pdf", ContentFile(b"%PDF-1.7"))


def write_a_workbook():
    book = Workbook(write_only=True)
    book.create_sheet("名单").append(["姓名"])
    book.save(BytesIO())


def pack_in_memory():
    with ZipFile(BytesIO(), "w") as archive:
        archive.writestr("名单.txt", "姓名")


def decode_a_picture():
    Image.open(BytesIO(encoded(red_above_blue()))).convert("L")


def encode_a_picture():
    encoded(red_above_blue())


def start_a_program():
    subprocess.run(["true"], check=True)  # noqa: S607 (any program will do)


def ask_the_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


SLOW = (
    store_a_file,
    write_a_workbook,
    pack_in_memory,
    decode_a_picture,
    encode_a_picture,
    start_a_program,
    ask_the_network,
)


@pytest.mark.parametrize("work", SLOW)
def test_slow_work_is_refused_in_a_transaction(work):
    with pytest.raises(SlowWorkError), transaction.atomic():
        work()


@pytest.mark.parametrize("work", SLOW)
def test_slow_work_is_done_outside_of_one_and_in_that_of_a_test(work):
    assert get_connection().in_atomic_block

    work()
    with rolled_back():
        work()
