"""Nobody the branch cares for stands on a public page: an anonymous crawl of the demo school.

A person is named to strangers only as the author or host of something, and only who agreed to it
(`Member.is_public`); pupils, guardians and all other colleagues never are.
"""

import re

import pytest

from branch.members.models import Member
from branch.news.models import Article
from branch.school.models import Guardian, Staff, Student

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
    named = Member.objects.filter(is_public=True).values("staff")
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


def test_the_crawl_would_see_a_name_a_telephone_and_a_number(client, secrets):
    child, guardian = Student.objects.first(), Guardian.objects.exclude(phone="").first()
    article = Article.objects.published().first()
    said = f"<p>{child.name}，{child.number}，{guardian.phone}</p>"
    Article.objects.filter(pk=article.pk).update(body=said)

    found = leaks(crawl(client), **secrets)

    assert found == {child.name, child.number, guardian.phone}
