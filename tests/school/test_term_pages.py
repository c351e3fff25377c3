"""学期校历: read by every colleague, changed by the administrator."""

from datetime import date

import pytest
from django.urls import reverse

from branch.school.models import SchoolDay, Term
from tests.factories import make_term
from tests.walkins.pages import filled

pytestmark = pytest.mark.django_db
LIST = reverse("school:term-list")


@pytest.fixture(autouse=True)
def _on_the_day(the_day):
    """All pages are read on 2026-11-24."""


def test_every_colleague_reads_weeks_and_days(client, as_teacher):
    term = make_term(ends_on=date(2026, 9, 30))

    page = client.get(LIST)

    assert page.context["rows"] == [(term, 22)]
    text = page.content.decode()
    assert ("5 周" in text, "22 天" in text) == (True, True)
    assert "法定节假日还没有收录" not in text


def test_a_year_without_official_data_has_a_warning(client, as_teacher):
    make_term(first_year=2060, starts_on=date(2060, 9, 1), ends_on=date(2061, 1, 20))

    text = client.get(LIST).content.decode()

    assert "2060、2061 年的法定节假日还没有收录，暂按周一至周五上课计算。" in text


def test_a_term_is_created_and_an_overlapping_one_refused(client, as_administrator):
    address = reverse("school:term-create")
    typed = {"first_year": 2026, "number": 1, "starts_on": "2026-09-01", "ends_on": "2027-01-29"}
    made = client.post(address, filled(client, address) | typed)
    assert made.url == Term.objects.get().get_absolute_url()

    page = client.post(
        address,
        filled(client, address)
        | typed
        | {"number": 2, "starts_on": "2027-01-29", "ends_on": "2027-06-30"},
    )

    message = "和2026–2027学年第一学期（2026-09-01 至 2027-01-29）重叠，请改日期。"
    assert page.context["form"].errors == {"starts_on": [message]}


def test_the_last_day_of_a_term_is_changed(client, as_administrator, term):
    address = reverse("school:term-update", args=[term.pk])

    client.post(address, filled(client, address) | {"ends_on": "2027-01-22"})

    term.refresh_from_db()
    assert term.ends_on == date(2027, 1, 22)


def test_a_day_of_the_schools_own_is_added_and_removed(client, as_administrator, term):
    address = reverse("school:day-create", args=[term.pk])
    typed = {"day": "2026-10-26", "kind": "closed", "note": "运动会补休"}
    client.post(address, filled(client, address) | typed)
    row = SchoolDay.objects.get()
    assert (row.day, row.kind, row.note) == (date(2026, 10, 26), "closed", "运动会补休")
    page = client.get(term.get_absolute_url())
    assert page.context["own_spans"] == [[row]]
    assert "运动会补休" in page.content.decode()

    answer = client.post(reverse("school:day-remove", args=[row.pk]))

    assert answer.url == term.get_absolute_url()
    assert not SchoolDay.objects.exists()


def test_a_day_outside_the_term_is_refused(client, as_administrator, term):
    address = reverse("school:day-create", args=[term.pk])

    page = client.post(address, filled(client, address) | {"day": "2027-02-10", "kind": "open"})

    message = "这一天不在本学期（2026-09-01 至 2027-01-29），请改日期。"
    assert page.context["form"].errors == {"day": [message]}


def test_an_exam_week_is_marked_at_once_and_removed_at_once(client, as_administrator, term):
    address = reverse("school:day-create", args=[term.pk])
    typed = {"day": "2026-11-12", "until": "2026-11-17", "kind": "exam", "note": "期中考试"}
    client.post(address, filled(client, address) | typed)
    page = client.get(term.get_absolute_url())
    (rows,) = page.context["own_spans"]
    assert [row.day.day for row in rows] == [12, 13, 16, 17]
    assert "（其中考试 4 天）" in page.text

    client.post(reverse("school:day-remove", args=[rows[0].pk]))

    assert not SchoolDay.objects.exists()


def test_a_span_that_ends_before_it_begins_is_refused(client, as_administrator, term):
    address = reverse("school:day-create", args=[term.pk])
    typed = {"day": "2026-11-12", "until": "2026-11-11", "kind": "exam"}

    page = client.post(address, filled(client, address) | typed)

    assert page.context["form"].errors == {"until": ["不能早于前面的日期。"]}
