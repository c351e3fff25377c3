"""The table of results: each measured value with the limit it must keep and the value aimed at."""

import json
import logging
import platform
import subprocess
import sys
from dataclasses import asdict, dataclass
from itertools import pairwise
from math import log10
from pathlib import Path
from statistics import mean
from urllib.parse import quote

from django.urls import reverse

from branch.core.public import touch
from branch.news.models import Article

from . import (
    articles,
    cpu,
    exports,
    memory,
    peers,
    people,
    planner,
    queries,
    refusals,
    rosters,
    scale,
    uploads,
    weights,
)
from .server import ROOT, Server, get

STEADY = ("--max-requests", "0")


@dataclass
class Row:
    what: str
    measured: float
    must: float | None = None
    aim: float | None = None
    unit: str = ""
    note: str = ""

    @property
    def verdict(self):
        if self.must is None:
            return ""
        if self.measured > self.must:
            return "over"
        return "ok" if self.aim is None or self.measured > self.aim else "aim"

    def markdown(self):
        figures = [_short(value) for value in (self.measured, self.must, self.aim)]
        return f"| {self.what} | {figures[0]}{self.unit} | {figures[1]} | {figures[2]} | {self.verdict} | {self.note} |"


def _short(value):
    return "" if value is None else f"{value:.3g}" if value < 100 else f"{value:.0f}"


