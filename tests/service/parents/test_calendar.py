"""The public calendar: list, month, page, calendar files and feed, read by real parsers."""

import feedparser
import pytest
from django.urls import reverse
from icalendar import Calendar

from branch.core.public import touch
from branch.service.parents import actions
from tests.activities.factories import at, make_activity
from tests.costs import cost_of
from tests.factories import make_class, make_term
from tests.service.factories import NOW, make_event, make_opening, sign_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def lecture(the_day, term):
    make_class(entry_year=2025)
    return make_opening()


def text_of(client, query=""):
    return client.get(reverse("service:calendar") + query).content.decode()


def test_the_calendar_lists_what_is_to_come_and_what_was_held(client, lecture):
    make_event("社区大讲堂", title="手机与亲子关系", starts_at=at(2026, 11, 28), ends_at=None)
    make_event(
        title="给孩子真正的支持",
        starts_at=at(2026, 11, 20),
        ends_at=None,
        state="done",
        audience_count=178,
    )
    make_event(title="还没有公布", starts_at=at(2026, 12, 8), ends_at=None, is_announced=False)
    make_activity("党员大会", title="内部会议", starts_at=at(2026, 12, 9), is_announced=True)

    text = text_of(client)

    assert text.index("手机与亲子关系") < text.index("期末前") < text.index("给孩子真正的支持")
    assert "还有 200 个座位" in text
    assert "到场 178 人" in text
    assert [title for title in ("还没有公布", "内部会议") if title in text] == []


def test_one_kind_is_listed_alone(client, lecture):
    make_event("社区大讲堂", title="手机与亲子关系", starts_at=at(2026, 11, 28), ends_at=None)

    text = text_of(client, "?kind=community_lecture")

    assert ("手机与亲子关系" in text, "期末前" in text) == (True, False)


@pytest.mark.parametrize("query", ["?kind=x", "?month=2026-13", "?month=0001-01", "?month=%00"])
def test_a_made_up_query_shows_the_calendar(client, lecture, query):
    assert "期末前" in text_of(client, query)


def test_the_months_lead_no_further_than_the_term(client, lecture):
    assert "?month=2026-08" not in text_of(client, "?month=2026-09")
    assert "?month=2026-10" in text_of(client, "?month=2026-09")
    assert "?month=2027-02" not in text_of(client, "?month=2027-01")


def test_the_month_has_the_days_of_the_months_beside_it_and_leads_to_today(client, lecture):
    make_event("社区大讲堂", title="手机", starts_at=at(2026, 12, 1), ends_at=None)
    page = client.get(reverse("service:calendar") + "?month=2026-11&kind=community_lecture")

    days = {day.day.day: day for day in page.context["weeks"][-1]}
    assert (days[1].is_out, [event.activity.title for event in days[1].events]) == (True, ["手机"])
    now = '<a class="gq-btn gq-btn-s" href="?month=2026-11&amp;kind=community_lecture">今天</a>'
    assert now in page.content.decode()


def test_the_calendar_says_so_once_the_seats_are_gone(client, lecture):
    lecture.seat_count = 1
    lecture.save()
    touch()
    assert "还有 1 个座位" in text_of(client)

    row = sign_up(lecture)
    assert "座位已满，可以登记候补" in text_of(client)

    actions.cancel_sign_up(row, at=NOW)
    assert "还有 1 个座位" in text_of(client)


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_costs_the_same_however_long(client, lecture, count):
    for number in range(count):
        sign_up(make_opening(make_event(title=f"第 {number} 场")))
    touch()

    _, queries = cost_of(client.get, reverse("service:calendar"))

    assert queries == 5


def test_the_file_of_the_term_is_read_by_a_calendar(client, lecture):
    make_event(
        title="取消的一场",
        starts_at=at(2026, 12, 8),
        ends_at=None,
        state="cancelled",
        cancel_reason="停电",
    )
    answer = client.get(reverse("service:calendar-file"))

    events = Calendar.from_ical(answer.content).walk("VEVENT")

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert [str(one["summary"]) for one in events] == [
        "家长学校：期末前，怎么聊分数",
        "家长学校：取消的一场",
    ]
    assert [str(one["status"]) for one in events] == ["CONFIRMED", "CANCELLED"]
    assert events[0]["dtstart"].dt == at(2026, 12, 4, 18, 30)
    assert str(events[0]["url"]) == f"http://testserver{lecture.public_url}"


def test_an_event_has_a_file_of_its_own(client, lecture):
    make_event(title="另一场")
    answer = client.get(reverse("service:event-file", args=[lecture.activity_id]))

    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")

    assert (str(event["location"]), event["dtend"].dt) == ("报告厅", at(2026, 12, 4, 20))


def test_long_titles_are_folded_as_phones_expect(client, lecture):
    lecture.activity.title = "《" + "很长的题目；带分号，带逗号" * 5 + "》"
    lecture.activity.save()
    touch()

    content = client.get(reverse("service:calendar-file")).content

    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["summary"]) == f"家长学校：{lecture.activity.title}"


def test_the_feed_is_read_by_a_reader(client, lecture):
    make_event("“5+2>7”快乐家园", title="亲子阅读日", starts_at=at(2026, 12, 19), ends_at=None)

    feed = feedparser.parse(client.get(reverse("service:calendar-feed")).content)

    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == [
        "共建项目：亲子阅读日",
        "家长学校：期末前，怎么聊分数",
    ]
    assert feed.entries[1].link == f"http://testserver{lecture.public_url}"


def test_in_holidays_the_next_term_is_shown(client, lecture, monkeypatch):
    make_term(
        first_year=2026, number=2, starts_on=at(2027, 3, 1).date(), ends_on=at(2027, 6, 30).date()
    )
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(2027, 2, 10))

    assert "2026–2027学年第二学期" in text_of(client)


@pytest.mark.parametrize("sign", ["\x0b", "\r\nATTENDEE:", "\n", "\x85", "\u2028", ";,\\N"])
def test_no_sign_of_a_title_breaks_the_files_or_adds_a_line_to_them(client, lecture, sign):
    """A line break of a slide is pasted as a vertical tab."""
    lecture.activity.title, lecture.activity.place = f"期末前{sign}聊分数", f"报告厅{sign}东门"
    lecture.activity.save()

    for name in ("event-file", "calendar-file"):
        args = [lecture.activity_id] if name == "event-file" else []
        answer = client.get(reverse(f"service:{name}", args=args))
        (entry,) = Calendar.from_ical(answer.content).walk("VEVENT")
        assert ("聊分数" in entry["summary"], "东门" in entry["location"]) == (True, True)
        assert not entry.get("attendee")
    parsed = feedparser.parse(client.get(reverse("service:calendar-feed")).content)
    assert (bool(parsed.bozo), "聊分数" in parsed.entries[0].title) == (False, True)
