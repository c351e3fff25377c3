"""Four threads that each read and then write in one transaction: python -m bench.writers.

Prints the number of failures. With the argument `deferred` it uses SQLite's default transaction mode.
"""

import sys
from threading import Thread

import django
from django.db import OperationalError, connection, transaction
from django.db.models import F

THREADS, TIMES = 4, 50


def write(refused):
    from branch.core.models import SiteProfile

    for _ in range(TIMES):
        try:
            with transaction.atomic():
                SiteProfile.objects.get(pk=1)
                SiteProfile.objects.filter(pk=1).update(public_stamp=F("public_stamp") + 1)
        except OperationalError as error:
            refused.append(str(error))
    connection.close()


def main():
    django.setup()
    if "deferred" in sys.argv:
        connection.settings_dict["OPTIONS"]["transaction_mode"] = "DEFERRED"
    refused = []
    threads = [Thread(target=write, args=[refused]) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(len(refused))


if __name__ == "__main__":
    main()
