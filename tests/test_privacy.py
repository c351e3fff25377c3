"""Nobody the branch cares for stands on a public page: an anonymous crawl of the demo school.

A person is named to strangers only on the page they wrote and consented to (`FlagPage`); pupils,
guardians and all other colleagues never are.
"""

import re

import pytest

from branch.members.models import FlagPage
from branch.news.models import Article
from branch.school.models import Guardian, Staff, Student
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
HREF = re.compile(r'(?:href|src)="(/[^"#]*)"|<(?:loc|link)>http://testserver(/[^<]*)<')
# Doors for those who work here, and answers without words
NOT_FOLLOWED = ("/desk/", "/accounts/", "/prefs/", "/static/", "/media/")
NAME_LENGTH = 3


def crawl(client):
    """{address: text} of all that a stranger reaches from the front page and the site map."""
    found, waiting = {}, ["/", "/search/?q=党员", "/sitemap.xml", "/robots.txt"]
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith(NOT_FOLLOWED):
            continue
        found[address] = client.get(address).content.decode()
        links = ("".join(pair) for pair in HREF.findall(found[address]))
        waiting += [link.replace("&amp;", "&") for link in links]
    return found


def leaks(pages, *, words, numbers):
    """The words of three characters and the numbers that stand anywhere in the pages."""
    text = "\n".join(pages.values())
    triples = {text[at : at + NAME_LENGTH] for at in range(len(text) - NAME_LENGTH + 1)}
    runs = set(re.findall(r"1\d{10}|00-\d{4}", text))
    return (set(words) & triples) | (set(numbers) & runs)


@pytest.fixture
def secrets(demo_school):
    """The names and numbers no stranger may read."""
    named = FlagPage.objects.public_on(TODAY).values("member__staff")
    words = [
        *Student.objects.values_list("name", flat=True),
        *Guardian.objects.exclude(staff__in=named).values_list("name", flat=True),
        *Staff.objects.exclude(pk__in=named).values_list("name", flat=True),
    ]
    numbers = [
        *Student.objects.values_list("number", flat=True),
        *Guardian.objects.values_list("phone", flat=True),
        *Staff.objects.values_list("phone", flat=True),
    ]
    assert {len(word) for word in words} == {NAME_LENGTH}
    return {"words": words, "numbers": numbers}


def test_a_stranger_reads_of_nobody_the_branch_cares_for(client, secrets):
    pages = crawl(client)

    assert {"/", "/about/", "/news/", "/feeds/news/"} < set(pages)
    assert Article.objects.published().count() > 30
    assert {row.public_url for row in Article.objects.published()} < set(pages)
    assert leaks(pages, **secrets) == set()


def test_who_wrote_a_page_is_named_once_a_colleague_let_it_out_and_not_before(client, secrets):
    states = FlagPage.State
    named = {
        state: set(
            FlagPage.objects.filter(state=state).values_list("member__staff__name", flat=True)
        )
        for state in states
    }
    pages = crawl(client)

    assert {state: len(names) for state, names in named.items()} == {
        states.APPROVED: 4,
        states.SUBMITTED: 1,
        states.DRAFT: 1,
    }
    assert leaks(pages, words=named[states.APPROVED], numbers=[]) == named[states.APPROVED]
    assert named[states.SUBMITTED] | named[states.DRAFT] <= set(secrets["words"])


def test_no_page_of_a_member_says_when_they_joined_or_were_born(client, secrets):
    pages = {name: text for name, text in crawl(client).items() if name.startswith("/members/")}
    text = "\n".join(pages.values())
    shown = FlagPage.objects.public_on(TODAY).select_related("member")

    assert len(pages) == 5
    for member in (page.member for page in shown):
        for day in (member.joined_on, member.regularised_on, member.born_on):
            assert not {f"{day}", f"{day:%Y-%m}", f"{day.year}年{day.month}月"} & set(
                re.findall(r"\d{4}-\d\d(?:-\d\d)?|\d{4}年\d{1,2}月", text)
            )


def test_the_crawl_would_see_a_name_a_telephone_and_a_number(client, secrets):
    child, guardian = Student.objects.first(), Guardian.objects.exclude(phone="").first()
    article = Article.objects.published().first()
    said = f"<p>{child.name}，{child.number}，{guardian.phone}</p>"
    Article.objects.filter(pk=article.pk).update(body=said)

    found = leaks(crawl(client), **secrets)

    assert found == {child.name, child.number, guardian.phone}
