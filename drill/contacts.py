"""Members who record contacts, tap twice and lose connections while the server is killed."""

import random
import time
from collections import Counter
from http.client import HTTPException
from itertools import count
from threading import Event, Lock, Thread

LOST = (OSError, HTTPException)
WRITERS = 6


class Posts:
    """The contacts that the writers sent, by marker: acknowledged, unknown or refused."""

    def __init__(self):
        self._lock = Lock()
        self.acknowledged, self.unknown, self.refused = {}, set(), []

    def note(self, marker, answers):
        received = [answer for answer in answers if answer]
        stored = [answer.location for answer in received if is_stored(answer)]
        with self._lock:
            if stored:
                self.acknowledged[marker] = stored
                self.unknown.discard(marker)
            else:
                self.unknown.add(marker)
            self.refused += [answer for answer in received if not is_stored(answer)]


def is_stored(answer):
    """Whether the answer redirects to a result, and not to the sign-in page."""
    return answer.status == 302 and not answer.location.startswith("/accounts/")


def run(server, person, path, typed, *, mark, seconds, kills):
    """Write for some seconds with `kills` at random moments; return (posts, restart times)."""
    posts, over = Posts(), Event()
    writers = [
        Thread(target=_write, args=[person.again(), path, typed, posts, over, f"{mark}{number}"])
        for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    restarts = _kill_at_random(server, seconds, kills)
    over.set()
    for writer in writers:
        writer.join()
    return posts, restarts


def _kill_at_random(server, seconds, kills):
    rng, restarts = random.Random(7), []  # noqa: S311 (moments, not secrets)
    if not kills:
        time.sleep(seconds)
    for _ in range(kills):
        time.sleep(seconds / kills * rng.uniform(0.5, 1.5))
        server.kill()
        began = time.perf_counter()
        server.start()
        restarts.append(time.perf_counter() - began)
    return restarts


def _write(person, path, typed, posts, over, name):
    rng = random.Random(name)  # noqa: S311 (moments, not secrets)
    for turn in count(1):
        if over.is_set():
            return
        marker = f"演练{name}-{turn}"
        try:
            sent = person.form(path).filled(**typed, fact=marker)
        except LOST:
            time.sleep(0.05)
            continue
        posts.note(marker, _send(person, path, sent, rng, over))


def _send(person, path, sent, rng, over):
    """Send until it is acknowledged, as a page with a draft does; at random twice at once."""
    while True:
        answers = _tap(person, path, sent, times=2 if rng.random() < 1 / 3 else 1)
        is_answered = any(answers)
        gives_up = rng.random() < 1 / 4 or over.is_set()
        if is_answered or gives_up:
            return answers
        time.sleep(0.05)


def _tap(person, path, sent, times):
    answers = [None] * times

    def send(which):
        try:
            answers[which] = person.again().post(path, sent)
        except LOST:
            answers[which] = None

    taps = [Thread(target=send, args=[which]) for which in range(times)]
    for tap in taps:
        tap.start()
    for tap in taps:
        tap.join()
    return answers


def results(posts, stored, traced):
    """{sentence: whether it holds}, from the posts, the markers stored and the number of audit events."""
    times = Counter(stored)
    acknowledged = set(posts.acknowledged)
    different = [m for m, places in posts.acknowledged.items() if len(set(places)) > 1]
    return {
        f"{len(acknowledged)} acknowledged contacts are stored": acknowledged <= set(times),
        "none is stored twice": all(number == 1 for number in times.values()),
        "nothing is stored that nobody sent": set(times) <= acknowledged | posts.unknown,
        "both taps of a pair are redirected to the same place": not different,
        "every contact has one audit event": traced == len(stored),
        "nobody was refused": not posts.refused,
    }
