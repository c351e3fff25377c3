"""Run all benchmarks, print the table of docs/performance.md and write artifacts/bench.json."""

import os
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

        report(env, ROOT / "artifacts", Path(data))


if __name__ == "__main__":
    main()
