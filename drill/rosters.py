"""The import of a roster of 5,000 pupils by a command that is killed and run again."""

import random
import subprocess
import sys
import time
from pathlib import Path

from bench.rosters import PUPILS, workbook
from bench.server import ROOT

KILLS = 6


def run(env):
    """Kill the import at random moments, then let it finish; return how often it was killed while running."""
    path = Path(env["GUANGQIN_DATA_DIR"]) / "pupils.xlsx"
    path.write_bytes(workbook())
    command = [sys.executable, "manage.py", "import_roster", "students", str(path), "--commit"]
    rng = random.Random(7)  # noqa: S311 (moments, not secrets)
    killed = sum(_run_and_kill(command, env, rng.uniform(2, 9)) for _ in range(KILLS))
    subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    return killed


def _run_and_kill(command, env, seconds):
    """Run the command and kill it after some seconds; return whether it was still running."""
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL) as running:
        time.sleep(seconds)
        is_running = running.poll() is None
        running.kill()
    return is_running


def results(killed, batches, numbers, enrolments):
    """{sentence: whether it holds}, from the batches, the pupils' numbers and the number of enrolments."""
    done = [batch for batch in batches if batch.state == batch.State.DONE]
    begun = [batch for batch in batches if batch.state == batch.State.WRITING]
    new_count = sum(batch.counts["new"] for batch in done)
    return {
        f"an import killed {killed} times stored all {PUPILS} pupils": len(numbers) == PUPILS,
        "none of them twice": len(set(numbers)) == len(numbers) == enrolments,
        "every batch was finished, and each pupil counted as new once": not begun
        and new_count == PUPILS,
    }
