"""The memory of a worker after everybody has walked through the demo school, and what starting costs."""

import re
from contextlib import suppress
from html import unescape
from pathlib import Path
from statistics import median
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from drill.person import Person

from .server import Server, get

USERS = ("secretary", "committee", "member", "head", "counsellor", "editor", "admin")
LINK = re.compile(r'<a [^>]*href="([^"#]*)|<img [^>]*src="([^"#]*)')
PAGES_OF_A_NAME = 4
STARTS = 5


def after_the_walk(env):
    """(MiB of a worker of its own, number of pages it has shown)."""
    with Server("guangqin.wsgi", env, options=("--workers", "1", "--max-requests", "0")) as portal:
        shown = _walk(portal.port, {}, "/")
        for user in USERS:
            cookies = Person.signed_in(portal.port, user).cookies
            shown += _walk(portal.port, cookies, "/desk/")
        (worker,) = portal.descendants()
        return unshared(worker), shown


def _walk(port, cookies, start):
    """Follow links, a few pages of each URL name; returns how many were shown."""
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    waiting, asked, shown = [start], {}, 0
    for address in waiting:
        name = _name(address)
        asked[name] = asked.get(name, 0) + 1
        if name and asked[name] <= PAGES_OF_A_NAME:
            answer = get(port, address, headers)
            shown += answer.status == 200
            if answer.headers["Content-Type"].startswith("text/html"):
                waiting += [link for link in _links(address, answer.body) if link not in waiting]
    return shown


def _name(address):
    with suppress(Resolver404):
        return resolve(urlsplit(address).path).view_name


def _links(address, body):
    found = (link or picture for link, picture in LINK.findall(body.decode()))
    here = (urljoin(address, unescape(link)) for link in found)
    return dict.fromkeys(link for link in here if link.startswith("/"))


def unshared(pid):
    """MiB that the process has for itself, as the kernel counts them: its USS."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def starts(env):
    """CPU seconds until the first answer, of the portal and of a bare project; the medians of some starts."""
    spent = [
        (_start("guangqin.wsgi", env, "/healthz"), _start("bench.bare", env, "/"))
        for _ in range(STARTS)
    ]
    return [median(seconds) for seconds in zip(*spent, strict=True)]


def _start(application, env, path):
    with Server(application, env, options=("--workers", "1"), ready=path) as server:
        return server.cpu()
