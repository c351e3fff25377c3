"""Every page of the portal, as each of its people meets it by following links in the demo school."""

import re
from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from branch.accounts.models import SignInLink, User
from branch.core.display import COOKIE
from tests.browser.checks import barriers, overflow
from tests.browser.crawl import Page, crawl
from tests.doors import DOORS

NOT_PAGES = {
    "activities:file-download",
    "activities:photo-full",
    "activities:photo-thumb",
    "operations:healthz",
    "operations:readyz",
    "news:document-file",
    "news:feed",
    "news:photo-file",
    "operations:job-detail",  # no page of the demo school starts a job: see test_jobs.py
    "operations:job-file",
    "rosters:import-problems",
    "rosters:import-template",
    "ledgers:ledger-docx",
    "ledgers:ledger-xlsx",
    "portal:people-options",
    "portal:robots",
    "portal:sitemap",
}
PAGES = {
    name for name, door in DOORS.items() if door.get and 200 in (door.answer, door.to_strangers)
} - NOT_PAGES
# Those who see most come first: they stand for a page that several may open
PEOPLE = ("secretary", "committee", "editor", "head", "member", "counsellor", "admin", "anonymous")
STARTS = {"anonymous": ("/", "/search/?q=党员")}
# Latin words a teacher says too, and sign-in names
SAID = {
    "Cookie",
    "Ctrl",
    "ICP",
    "MB",
    "Tab",
    "Word",
    "DOCX",
    "JPG",
    "PDF",
    "PNG",
    "PPTX",
    "WebP",
    "XLSX",
    "csv",
    "xls",
    "xlsx",
}
SAID.update(PEOPLE)
# How a name may be typed
SAID.update({"zengxiao", "zxm"})
ADDRESS = re.compile(r"https?://\S+")
MODES = pytest.mark.parametrize(("mode", "width"), [("..m", 390), ("xl..m", 1280)])
# What the server writes into the page of one who reads in 长者模式
ENLARGE = "document.documentElement.dataset.size = 'xl'"


@pytest.fixture
def transactional_db(lasting_school):
    """No rows come or go between these tests: they share one school and only look."""


@pytest.fixture(scope="module")
def reached(lasting_school):
    """{person: what they reach}."""
    starts = STARTS | {"anonymous": (*STARTS["anonymous"], on_a_slip())}
    return {person: crawl(client_of(person), *starts.get(person, ["/desk/"])) for person in PEOPLE}


def on_a_slip():
    """The one address no page leads to: it stands on paper."""
    link = SignInLink.objects.open_at(timezone.now()).first()
    return reverse("accounts:first", args=[link.token])


def client_of(person):
    client = Client()
    if person != "anonymous":
        user = User.objects.get(username=person)
        client.force_login(user, "branch.accounts.backends.RoleBackend")
    return client


@pytest.fixture
def page(page):
    """Nothing on a page is missing: no picture, no style, no script."""
    missing = []
    page.on("requestfinished", lambda asked: missing.extend(missed(asked)))
    yield page
    assert missing == []


def missed(asked):
    """The address, where what a page asked for beside itself was not there."""
    is_beside = not asked.is_navigation_request()
    return [asked.url] if is_beside and asked.response().status >= 400 else []


@pytest.fixture
def visit(page, context, live_server, sign_in):
    """`visit(seen, person, width=…, mode=…)`: that page, as this person has it before them."""

    def visited(seen, person, *, width, height=844, mode="..m"):
        if not context.cookies():
            _enter(person, mode)
        page.set_viewport_size({"width": width, "height": height})
        page.goto(live_server.url + seen.address)
        if page.locator("[data-format-of]").count():
            page.locator(".prose-menubar button").first.wait_for()

    def _enter(person, mode):
        context.add_cookies([{"name": COOKIE, "value": mode, "url": live_server.url}])
        if person != "anonymous":
            sign_in(User.objects.get(username=person))

    return visited


def whose(reached, name):
    """Who stands for all that may open pages of this name."""
    return next(person for person in PEOPLE if name in reached[person].pages)


def foreign_words(page):
    """What stands on the screen in another language: an untranslated message of a library, mostly."""
    return set(re.findall(r"[A-Za-z]{2,}", ADDRESS.sub("", page.text))) - SAID


def own_pages(reached):
    """Of each name the first page and the fullest; what is the same for everyone is left to a stranger."""
    for name, pages in reached.pages.items():
        if not DOORS[name].is_public or "portal:desk" not in reached.pages:
            yield from dict.fromkeys([pages[0], *reached.fullest(name)])


def test_every_page_is_reached_by_somebody_and_no_link_is_broken(reached):
    assert {name for person in PEOPLE for name in reached[person].pages} == PAGES
    assert {person: reached[person].broken for person in PEOPLE} == {
        person: {} for person in PEOPLE
    }


def test_every_page_has_one_heading_and_a_title_of_its_own(reached):
    pages = [page for person in PEOPLE for page in reached[person].all()]
    names = {}
    for page in pages:
        names.setdefault(page.title, set()).add(page.name)

    assert {page.address for page in pages if page.html.count("<h1") != 1} == set()
    assert {title: shared for title, shared in names.items() if len(shared) > 1} == {}


def test_every_page_speaks_chinese(reached):
    foreign = {
        page.address: words
        for person in PEOPLE
        for page in reached[person].all()
        if (words := foreign_words(page))
    }

    assert foreign == {}


def test_what_an_empty_form_is_told_is_chinese(reached):
    told = {}
    with transaction.atomic():
        for person, seen in forms(reached):
            answer = client_of(person).post(seen.address)
            if answer.status_code == 200:
                told[seen.name] = foreign_words(replace(seen, html=answer.content.decode()))
        transaction.set_rollback(True)

    assert told == {name: set() for name in PAGES if DOORS[name].post}


def forms(reached):
    """One form of each name that takes a POST, with somebody who may send it."""
    for name in sorted(PAGES):
        if DOORS[name].post:
            person = whose(reached, name)
            yield from ((person, page) for page in reached[person].fullest(name))


@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_runs_over_the_edge_of_a_phone(visit, page, reached, person):
    over = {}
    for seen in own_pages(reached[person]):
        visit(seen, person, width=320)
        over[seen.address, "320"] = overflow(page)
        page.set_viewport_size({"width": 390, "height": 844})
        page.evaluate(ENLARGE)
        over[seen.address, "390"] = overflow(page)

    assert over == dict.fromkeys(over, 0)


@pytest.mark.browser_context_args(bypass_csp=True)
@MODES
@pytest.mark.parametrize("name", sorted(PAGES))
def test_no_page_keeps_anybody_out(visit, page, reached, name, mode, width):
    """Seen on a screen so tall that nothing lies under the bars at its foot."""
    person = whose(reached, name)
    for seen in reached[person].fullest(name):
        visit(seen, person, mode=mode, width=width, height=3000)

        assert barriers(page) == [], seen.address


@pytest.mark.browser_context_args(bypass_csp=True)
@MODES
def test_no_page_of_trouble_keeps_anybody_out(visit, page, mode, width):
    for address in ("/nowhere/", "/desk/needs/"):
        visit(Page("", address, "", ""), "member", mode=mode, width=width)

        assert barriers(page) == [], address
