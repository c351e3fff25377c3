"""Many people who tap at once, from a process of their own: it knows the server by its port alone."""

from http.client import HTTPException
from threading import Thread

from .person import Person

LOST = (OSError, HTTPException)


class Waiting(Person):
    """A person in a long queue."""

    patience = 300


def tap_all(part):
    """Tap for each of these people at once, in this process; the statuses of the answers, 0 for a lost one."""
    port, work = part
    statuses = []
    threads = [
        Thread(target=_tap, args=[port, cookies, token, paths, statuses])
        for cookies, token, paths in work
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def _tap(port, cookies, token, paths, statuses):
    person = Waiting(port, cookies)
    for path in paths:
        try:
            answer = person.post(path, [("csrfmiddlewaretoken", token)])
        except LOST:
            statuses.append(0)
        else:
            is_done = answer.status == 302 and not answer.location.startswith("/accounts/")
            statuses.append(302 if is_done else answer.status or 1)