def report(env, folder, data, *, only):
    logging.disable(logging.CRITICAL)
    steps = (
        memory_rows,
        query_rows,
        article_rows,
        search_rows,
        people_rows,
        weight_rows,
        writer_rows,
        roster_rows,
        refusal_rows,
        export_rows,
        upload_rows,
        planner_rows,
        scale_rows,
    )
    rows = []
    for step in steps:
        name = step.__name__.removesuffix("_rows")
        if name in (only or [name]):
            print(f"… {name}", file=sys.stderr, flush=True)
            rows += step(env)
    print(markdown(rows))
    folder.mkdir(exist_ok=True)
    machine = {"python": platform.python_version(), "machine": platform.platform()}
    figures = {"machine": machine, "rows": [asdict(row) for row in rows]}
    (folder / "bench.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1))


def markdown(rows):
    lines = ["", "| what | measured | must | aim | | note |", "|---|---|---|---|---|---|"]
    return "\n".join(lines + [row.markdown() for row in rows])


def memory_rows(env):
    held, shown = memory.after_the_walk(env)
    portal, bare = memory.starts(env)
    note = f"{portal:.2f} s of CPU until the first answer"
    return [
        Row(
            "memory of a worker of its own", held, 90, 75, " MiB", f"after {shown} pages and files"
        ),
        Row("cold start / of a bare project", portal / bare, 3.5, 2, note=note),
    ]


def query_rows(env):
    return [
        Row(f"queries: {page.name}", page.count, *page.budget, note=page.path)
        for page in queries.pages()
    ]


def article_rows(env):
    articles.fill()
    article = articles.long_one()
    with (
        Server("bench.bare", env, options=STEADY, ready="/") as bare,
        Server("guangqin.wsgi", env, options=STEADY) as portal,
        peers.cases(env, article.body) as compared,
    ):
        reference = cpu.Case("bare Django view", bare, "/", burst=400)
        cases = [*_page_cases(portal, article), *((case, None, None) for case in compared)]
        cpu.measure([reference, *(case for case, _, _ in cases)])
    rows = [Row("bare Django view", reference.milliseconds, unit=" ms", note="CPU, a request")]
    for case, must, aim in cases:
        ratio, note = case.milliseconds / reference.milliseconds, f"{case.milliseconds:.2f} ms"
        rows.append(Row(f"{case.name} / bare", ratio, must, aim, note=note))
    return rows


def _page_cases(portal, article):
    """(case, must, aim) of the public pages; a page with a new query string is not in the cache."""
    path, column = article.public_url, article.column.get_absolute_url()
    search = f"{reverse('portal:search')}?q={quote('心育')}"
    etag = {"If-None-Match": get(portal.port, path).headers["ETag"]}
    return [
        (cpu.Case("article, cached", portal, path), 3, 2),
        (cpu.Case("article, 304", portal, path, etag, expect=304), 3, 2),
        (cpu.Case("article of 12 KB, not cached", portal, f"{path}?n={{n}}", burst=100), 12, 8),
        (cpu.Case("home, first after a publication", portal, "/", burst=30, before=touch), 35, 25),
        (cpu.Case("column, not cached", portal, f"{column}?n={{n}}", burst=100), 20, 15),
        (cpu.Case("search, not cached", portal, f"{search}&n={{n}}", burst=50), 30, 20),
    ]


def search_rows(env):
    rows = []
    for finding in articles.findings():
        where = f"among 50,000: a word in {finding.frequency}"
        note = f"{finding.found} hold it"
        rows.append(Row(f"not found {where}", 1 - finding.recall, 0, 0, note=note))
        times = f"{finding.milliseconds:.2f} ms, scan {finding.scan_milliseconds:.1f} ms"
        aim = 1 / 50 if finding.found < 1000 else None
        rows.append(Row(f"time / scan {where}", finding.share, 1 / 5, aim, note=times))
    return rows


def people_rows(env):
    people.fill()
    return [
        Row(
            f"time / LIKE among 20,000 students: {finding.query}",
            finding.share,
            20,
            5,
            note=f"{finding.milliseconds:.1f} ms, LIKE {finding.scan_milliseconds:.1f} ms",
        )
        for finding in people.findings()
    ]


def weight_rows(env):
    with_picture = Article.objects.published().filter(photos__isnull=False).newest_first()
    paths = {"home": "/", "an article with a picture": with_picture[0].public_url}
    with Server("guangqin.wsgi", env, options=STEADY) as portal:
        loads = weights.first_loads(portal.port, paths.values())
    rows = []
    for name, load in ((name, loads[path]) for name, path in paths.items() if path in loads):
        pictures = f"{load.of_kind('.jpg', '.webp') / 1000:.1f} KB in pictures"
        rows += [
            Row(f"first load of {name} on a phone", load.total / 1000, 60, 45, " KB", pictures),
            Row(f"requests of {name}", len(load.sizes), 8, 6),
            Row(f"layout shift of {name}", load.shift, 0, 0),
            Row(f"CSS of {name}", load.of_kind(".css") / 1000, 14, unit=" KB"),
            Row(f"JS of {name}", load.of_kind(".js") / 1000, 4, unit=" KB"),
        ]
    return rows


def writer_rows(env):
    rows = []
    for mode, must in (("immediate", 0), ("deferred", None)):
        command = [sys.executable, "-m", "bench.writers", mode]
        pair = [
            subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        refused = sum(int(process.communicate()[0]) for process in pair)
        note = "as configured" if must == 0 else "SQLite's own default, to show the test can fail"
        rows.append(
            Row(f'"database is locked", 2×4 writers, {mode}', refused, must, must, note=note)
        )
    return rows


def roster_rows(env):
    cost = rosters.cost(env, env["GUANGQIN_DATA_DIR"])
    usual = f"{cost.usual:.0f} ms when nothing else happens"
    return [
        Row("5,000 pupils from xlsx", cost.seconds, 6, 2.5, " s", "CPU: read, check, store"),
        Row("… / bare bulk_create of their rows", cost.ratio, note=f"{cost.bare_seconds:.2f} s"),
        Row("slowest contact posted meanwhile", cost.slowest, unit=" ms", note=usual),
    ]


def refusal_rows(env):
    checked, refused = refusals.costs()
    slowest = max(refused, key=refused.get)
    note = f"{slowest}: {refused[slowest]:.2f} s, the check {checked:.2f} s"
    what = f"costliest refusal of {len(refused)} hostile files / checking 5,000 people"
    return [Row(what, refused[slowest] / checked, 3, 1.5, note=note)]


def export_rows(env):
    costs = list(exports.costs(env))
    rows = []
    for cost in costs:
        what = f"ledger of {cost.rows:,} rows to xlsx"
        limits = (10, 5) if cost is costs[-1] else ()
        by = "CPU of the worker" if cost is costs[-1] else "CPU of the server"
        usual = f"{cost.usual:.0f} ms alone, at most {cost.busy:.0f} ms beside a busy loop"
        rows.append(Row(what, cost.seconds, *limits, unit=" s", note=by))
        rows.append(Row("… slowest contact posted meanwhile", cost.slowest, 200, 100, " ms", usual))
    growth = [larger.exponent(smaller) for smaller, larger in pairwise(costs)]
    note = "1 is linear: " + ", ".join(f"{one:.2f}" for one in growth)
    return [*rows, Row("… exponent of its growth with the rows", max(growth), 1.2, 1.1, note=note)]


# {name: must, aim} of the pages compared with the bare view
DESK, BOARD, LIST, FORM = (60, 45), (70, 45), (30, 20), (30, 20)
AGAINST_BARE = {
    "desk, secretary": DESK,
    "desk, member": DESK,
    "coverage, secretary": BOARD,
    "pairings": LIST,
    "needs": LIST,
    "students": LIST,
    "members": LIST,
    "activities": LIST,
    "contact form": FORM,
    "contact posted": FORM,
}


def scale_rows(env):
    pages, planned = scale.measured(Path(env["GUANGQIN_DATA_DIR"]) / "scale")
    return [*page_rows(pages), *reminder_rows(**planned)]


def reminder_rows(tenth, full):
    """Planning asks the desk of each person, so it grows with the people; a reminder of one must cost the same."""
    each = [found["seconds"] / found["users"] for found in (tenth, full)]
    note = f"{full['told']} of {full['users']} people are told; {each[0] * 1000:.1f} ms each at a tenth"
    return [
        Row("reminders of a Monday, planned for one person", each[1] * 1000, 50, 25, " ms", note),
        Row("… exponent of its growth with the school", log10(each[1] / each[0]), 0.3, 0.1),
    ]


def page_rows(pages):
    rows = []
    for page in pages:
        cost = f"{page.tenth:.1f} → {page.full:.1f} ms"
        rows.append(
            Row(f"growth to the full size: {page.name}", page.exponent, 0.3, 0.1, note=cost)
        )
    rows += [
        Row(f"bytes: {page.name}", page.size / 1000, 100, unit=" KB")
        for page in pages
        if page.size is not None
    ]
    compared = [page for page in pages if page.name in AGAINST_BARE]
    for size in scale.SIZES:
        rows += [
            Row(f"{page.name}, {size} size / bare", page.ratio(size), *AGAINST_BARE[page.name])
            for page in compared
        ]
    return rows


def upload_rows(env):
    peak = uploads.peak(env)
    return [
        Row(
            "memory of a worker, six uploads at once",
            peak.worker,
            250,
            unit=" MiB",
            note=f"{peak.idle:.0f} MiB before; {peak.stored} of 6 stored",
        ),
        Row("… of the one program that reads them", peak.reader, 640, unit=" MiB"),
        Row("… pictures not stored", 6 - peak.stored, 0, 0),
    ]


def planner_rows(env):
    held = planner.memory(env)
    found = planner.compared_with_first_fit()
    alike = [one for one in found if one.links_as_many]
    gains, by_hand = [one.gain for one in alike], sum(one.by_hand[2] for one in alike)
    more = f"in {len(found) - len(alike)} of {len(found)} schools the plan links more people"
    better = (
        f"at most {max(gains)}; {sum(gains) / by_hand:.0%} in all of {len(alike)} schools together"
    )
    wrong = planner.unlike_the_best()
    rows = [
        Row(f"of {planner.SMALL} small schools, plans unlike the best of all", wrong, 0, 0),
        Row("plans below a first fit", sum(one.is_below for one in found), 0, 0, note=more),
        Row("points above a first fit that links as many, mean", mean(gains), note=better),
    ]
    for cost in planner.costs():
        ratio = f"{cost.seconds / cost.bare_seconds:.1f} of a bare assignment of that size"
        rows.append(Row(f"plan of {cost.what}", cost.seconds, 1, 0.3, " s", ratio))
    before = f"{held.before:.0f} MiB before, at most {held.peak:.0f} during 1,000 × 1,000"
    return [*rows, Row("memory that planning loads", held.loaded, 75, unit=" MiB", note=before)]
