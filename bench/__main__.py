"""Run the benchmarks named, as in `python -m bench scale`, or all of them.

Prints the table of docs/performance.md and writes artifacts/bench.json.
"""

import os
import sys
import tempfile
from pathlib import Path

import django

from .server import ROOT, environment, manage


def main():
    with tempfile.TemporaryDirectory(prefix="guangqin-bench-") as data:
        env = environment(data)
        os.environ.update(env)
        for command in ("migrate", "seed_demo", "collectstatic --noinput"):
            manage(env, *command.split())
        django.setup()

        from .report import report

        report(env, ROOT / "artifacts", Path(data), only=sys.argv[1:])


if __name__ == "__main__":
    main()
