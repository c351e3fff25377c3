"""What is private of a family is in no log line, audit event, message, title or file name of what is done with it."""

import logging
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from branch.core.models import AccessRecord, AuditEvent, FormToken
from branch.operations.logs import LineFormatter
from branch.walkins.models import FamilyNeed, HomeVisit
from tests.factories import make_hardship, make_student
from tests.leaks import holds
from tests.walkins.families.heads import head_with_a_child
from tests.walkins.pages import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
head = pytest.fixture(head_with_a_child)
FACT, ADVICE = "奶奶夜里在菜场帮人看摊", "想让孩子住到姑姑家去"
REMARK, ADDRESS = "房东催了两回搬走的事", "桂花巷十七号后院二楼"
PRIVATE = FACT, ADVICE, REMARK, ADDRESS


@pytest.fixture
def browser(head):
    make_hardship(head.child)
    head.child.family.address = ADDRESS
    head.child.family.save()
    browser = Client(raise_request_exception=False)
    browser.force_login(head.user)
    return browser


def journey(browser, head):
    """Record, correct, print and export a visit, work on a difficulty, join families; return the answers."""
    new = f"{reverse('walkins:visit-create')}?student={head.child.pk}"
    form = filled(browser, new) | {"mode": "home", "fact": FACT, "advice": ADVICE}
    browser.post(new, form | {"topics": ["care"], "due_on": "2026-12-15"})
    visit, need = HomeVisit.objects.get(), FamilyNeed.objects.get()
    edit = reverse("walkins:familyneed-update", args=[need.pk])
    browser.post(edit, filled(browser, edit) | {"remark": REMARK})
    pages = [("visit-update", visit), ("visit-sheet", visit), ("visit-sheet-docx", visit)]
    answers = [browser.get(reverse(f"walkins:{name}", args=[row.pk])) for name, row in pages]
    close = reverse("walkins:familyneed-close", args=[need.pk])
    return [*answers, browser.post(close, filled(browser, close) | {"outcome": "solved"})]


def test_what_the_portal_keeps_about_the_steps_has_none_of_it(browser, head):
    answers = journey(browser, head)
    assert [answer.status_code for answer in answers] == [200, 200, 200, 302]
    kept = [list(model.objects.values()) for model in (AuditEvent, AccessRecord, FormToken)]
    assert all(kept)
    assert [text for text in PRIVATE if holds(str(kept), text)] == []


def test_no_log_line_has_it_even_where_a_page_fails(browser, head, caplog):
    caplog.set_level(logging.DEBUG)
    journey(browser, head)
    HomeVisit.objects.update(topics="broken")
    failed = browser.get(HomeVisit.objects.get().get_absolute_url())
    assert failed.status_code == 500
    assert [text for text in PRIVATE if holds(failed.text, text)] == []
    formatter = LineFormatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    lines = "\n".join(formatter.format(record) for record in caplog.records)
    assert "POST /desk/visits/new/ 302" in lines
    assert [text for text in PRIVATE if holds(lines, text)] == []


def test_no_file_name_or_title_has_a_name(browser, head):
    *_, docx, _ = journey(browser, head)
    names = docx.headers["Content-Disposition"]
    page = browser.get(HomeVisit.objects.get().get_absolute_url()).text
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert [holds(text, "张晓雨家的家访") for text in (names, title)] == [False, False]
    assert ["张晓雨" in text for text in (names, title, page)] == [False, False, True]


def test_a_pupil_s_hardship_is_on_no_page_of_those_who_may_not_read_it(browser, head, counsellor):
    stranger = make_student(name="林若楠")
    make_hardship(stranger)
    client = Client()
    client.force_login(counsellor)
    for page in (head.child.get_absolute_url(), stranger.get_absolute_url()):
        assert "困难" not in client.get(page).text.partition("<main")[2]
    assert stranger.hardships.filter(first_year=date(2026, 9, 1).year).exists()
