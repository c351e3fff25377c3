"""Run every scene of the drill against a temporary server: python -m drill."""

import os
import sys
import tempfile

import django

from bench.server import environment, manage


def main():
    with tempfile.TemporaryDirectory(prefix="guangqin-drill-") as data:
        env = environment(data) | {"DJANGO_SETTINGS_MODULE": "drill.settings"}
        os.environ.update(env)
        for command in ("migrate", "seed_demo", "collectstatic --noinput"):
            manage(env, *command.split())
        django.setup()

        from .scenes import play

        results = play(env)
    failed = sum(not holds for _, holds in results)
    print(f"\n{len(results) - failed} passed, {failed} failed")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
