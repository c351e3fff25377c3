"""Two people who edit one article at the same moment."""

from threading import Barrier, Thread


def race(first, second, path, rounds):
    """Let both open the form and then save at once; return [(status, title sent, HTML), …] a round."""
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

    threads = [Thread(target=save, args=[person]) for person in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def results(rounds, title_now, version_now, version_before):
    """{sentence: whether it holds} for the outcomes of `race`."""
    statuses = [sorted(status for status, _, _ in outcomes) for outcomes in rounds]
    winners = [title for outcomes in rounds for status, title, _ in outcomes if status == 302]
    losers = [
        (title, html) for outcomes in rounds for status, title, html in outcomes if status == 409
    ]
    return {
        f"in {len(rounds)} rounds one saved and one was shown 409": statuses
        == [[302, 409]] * len(rounds),
        "the loser still sees what they wrote": all(title in html for title, html in losers),
        "the article is as the last winner wrote it": [title_now] == winners[-1:],
        "every save is one version": version_now - version_before == len(winners),
    }
