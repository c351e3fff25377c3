"""Whether a portal serves this data: each of its processes holds a shared lock on the data directory.

The kernel releases the lock with the process, however that ends. A process that answers every request
with an error, or has not opened the database yet, holds it as well.
"""

import os
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock

from django.conf import settings

held = []


def serve_from_now_on():
    """Hold the lock until this process ends; waits for a restore to end."""
    held.append(os.open(settings.DATA_DIR, os.O_RDONLY))
    flock(held[-1], LOCK_SH)


@contextmanager
def nobody_serving():
    """Let no portal begin to serve meanwhile; `BlockingIOError` if one does already."""
    directory = os.open(settings.DATA_DIR, os.O_RDONLY)
    try:
        flock(directory, LOCK_EX | LOCK_NB)
        yield
    finally:
        os.close(directory)
