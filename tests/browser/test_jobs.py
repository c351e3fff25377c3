"""The page of a job, to which no page of the demo school links: it reloads itself without scripts."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from branch.operations.models import Job
from tests.browser.checks import barriers, overflow
from tests.browser.steps import COMPUTER, PHONE
from tests.factories import make_staff
from tests.operations import jobs  # noqa: F401 (declares the kinds)

STATES = {
    "waiting": {},
    "running": {"done_count": 9, "total_count": 24},
    "failed": {"failure": "没有可以安排的党员，请先登记党员。"},
    "done": {"result_url": "/desk/terms/", "file": "jobs/pack.zip", "file_name": "资料.zip"},
}


def make_job(user, state, **fields):
    now = timezone.now()
    return Job.objects.create(
        kind="tests.days",
        asked_by=user,
        asked_at=now,
        heartbeat_at=now,
        attempt_count=1,
        state=state,
        **fields,
    )


@pytest.mark.browser_context_args(**PHONE, java_script_enabled=False)
def test_the_page_reloads_itself_until_the_job_is_done(page, live_server, sign_in):
    user = make_staff().user
    job = make_job(user, "running", done_count=9, total_count=24)
    sign_in(user)
    page.goto(live_server.url + job.get_absolute_url())
    expect(page.get_by_role("heading", name="正在办理，已办 9 / 24")).to_be_visible()

    Job.objects.update(state="done", result_url="/desk/terms/")

    expect(page.get_by_role("link", name="查看结果")).to_be_visible(timeout=20_000)


@pytest.mark.browser_context_args(bypass_csp=True)
@pytest.mark.parametrize("state", STATES)
def test_the_page_is_accessible(page, live_server, sign_in, state):
    user = make_staff().user
    job = make_job(user, state, **STATES[state])
    sign_in(user)

    for screen in (PHONE, COMPUTER):
        page.set_viewport_size(screen["viewport"])
        page.goto(live_server.url + job.get_absolute_url() + "?still=on")
        assert barriers(page) == []
        assert overflow(page) == 0
