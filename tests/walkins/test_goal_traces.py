"""What is done with a goal and a band leaves neither in a log line, an event, a record of reading, a token or a cookie."""

import logging

import pytest
from django.urls import reverse

from branch.core.models import AccessRecord, AuditEvent, FormToken
from branch.operations.logs import LineFormatter
from branch.walkins.models import Goal
from tests.leaks import holds
from tests.walkins.goals import make_learner, make_subject
from tests.walkins.pages import filled

pytestmark = pytest.mark.django_db
TEXT = "午休到图书角借一本书看"


@pytest.fixture
def journey(client, the_day, term):
    """A goal set, stepped twice at once, dropped, its drop undone; a band recorded: the answers."""
    pairing = make_learner()
    client.force_login(pairing.member.staff.user)
    new = reverse("walkins:goal-create", args=[pairing.pk])
    form = filled(client, new) | {"what": TEXT}
    answers = [client.post(new, form), client.post(new, form)]
    goal = Goal.objects.get()
    step, drop = (
        reverse(f"walkins:goal-{one}", args=[pairing.pk, goal.pk]) for one in ("step", "drop")
    )
    answers += [client.post(step, {"state": "better", "version": 1}) for _ in range(2)]
    answers.append(client.post(drop, {"version": 2}))
    band = reverse("walkins:progress-create", args=[pairing.pk])
    sent = filled(client, band) | {"subject": make_subject("古琴").pk, "band": "help"}
    return [*answers, client.post(band, sent)]


def test_what_the_portal_keeps_about_the_steps_has_none_of_it(client, journey):
    assert [answer.status_code for answer in journey] == [302] * 6
    kept = [list(model.objects.values()) for model in (AuditEvent, AccessRecord, FormToken)]
    kept.append([cookie.value for cookie in client.cookies.values()])

    assert all(kept)
    assert [holds(str(kept), TEXT), "要多帮一把" in str(kept)] == [False, False]


def test_no_log_line_has_it(caplog, request):
    caplog.set_level(logging.DEBUG)
    request.getfixturevalue("journey")

    formatter = LineFormatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    lines = "\n".join(formatter.format(record) for record in caplog.records)
    assert "/step/ 302" in lines
    assert holds(lines, TEXT) is False
