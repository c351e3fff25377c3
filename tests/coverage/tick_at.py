"""`manage.py tick` in a process of its own, whose clock begins at a moment: python -m tests.coverage.tick_at MOMENT"""

import sys
import time
from datetime import datetime, timedelta

import django
from django.core.management import call_command
from django.utils import timezone


def main(moment):
    begin, started = datetime.fromisoformat(moment), time.monotonic()
    timezone.now = lambda: begin + timedelta(seconds=time.monotonic() - started)
    django.setup()
    call_command("tick")


if __name__ == "__main__":
    main(sys.argv[1])
