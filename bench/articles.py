"""The search among 50,000 published articles of random characters."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from time import process_time

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from branch.news import search
from branch.news.models import Article, Column

COUNT = 50_000
NEWEST_ON = date(2020, 1, 1)  # older than anything the demo school publishes
# Characters in the order of their frequency; texts draw the first ones far more often.
CHARACTERS = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 2500))
RARE, SOME, MOST = "龥龤", "龣龢", "龡龠"  # in 5 articles, in 1 %, in 80 %


def fill(count=COUNT):
    """Store and index `count` articles of about 300 characters."""
    rng = random.Random(20260901)  # noqa: S311 (the same texts in every run)
    weights = [1 / (rank + 8) for rank in range(len(CHARACTERS))]
    column = Column.objects.filter(parent__isnull=False).first() or Column.objects.first()
    now = timezone.now()
    with transaction.atomic():
        for start in range(0, count, 1000):
            texts = rng.choices(CHARACTERS, weights, k=300 * 1000)
            Article.objects.bulk_create(
                _article(number, texts, column, now) for number in range(start, start + 1000)
            )
        search.rebuild()


def _article(number, texts, column, now):
    at = number % 1000 * 300
    text = "".join(texts[at : at + 300])
    words = (
        [RARE] * (number % 10_000 == 0) + [SOME] * (number % 100 == 0) + [MOST] * (number % 5 > 0)
    )
    return Article(
        column=column,
        title=f"{text[:14]}{number}",
        title_key=f"{text[:14]}{number}",
        body=f"<p>{text[14:150]}。{'，'.join(words)}</p><p>{text[150:]}</p>",
        state=Article.State.PUBLISHED,
        published_on=NEWEST_ON - timedelta(days=number // 20),
        first_published_at=now,
        created_at=now,
        updated_at=now,
    )


def long_one(kilobytes=12):
    """A published article of so many kilobytes of text, newer than all others in its column."""
    newest = Article.objects.published().newest_first().first()
    paragraph = "党员教师走进班级、走进家庭、走进学生，把每一次谈话都记下来。" * 9
    count = kilobytes * 1000 // len(paragraph.encode())
    now = timezone.now()
    return Article.objects.create(
        column=newest.column,
        title="一篇长文章",
        title_key="一篇长文章",
        body="".join(f"<h2>{n}</h2><p>{paragraph}</p>" for n in range(count)),
        state=Article.State.PUBLISHED,
        published_on=newest.published_on,
        first_published_at=now,
        created_at=now,
        updated_at=now,
    )


@dataclass
class Finding:
    """The results and times for a word, by the index and by a scan of the same texts."""

    word: str
    frequency: str
    found: int
    recall: float
    milliseconds: float
    scan_milliseconds: float

    @property
    def share(self):
        return self.milliseconds / self.scan_milliseconds


def findings():
    words = ((RARE, "5 articles"), (SOME, "1 %"), (MOST, "80 %"))
    return [_finding(word, frequency) for word, frequency in words]


def _finding(word, frequency):
    published = Article.objects.published()
    scan = published.filter(
        Q(search_text__title__contains=word) | Q(search_text__text__contains=word)
    )
    found = set(search.matching(published, word, cap=search.NO_CAP).values_list("pk", flat=True))
    expected = set(scan.values_list("pk", flat=True))
    return Finding(
        word,
        frequency,
        len(expected),
        len(found & expected) / len(expected),
        _cost(search.matching(published, word)),
        _cost(scan.order_by("-published_on", "-pk")),
    )


def _cost(hits, times=5):
    """The CPU milliseconds of the first page of hits: their count and the first twenty."""
    spent = []
    for _ in range(times):
        before = process_time()
        list(Paginator(hits.all(), 20).page(1))
        spent.append((process_time() - before) * 1000)
    return median(spent)
