"""The export of the ledger of contacts by its size, and the posts of a colleague meanwhile.

As a program it does the jobs that wait, as the worker does, and prints the CPU seconds: python -m bench.exports
"""

import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from math import log
from statistics import median
from threading import Thread

import django
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from .rosters import SAMPLE, colleague, cpu
from .server import ROOT, Server, get

SIZES = (1_000, 4_000, 30_000)
LEDGER = "contacts"
# a program that needs a processor as long as the longest export, and neither the disk nor the database
BUSY = "import time\nwhile time.process_time() < 6: pass"


@dataclass
class Cost:
    """CPU seconds of an export; milliseconds of a colleague's posts.

    `usual` is the median before it, `busy` the longest beside a program that only uses a processor, `slowest` the
    longest during it.
    """

    rows: int
    seconds: float
    usual: float
    busy: float
    slowest: float

    def exponent(self, smaller):
        """How the cost grows with the rows: 1 is linear, 2 the square."""
        return log(self.seconds / smaller.seconds) / log(self.rows / smaller.rows)


def fill():
    """Store contacts of the demo school's pairings, for each size on a day of its own."""
    from branch.walkins.models import Contact, ContactPairing, Pairing

    pairings = list(Pairing.objects.active().select_related("member__staff"))
    for size, day in _days().items():
        with transaction.atomic():
            contacts = Contact.objects.bulk_create(
                Contact(
                    member=pairing.member,
                    kind=Contact.Kind.CARE,
                    happened_on=day,
                    minutes=20,
                    recorded_by_id=pairing.member.staff.user_id,
                )
                for pairing in (pairings[n % len(pairings)] for n in range(size))
            )
            ContactPairing.objects.bulk_create(
                ContactPairing(
                    contact=contact, pairing=pairings[n % len(pairings)], happened_on=day
                )
                for n, contact in enumerate(contacts)
            )


def _days():
    today = timezone.localdate()
    return {size: today - timedelta(days=number) for number, size in enumerate(SIZES, start=7)}


def costs(env):
    fill()
    with Server("guangqin.wsgi", env, options=("--max-requests", "0")) as server:
        post = colleague(server)
        usual = median(post() for _ in range(SAMPLE))
        busy = subprocess.Popen([sys.executable, "-c", BUSY])
        beside = max(_posts_while(post, lambda: busy.poll() is None))
        secretary = _signed_in(server)
        for size, day in _days().items():
            export = by_request if size < SIZES[-1] else by_job
            seconds, waits = export(env, secretary, post, f"?start={day}&end={day}")
            yield Cost(size, seconds, usual * 1000, beside * 1000, max(waits) * 1000)


def _signed_in(server):
    from drill.person import Person

    return Person.signed_in(server.port, "secretary"), server


def by_request(env, secretary, post, query):
    """CPU seconds of the server for the file alone, and the colleague's posts during a second one."""
    person, server = secretary
    path = reverse("ledgers:ledger-xlsx", args=[LEDGER]) + query
    cookies = "; ".join(f"{name}={value}" for name, value in person.cookies.items())

    def fetch():
        if get(server.port, path, {"Cookie": cookies}).status != 200:
            raise SystemExit(f"{path} was refused")

    before = server.cpu()
    fetch()
    seconds = server.cpu() - before
    again = Thread(target=fetch)
    again.start()
    return seconds, _posts_while(post, again.is_alive)


def by_job(env, secretary, post, query):
    """CPU seconds of the worker, and the colleague's posts meanwhile."""
    from drill.person import Form

    person, _ = secretary
    page = reverse("ledgers:ledger-detail", args=[LEDGER]) + query
    form = Form(person.get(page).html, having="csrfmiddlewaretoken")
    answer = person.post(reverse("ledgers:ledger-xlsx", args=[LEDGER]) + query, form.filled())
    command = [sys.executable, "-m", "bench.exports"]
    worker = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    waits = _posts_while(post, lambda: worker.poll() is None)
    if "已办完" not in person.get(answer.location).html:
        raise SystemExit(f"the job has not written the file: {answer.location}")
    return float(worker.stdout.read()), waits


def _posts_while(post, is_running):
    waits = []
    while is_running():
        waits.append(post())
        time.sleep(0.02)
    return waits


def main():
    django.setup()
    began = cpu()
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    print(cpu() - began)


if __name__ == "__main__":
    main()
