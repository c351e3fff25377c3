"""Every page of the portal, reached by each user by following links in the demo school."""

import re
from dataclasses import replace
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from branch.accounts.models import SignInLink, User
from branch.core.display import COOKIE
from branch.school.models import HeadTeacherPost, Student
from branch.walkins.models import HomeVisit
from tests.browser.checks import barriers, overflow
from tests.browser.crawl import Page, crawl
from tests.doors import DOORS
from tests.once import once
from tests.short_transactions import rolled_back

NOT_PAGES = {
    "coverage:board-xlsx",
    "activities:file-download",
    "activities:opening-file",
    "activities:photo-full",
    "activities:plan-file",
    "activities:photo-thumb",
    "coverage:address-confirm",  # nobody in the demo school waits for a link: see test_reminders.py
    "portal:drafts-spent",
    "portal:held-list",
    "portal:held-thumb",
    "operations:healthz",
    "operations:readyz",
    "members:flag-portrait",  # a picture
    "news:document-file",
    "news:feed",
    "news:photo-file",
    "operations:job-detail",  # no page of the demo school starts a job: see test_jobs.py
    "operations:job-file",
    "rosters:import-problems",
    "rosters:import-template",
    "ledgers:ledger-docx",
    "ledgers:ledger-xlsx",
    "portal:people-names",
    "portal:people-options",
    "walkins:plan-detail",  # the demo school has no plan: see test_plans.py
    "portal:robots",
    "portal:sitemap",
    "portal:sitemap-articles",
    "service:calendar-feed",
    "service:calendar-file",
    "service:door",  # no event of the demo school is today: see two_devices/test_parents.py
    "service:door-print",
    "service:event-file",
    "service:feedback",  # opened by a code on paper, for a week: see two_devices/test_talks.py
    "service:feedback-print",
    "service:material-public",
    "service:material-show",
    "service:questions",  # once nobody can sign up any more: see two_devices/test_talks.py
    "service:questions-print",
    "service:signup-own",  # of who has just signed up, or the code: see two_devices/test_parents.py
    "portal:sitemap-part",
    "service:agreement-paper",
    "service:community-paper",
    "service:evaluation-paper",
    "service:receipt",
    "walkins:visit-photo",
    "walkins:visit-photo-thumb",
    "walkins:visit-sheet-docx",
}
PAGES = {
    name for name, door in DOORS.items() if door.get and 200 in (door.answer, door.to_strangers)
} - NOT_PAGES
# in the order in which they are chosen to look at a page that several may open
PEOPLE = ("secretary", "committee", "editor", "head", "member", "counsellor", "admin", "anonymous")
STARTS = {"anonymous": ("/", "/search/?q=党员")}
# Latin words that are usual in Chinese, and sign-in names
LATIN_WORDS = {
    "Cookie",
    "Ctrl",
    "ICP",
    "KB",
    "MB",
    "Tab",
    "Word",
    "DOCX",
    "HEIC",
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
LATIN_WORDS.update(PEOPLE)
# text typed into the search for people
LATIN_WORDS.update({"zengxiao", "zxm"})
ADDRESS = re.compile(r"https?://\S+")
MODES = pytest.mark.parametrize(("mode", "width"), [("..m", 390), ("xl..m", 1280)])
# sets the attribute the server renders in 长者模式
ENLARGE = "document.documentElement.dataset.size = 'xl'"


@pytest.fixture
def transactional_db(lasting_school):
    """Share one demo school, because these tests change no rows."""


@pytest.fixture(scope="module")
def reached(lasting_school, seeded_in, worker_id):
    """{person: Reached}; two processes crawl from either end and share the results."""
    starts = STARTS | {
        "anonymous": (*STARTS["anonymous"], on_a_slip()),
        "committee": ("/desk/", of_two_families(), of_a_post_without_a_reason()),
        "member": ("/desk/", of_a_visit_without_a_note()),
    }
    found = {}
    for person in PEOPLE if worker_id == "gw0" else reversed(PEOPLE):
        crawled = partial(crawl, client_of(person), *starts.get(person, ["/desk/"]))
        found[person] = once(seeded_in / f"reached-by-{person}", crawled)
    return found


def on_a_slip():
    """An address no page links to: it is printed on a sign-in slip."""
    link = SignInLink.objects.open_at(timezone.now()).first()
    return reverse("accounts:first", args=[link.token])


def of_two_families():
    """The page that a form leads to, once a child of another family is chosen."""
    child = Student.objects.exclude(family=None).first()
    other = Student.objects.exclude(family=None).exclude(family=child.family_id).first()
    return reverse("school:family-join", args=[child.family_id, other.pk])


def of_a_visit_without_a_note():
    """The page of a visit of the member about which a sealed note may still be written."""
    user = User.objects.get(username="member")
    visits = HomeVisit.objects.notable_by(user, on=timezone.localdate()).filter(note=None)
    return visits.first().get_absolute_url()


def of_a_post_without_a_reason():
    """The board leads to it; in the demo school nobody lacks hours without a reason."""
    post = HeadTeacherPost.objects.filter(waiver=None, staff__member__isnull=False).first()
    return reverse("walkins:waiver-create", args=[post.pk])


def client_of(person):
    client = Client()
    if person != "anonymous":
        user = User.objects.get(username=person)
        client.force_login(user, "branch.accounts.backends.RoleBackend")
    return client


@pytest.fixture(scope="module")
def context(browser, browser_context_args):
    """One context for all tests, so that styles and scripts are fetched once."""
    context = browser.new_context(**browser_context_args)
    yield context
    context.close()


@pytest.fixture
def page(page, context):
    """A page that fails the test if a picture, style or script is missing; signed out afterwards."""
    missing = []
    page.on("requestfinished", lambda request: missing.extend(missed(request)))
    yield page
    context.clear_cookies()
    page.close()
    assert missing == []


def missed(request):
    """The address of a failed request, unless it was for the page itself."""
    is_part = not request.is_navigation_request()
    return [request.url] if is_part and request.response().status >= 400 else []


@pytest.fixture
def visit(page, context, live_server, sign_in):
    """`visit(seen, person, width=…, mode=…)` opens that page as this person."""

    def visited(seen, person, *, width, height=844, mode="..m"):
        if not context.cookies():
            _enter(person, mode)
        page.set_viewport_size({"width": width, "height": height})
        page.goto(live_server.url + seen.address)
        if "data-format-of" in seen.html:
            page.locator(".prose-menubar button").first.wait_for()

    def _enter(person, mode):
        context.add_cookies([{"name": COOKIE, "value": mode, "url": live_server.url}])
        if person != "anonymous":
            sign_in(User.objects.get(username=person))

    return visited


def whose(reached, name):
    """The person chosen to look at the pages of this name."""
    return next(person for person in PEOPLE if name in reached[person].pages)


def foreign_words(page):
    """The Latin words on the screen, mostly untranslated messages of a library."""
    return set(re.findall(r"[A-Za-z]{2,}", ADDRESS.sub("", page.text))) - LATIN_WORDS


# what would tell the public whom the branch helps: a weekday with a way, a class, a few, an object, a gap
IDENTIFYING = [
    re.compile(pattern)
    for pattern in (
        r"(周|星期)[一二三四五六日天][^。！？]{0,20}(陪|送|接)(她|他|孩子|学生|同学)",
        r"初[一二三]（\d+）班[^。！？]{0,15}(结对|帮扶|走访|困难)",
        r"(?<!\d)[1-4一二两三四]\s?(户|名)[^。！？]{0,8}(困难|帮扶|受助|结对)",
        r"书桌|台灯|棉衣|棉被",
        r"\d+\s*/\s*\d+\s*(名|户|对|个)",
        r"差 \d+ ?(名|户|对|次)",
    )
]


def own_pages(reached):
    """Yield the first and the fullest pages of each name; public pages for a stranger only."""
    for name, pages in reached.pages.items():
        if not DOORS[name].is_public or "portal:desk" not in reached.pages:
            yield from dict.fromkeys([pages[0], *reached.fullest(name)])


def test_nothing_public_tells_whom_the_branch_helps(reached):
    strangers = client_of("anonymous")
    feeds = {
        path: strangers.get(path).content.decode() for path in ("/feeds/news/", "/feeds/walkins/")
    }
    told = {page.address: page.text for page in reached["anonymous"].all()} | feeds
    found = {
        address: match[0]
        for address, text in told.items()
        for pattern in IDENTIFYING
        if (match := pattern.search(text))
    }

    assert reverse("portal:walk-ins") in told
    assert found == {}


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


def test_every_page_is_in_chinese(reached):
    foreign = {
        page.address: words
        for person in PEOPLE
        for page in reached[person].all()
        if (words := foreign_words(page))
    }

    assert foreign == {}


def test_the_errors_of_an_empty_form_are_in_chinese(reached):
    found = {}
    with rolled_back():
        for person, seen in forms(reached):
            answer = client_of(person).post(seen.address)
            if answer.status_code == 200:
                found[seen.name] = foreign_words(replace(seen, html=answer.content.decode()))

    assert found == {name: set() for name in PAGES if DOORS[name].post}


def forms(reached):
    """Yield a form of each name that takes a POST, with a person who may send it."""
    for name in sorted(PAGES):
        if DOORS[name].post:
            person = whose(reached, name)
            yield from ((person, page) for page in reached[person].fullest(name))


def overflows(page):
    """By how much a page is too wide for a small phone, and for a phone in 长者模式."""
    page.set_viewport_size({"width": 320, "height": 844})
    on_a_small_one = overflow(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate(ENLARGE)
    return on_a_small_one, overflow(page)


@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_is_too_wide_for_a_phone(visit, page, reached, person):
    """The fullest page of each name is checked in the next test."""
    over = {}
    for seen in own_pages(reached[person]):
        if person != whose(reached, seen.name) or seen not in reached[person].fullest(seen.name):
            visit(seen, person, width=320)
            over[seen.address] = overflows(page)

    assert over == dict.fromkeys(over, (0, 0))


@MODES
@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_is_accessible(visit, page, reached, name, mode, width):
    """The screen is so tall that the bars at its foot cover nothing."""
    person = whose(reached, name)
    for seen in reached[person].fullest(name):
        visit(seen, person, mode=mode, width=width, height=3000)

        assert barriers(page) == [], seen.address
        if mode == "..m":
            assert overflows(page) == (0, 0), seen.address


@MODES
def test_error_pages_are_accessible(visit, page, mode, width):
    for address in ("/nowhere/", "/desk/needs/"):
        visit(Page("", address, "", ""), "member", mode=mode, width=width)

        assert barriers(page) == [], address
