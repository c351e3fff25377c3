"""Prepare `make run` in one process: migrations, the demo school, static files."""

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command


def is_collected():
    """Whether the collected static files are newer than all their sources."""
    from django.contrib.staticfiles.finders import get_finders

    manifest = Path(settings.STATIC_ROOT, "staticfiles.json")
    if not manifest.exists():
        return False
    made = manifest.stat().st_mtime
    found = (Path(place.path(name)) for finder in get_finders() for name, place in finder.list([]))
    return all(path.stat().st_mtime < made for path in found)


def _take_up_jobs():
    """No worker runs before this one, so whatever is unfinished was left by one that is gone."""
    from django.utils import timezone

    from branch.operations.actions import take_up_abandoned
    from branch.operations.models import SILENCE

    take_up_abandoned(at=timezone.now() + SILENCE)


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guangqin.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("seed_demo")
    _take_up_jobs()
    if not is_collected():
        call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    main()
