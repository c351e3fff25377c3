"""Photos that follow a record go to that record, also where its form leads back to a list."""

from uuid import uuid4

import pytest
from django.urls import reverse

from branch.activities.models import Activity
from branch.core.links import with_back
from branch.walkins.models import ClassSession, HomeVisit
from tests.activities.factories import programme
from tests.activities.held import photo
from tests.factories import make_class, make_head, make_student
from tests.filled_in import Forms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]
BACK = "/desk/coverage/?duty=walkins.family_visit#list"
MEETING = {"title": "审议计划", "starts_at": "2026-11-20T16:00", "place": "活动室"}
WRITTEN = {
    "walkins:visit-create": (HomeVisit, {"may_photograph": "on"}),
    "walkins:session-create": (ClassSession, {"starts_at": "2026-11-20T16:00"}),
    "activities:activity-create": (Activity, MEETING),
}


@pytest.fixture(params=WRITTEN)
def written(request, as_committee, committee):
    """(model, answer, replay) of a form that its script sends, with a photo to follow, and sends once more."""
    make_student(make_head(make_class(), staff=committee.staff).head_posts.get().school_class)
    model, typed = WRITTEN[request.param]
    address = f"{reverse(request.param)}?programme={programme('党员大会').pk}"
    address = with_back(address, BACK)
    sent = Forms(as_committee.get(address).text).sent_to(address) | typed
    sent |= {"companions": [], "feedback": [], "photos_awaited": "1"}
    script = {"accept": "application/json"}
    first, again = (as_committee.post(address, sent, headers=script) for _ in range(2))
    return model.objects.get(), first, again


def test_they_go_to_the_record_and_the_page_back_to_the_list(as_committee, written):
    record, answer, replay = written

    told = answer.json()
    stored = as_committee.post(told["photos"], {"key": str(uuid4()), "file": photo()})

    assert (answer.status_code, replay.status_code, stored.status_code) == (201, 201, 201)
    assert told == {"address": BACK, "photos": f"{record.get_absolute_url()}photos/"}
    assert replay.json() == told


def test_the_message_links_to_the_record(as_committee, written):
    record, *_ = written

    page = as_committee.get(BACK)

    assert f'href="{record.get_absolute_url()}">查看' in page.text
