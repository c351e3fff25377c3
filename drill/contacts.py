"""Members who record contacts, tap twice and lose their connection, while the server is killed."""

import random
import time
from collections import Counter
from http.client import HTTPException
from itertools import count
from threading import Event, Lock, Thread

LOST = (OSError, HTTPException)
WRITERS = 6


class Posts:
    """What the writers sent: the marker of each contact, and whether it was acknowledged."""

    def __init__(self):
        self._lock = Lock()
        self.acknowledged, self.unknown, self.refused = {}, set(), []

    def note(self, marker, answers):
        said = [answer for answer in answers if answer]
        stored = [answer.location for answer in said if is_stored(answer)]
        with self._lock:
            if stored:
                self.acknowledged[marker] = stored
                self.unknown.discard(marker)
            else:
                self.unknown.add(marker)
            self.refused += [answer for answer in said if not is_stored(answer)]


def is_stored(answer):
    """Led on to the result; a door that sends to the sign-in page has stored nothing."""
    return answer.status == 302 and not answer.location.startswith("/accounts/")


def run(server, person, path, typed, *, mark, seconds, kills):
    """Write for some seconds, with that many kills at random moments; returns (posts, restart times)."""
    posts, over = Posts(), Event()
    writers = [
        Thread(target=_write, args=[person.again(), path, typed, posts, over, f"{mark}{number}"])
        for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    restarts = _kill_now_and_then(server, seconds, kills)
    over.set()
    for writer in writers:
        writer.join()
    return posts, restarts


def _kill_now_and_then(server, seconds, kills):
    dice, restarts = random.Random(7), []  # noqa: S311 (moments, not secrets)
    if not kills:
        time.sleep(seconds)
    for _ in range(kills):
        time.sleep(seconds / kills * dice.uniform(0.5, 1.5))
        server.kill()
        began = time.perf_counter()
        server.start()
        restarts.append(time.perf_counter() - began)
    return restarts


def _write(person, path, typed, posts, over, name):
    dice = random.Random(name)  # noqa: S311 (moments, not secrets)
    for turn in count(1):
        if over.is_set():
            return
        marker = f"演练{name}-{turn}"
        try:
            sent = person.form(path).filled(**typed, fact=marker)
        except LOST:
            time.sleep(0.05)
            continue
        posts.note(marker, _send(person, path, sent, dice, over))


def _send(person, path, sent, dice, over):
    """Send until it is acknowledged, as a page with a draft does; a third of the time twice at once."""
    while True:
        answers = _tap(person, path, sent, times=2 if dice.random() < 1 / 3 else 1)
        is_answered = any(answers)
        gives_up = dice.random() < 1 / 4 or over.is_set()
        if is_answered or gives_up:
            return answers
        time.sleep(0.05)


def _tap(person, path, sent, times):
    answers = [None] * times

    def one(which):
        try:
            answers[which] = person.again().post(path, sent)
        except LOST:
            answers[which] = None

    taps = [Thread(target=one, args=[which]) for which in range(times)]
    for tap in taps:
        tap.start()
    for tap in taps:
        tap.join()
    return answers


def tell(posts, stored, traced):
    """{sentence: whether it holds}, from the markers stored and the number of audit events."""
    times = Counter(stored)
    acknowledged = set(posts.acknowledged)
    led_apart = [m for m, places in posts.acknowledged.items() if len(set(places)) > 1]
    return {
        f"{len(acknowledged)} acknowledged contacts are stored": acknowledged <= set(times),
        "none is stored twice": all(number == 1 for number in times.values()),
        "nothing is stored that nobody sent": set(times) <= acknowledged | posts.unknown,
        "both taps of a pair are led to the same place": not led_apart,
        "every contact left one trace": traced == len(stored),
        "nobody was refused": not posts.refused,
    }
