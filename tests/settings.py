"""The product's own settings in dev mode, whatever this machine's .env says; files go to a place that vanishes."""

import atexit
import base64
import os
import tempfile
from pathlib import Path

from django.contrib.auth.hashers import Argon2PasswordHasher

_VANISHES = tempfile.TemporaryDirectory(prefix="guangqin-tests-")
atexit.register(_VANISHES.cleanup)
os.environ["GUANGQIN_MODE"] = "dev"
os.environ["GUANGQIN_DATA_DIR"] = _VANISHES.name
# nothing leaves the tests but to servers of their own
os.environ |= dict.fromkeys(("GUANGQIN_MAIL_HOST", "GUANGQIN_ROBOT_SECRET_URL", "GUANGQIN_URL"), "")
# the same in all processes, which share one demo school
SEAL_KEY = base64.b64encode(b"a-key-of-the-tests".ljust(32, b".")).decode()
os.environ["GUANGQIN_SEAL_KEYS"] = f"tests:{SEAL_KEY}"

from guangqin.settings import *  # noqa: E402, F403, TID251 (the one module that builds on them)

# Empty: what lies there is read through whenever a client is made.
STATIC_ROOT = Path(_VANISHES.name, "static")
STATIC_ROOT.mkdir()


class QuickArgon2(Argon2PasswordHasher):
    """The product's algorithm at its lowest cost: tests make many people."""

    time_cost, memory_cost, parallelism = 1, 8, 1


PASSWORD_HASHERS = ["tests.settings.QuickArgon2"]
