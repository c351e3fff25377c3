"""Programs that read uploads outside the portal's own process, with limits of memory and time.

A forged file can make a library take a gigabyte, run for hours or crash; none of it reaches a worker.
"""

import fcntl
import logging
import resource
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from django.conf import settings

from .sizes import MEGABYTE

# the most a good file needs: a progressive JPEG of 64 Mpx without subsampling, about 500 MB
LIMITS = {resource.RLIMIT_AS: 640 * MEGABYTE, resource.RLIMIT_CPU: 20, resource.RLIMIT_CORE: 0}
# A program that waits for ever, as a decoder whose threads did not start, works none of its CPU seconds.
SECONDS = 60
logger = logging.getLogger(__name__)


def run(program, chunks, *arguments):
    """The status and the output of a Python program that reads the chunks, once it is its turn."""
    with TemporaryFile() as source:
        source.writelines(chunks)
        source.seek(0)
        with _turn():
            status, output, complaint = _finished([program, *arguments], source)
    if complaint or status < 0:
        logger.warning("%s ended with %s: %s", Path(program).name, status, complaint[-1000:])
    return status, output


@contextmanager
def _turn():
    """One at a time on this machine, of all threads of all workers; the others wait."""
    with Path(settings.DATA_DIR, "reading.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _finished(command, source):
    process = subprocess.Popen(  # isolated: neither our environment nor our modules
        [sys.executable, "-I", *command],
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={},
    )
    with process:
        for limit, value in LIMITS.items():
            resource.prlimit(process.pid, limit, (value, value))
        try:
            output, complaint = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            output, complaint = process.communicate()
    return process.returncode, output, complaint.decode(errors="replace")
