"""A roster of 5,000 pupils whose import is killed again and again, each time by the same command's own death."""

import random
import subprocess
import sys
import time
from pathlib import Path

from bench.rosters import PUPILS, workbook
from bench.server import ROOT

KILLS = 6


def run(env):
    """How often it was killed while it ran; the last run is left in peace."""
    path = Path(env["GUANGQIN_DATA_DIR"]) / "pupils.xlsx"
    path.write_bytes(workbook())
    command = [sys.executable, "manage.py", "import_roster", "students", str(path), "--commit"]
    dice = random.Random(7)  # noqa: S311 (moments, not secrets)
    killed = sum(_killed(command, env, dice.uniform(2, 9)) for _ in range(KILLS))
    subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    return killed


def _killed(command, env, seconds):
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL) as running:
        time.sleep(seconds)
        is_running = running.poll() is None
        running.kill()
    return is_running


def tell(killed, batches, numbers, enrolments):
    """{sentence: whether it holds}, from the batches, the pupils' numbers and how many are in a class."""
    done = [batch for batch in batches if batch.state == batch.State.DONE]
    begun = [batch for batch in batches if batch.state == batch.State.WRITING]
    said_new = sum(batch.counts["new"] for batch in done)
    return {
        f"an import killed {killed} times has brought all {PUPILS} pupils": len(numbers) == PUPILS,
        "none of them twice": len(set(numbers)) == len(numbers) == enrolments,
        "what was begun was ended, and said to be new once": not begun and said_new == PUPILS,
    }
