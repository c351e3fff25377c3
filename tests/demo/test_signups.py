"""The demo school has events that were held, with hours, and one to come for which one may sign up."""

from datetime import datetime, time

import pytest
from django.utils import timezone

from branch.activities.models import Activity, Opening, Partner, Registration
from branch.portal.models import EventReport
from tests.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_school")]


def test_an_event_to_come_is_open_with_a_queue_and_pupils():
    now = timezone.make_aware(datetime.combine(TODAY, time(18)))
    (opening,) = Opening.objects.to_come(now)
    assert opening.is_open_at(now)
    assert opening.lacks_for_pupils() == []
    rows = Registration.objects.filter(opening=opening)
    assert (rows.placed().of_pupils().count(), rows.waiting().count()) == (6, 1)
    assert opening.activity.partner == Partner.objects.get(name="春晖社区")


def test_the_hours_of_past_events_are_confirmed_but_of_the_last():
    held = Opening.objects.exclude(activity__state=Activity.State.PLANNED)
    assert held.filter(confirmed_on=None).count() == 1
    assert Registration.objects.confirmed().exists()
    assert Registration.objects.proposed().get().is_added
    rows = held.exclude(confirmed_on=None).select_related("activity")
    assert [row.served_count for row in rows] == [row.activity.audience_count for row in rows]


def test_one_event_has_its_article_and_another_a_draft():
    reports = EventReport.objects.select_related("activity__programme", "article")
    told = {(row.activity.programme.name, row.article.state) for row in reports}
    assert told == {("党员服务直通车", "published"), ("家长学校", "draft")}
