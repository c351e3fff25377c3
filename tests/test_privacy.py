"""An anonymous crawl of the demo school finds no name or number of a pupil, guardian or colleague.

A person is named in public only on the page they wrote and consented to (`FlagPage`), and with the talk they give
at an event that was announced to everybody.
"""

import re

import pytest

from branch.activities.models import ActivityPart
from branch.members.models import FlagPage
from branch.news.models import Article
from branch.school.models import Guardian, Staff, Student
from branch.service.models import ParentSignUp
from tests.conftest import TODAY
from tests.unpacked import text_in

pytestmark = pytest.mark.django_db
HREF = re.compile(r'(?:href|src)="(/[^"#]*)"|<(?:loc|link)>http://testserver(/[^<]*)<')
# Pages that need a sign-in, and answers without text
NOT_FOLLOWED = ("/desk/", "/accounts/", "/prefs/", "/static/", "/media/")
NAME_LENGTH = 3


def crawl(client):
    """{address: text} of all pages that an anonymous user reaches from the home page and the sitemap."""
    found, waiting = {}, ["/", "/search/?q=党员", "/sitemap.xml", "/robots.txt"]
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith(NOT_FOLLOWED):
            continue
        answer = client.get(address)
        # a stream closes itself at its end; closed by hand it would close the database connection, too
        content = answer.getvalue() if answer.streaming else answer.content
        found[address] = text_in(content)
        links = ("".join(pair) for pair in HREF.findall(found[address]))
        waiting += [link.replace("&amp;", "&") for link in links]
    return found


def leaks(pages, *, words, numbers):
    """Those of the words (of three characters) and of the numbers that occur in the pages."""
    text = "\n".join(pages.values())
    triples = {text[at : at + NAME_LENGTH] for at in range(len(text) - NAME_LENGTH + 1)}
    runs = set(re.findall(r"1\d{10}|00-\d{4}", text))
    return (set(words) & triples) | (set(numbers) & runs)


@pytest.fixture
def secrets(demo_school):
    """The names and numbers that must not be public."""
    named = set(FlagPage.objects.public_on(TODAY).values_list("member__staff", flat=True))
    talks = ActivityPart.objects.filter(role=ActivityPart.Role.SPEAKER, staff__isnull=False)
    announced = talks.filter(activity__is_announced=True, activity__programme__is_public=True)
    speaking = set(announced.values_list("staff", flat=True))
    words = [
        *Student.objects.values_list("name", flat=True),
        *Guardian.objects.exclude(staff__in=named | speaking).values_list("name", flat=True),
        *Staff.objects.exclude(pk__in=named | speaking).values_list("name", flat=True),
    ]
    numbers = [
        *Student.objects.values_list("number", flat=True),
        *Guardian.objects.values_list("phone", flat=True),
        *Staff.objects.values_list("phone", flat=True),
    ]
    assert {len(word) for word in words} == {NAME_LENGTH}
    return {"words": words, "numbers": numbers}


def test_no_public_page_names_a_pupil_guardian_or_colleague(client, secrets):
    pages = crawl(client)

    assert {"/", "/about/", "/news/", "/feeds/news/", "/parents/", "/parents/feed/"} < set(pages)
    assert ParentSignUp.objects.confirmed().count() > 50
    assert Article.objects.published().count() > 30
    assert {row.public_url for row in Article.objects.published()} < set(pages)
    assert leaks(pages, **secrets) == set()


def test_a_member_is_named_in_public_only_after_approval(client, demo_school):
    states = FlagPage.State
    named = {
        state: set(
            FlagPage.objects.filter(state=state).values_list("member__staff__name", flat=True)
        )
        for state in states
    }
    pages = crawl(client)

    assert {state: len(names) for state, names in named.items()} == {
        states.APPROVED: 6,
        states.SUBMITTED: 1,
        states.DRAFT: 1,
    }
    assert leaks(pages, words=named[states.APPROVED], numbers=[]) == named[states.APPROVED]
    members = {name: text for name, text in pages.items() if name.startswith("/members/")}
    waiting = named[states.SUBMITTED] | named[states.DRAFT]
    assert leaks(members, words=waiting, numbers=[]) == set()


def test_no_page_of_a_member_contains_a_date_of_joining_or_birth(client, secrets):
    pages = {name: text for name, text in crawl(client).items() if name.startswith("/members/")}
    text = "\n".join(pages.values())
    shown = FlagPage.objects.public_on(TODAY).select_related("member")

    portraits = {name for name in pages if name.endswith("/portrait/")}
    assert (len(pages.keys() - portraits), len(portraits)) == (7, 5)
    for member in (page.member for page in shown):
        for day in (member.joined_on, member.regularised_on, member.born_on):
            assert not {f"{day}", f"{day:%Y-%m}", f"{day.year}年{day.month}月"} & set(
                re.findall(r"\d{4}-\d\d(?:-\d\d)?|\d{4}年\d{1,2}月", text)
            )


def test_the_crawl_finds_a_leaked_name_telephone_and_number(client, secrets):
    child, guardian = Student.objects.first(), Guardian.objects.exclude(phone="").first()
    article = Article.objects.published().first()
    body = f"<p>{child.name}，{child.number}，{guardian.phone}</p>"
    Article.objects.filter(pk=article.pk).update(body=body)

    found = leaks(crawl(client), **secrets)

    assert found == {child.name, child.number, guardian.phone}
