"""Two people who edit one article at the same moment."""

from threading import Barrier, Thread


def race(first, second, path, rounds):
    """Both open the form, then both save; returns for each round [(status, title sent), …]."""
    return [_round(first, second, path, number) for number in range(rounds)]


def _round(first, second, path, number):
    sent = {
        person: person.form(path).filled(title=f"第 {number} 回合，{name} 稿")
        for person, name in ((first, "甲"), (second, "乙"))
    }
    start, outcomes = Barrier(2), []

    def save(person):
        start.wait()
        answer = person.post(path, sent[person])
        outcomes.append((answer.status, dict(sent[person])["title"], answer.html))

    pair = [Thread(target=save, args=[person]) for person in (first, second)]
    for one in pair:
        one.start()
    for one in pair:
        one.join()
    return outcomes


def tell(rounds, title_now, version_now, version_before):
    statuses = [sorted(status for status, _, _ in outcomes) for outcomes in rounds]
    winners = [title for outcomes in rounds for status, title, _ in outcomes if status == 302]
    losers = [
        (title, html) for outcomes in rounds for status, title, html in outcomes if status == 409
    ]
    return {
        f"in {len(rounds)} rounds one saved and one was shown 409": statuses
        == [[302, 409]] * len(rounds),
        "the loser still sees what they wrote": all(title in html for title, html in losers),
        "what stands is what the last winner wrote": [title_now] == winners[-1:],
        "every save is one version": version_now - version_before == len(winners),
    }
