"""Sessions planned on days that the school marks afterwards: who is told, and how the table shows them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from branch.core.undo import undo
from branch.coverage.models import Notice
from branch.school.actions import record_school_day, record_school_days, remove_school_day
from branch.school.models import SchoolDay
from branch.walkins.classes.actions import cancel_session, revise_session
from tests.conftest import HALF_PAST_TWO as NOW
from tests.conftest import TODAY
from tests.factories import make_session
from tests.walkins.pages import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_stands", "term")]
DAY = date(2026, 12, 15)
WEEK = {"first": date(2026, 12, 14), "last": date(2026, 12, 18), "note": "期末"}


@pytest.fixture
def planned(school_class, head):
    starts_at = datetime(2026, 12, 15, 7, 50, tzinfo=UTC)
    return make_session(school_class, starts_at=starts_at, state="planned", leaders=[head])


def told(head):
    notices = Notice.objects.visible_to(head.user)
    return [(one.kind, one.subject_id, one.day) for one in notices if one.is_open_to(head.user)]


def mark(kind, by):
    return record_school_days(**WEEK, kind=kind, by=by)


@pytest.mark.parametrize(
    ("kind", "notice"),
    [("exam", "walkins.session_in_exams"), ("closed", "walkins.session_on_holiday")],
)
def test_the_head_teacher_is_told_to_move_it(kind, notice, planned, head, administrator):
    make_session(planned.school_class, starts_at=datetime(2026, 12, 22, 7, 50, tzinfo=UTC))

    mark(kind, administrator)

    assert told(head) == [(notice, planned.pk, DAY)]


def test_the_notice_is_gone_once_it_is_moved(planned, head, theme, administrator):
    mark("exam", administrator)
    facts = {"theme": theme, "place": "本班教室", "leaders": (head,), "headcount": None}
    moved = {"starts_at": NOW + timedelta(days=2), "version": 1, "at": NOW, "by": head.user}

    revise_session(planned, **facts, **moved)

    assert told(head) == []


def test_the_notice_is_gone_once_it_is_cancelled(planned, head, administrator):
    mark("exam", administrator)

    cancel_session(planned, reason="考试", version=1, at=NOW, by=head.user)

    assert not Notice.objects.exists()


def test_the_notice_is_gone_with_the_mark_and_comes_back_with_it(planned, head, administrator):
    rows = mark("exam", administrator)

    step = remove_school_day(rows[0], on=TODAY, by=administrator)
    assert told(head) == []
    undo(step, on=TODAY, at=NOW, by=administrator)
    assert len(told(head)) == 1
    record_school_day(day=DAY, kind="open", note="", by=administrator)
    assert told(head) == []


def test_the_message_lists_the_classes_and_days(planned, client, as_administrator, term):
    address = reverse("school:day-create", args=[term.pk])
    typed = {"day": "2026-12-14", "until": "2026-12-18", "kind": "exam"}

    page = client.post(address, filled(client, address) | typed, follow=True)

    says = "这些班已排的团辅要改期：初二（3）班12月15日。班主任会收到通知。"
    assert f"标了 5 天。{says}" in page.content.decode()


def test_the_table_and_the_class_page_say_so(planned, client, as_committee):
    SchoolDay.objects.create(day=DAY, kind="exam")

    grid = client.get(reverse("walkins:session-grid"))
    own = client.get(reverse("walkins:class-detail", args=[planned.school_class_id]))

    assert (
        '已排</span><span class="gq-wide" aria-hidden="true">·</span><span>考试周</span>'
        in grid.content.decode()
    )
    assert "请改期：初二（3）班12月15日。" in grid.content.decode()
    assert "已排 · 考试周，请改期" in own.content.decode()


def test_who_may_not_change_the_calendar_reads_who_does(client, as_secretary, term):
    assert "校历由管理员添加和更改" in client.get(term.get_absolute_url()).content.decode()
    assert "由管理员登记" in client.get(reverse("school:term-list")).content.decode()
