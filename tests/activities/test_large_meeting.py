"""A meeting of more people than a select holds: the absent are named under their reason, nobody is listed."""

import pytest
from django.urls import reverse
from django.utils import timezone

from branch.activities.models import Activity
from branch.core.forms import MOST
from branch.core.models import Draft
from tests.activities.factories import programme
from tests.activities.page_form import form_of
from tests.factories import make_staff
from tests.many import make_members

pytestmark = pytest.mark.django_db


@pytest.fixture
def members(secretary):
    """With the secretary one more than a select holds."""
    return make_members(MOST)


@pytest.fixture
def address():
    return f"{reverse('activities:activity-create')}?programme={programme('党员大会').pk}"


@pytest.fixture
def sent(as_secretary, address, members, yesterday):
    return form_of(as_secretary.get(address)) | {
        "title": "审议计划",
        "starts_at": timezone.localtime(yesterday).strftime("%Y-%m-%dT%H:%M"),
        "place": "报告厅",
    }


def away_in(activity):
    rows = activity.attendances.exclude(state="present")
    return sorted((row.staff_id, row.state, row.reason) for row in rows)


def test_the_page_lists_nobody(as_secretary, address, members):
    page = as_secretary.get(address)

    assert f"应到 {MOST + 1} 名" in page.text
    assert [member.staff.name for member in members if f">{member.staff.name}<" in page.text] == []


def test_the_absent_are_stored_with_their_reasons(as_secretary, address, members, sent):
    ill, other, missing = [member.staff_id for member in members[:3]]

    away = {"away_ill": [ill], "away_other": [other], "away_unexcused": [missing]}
    as_secretary.post(address, sent | away)

    activity = Activity.objects.get()
    assert activity.attendances.count() == MOST + 1
    assert away_in(activity) == [
        (ill, "excused", "ill"),
        (other, "excused", "other"),
        (missing, "absent", ""),
    ]
    again = form_of(as_secretary.get(reverse("activities:activity-update", args=[activity.pk])))
    assert {name: again.get(name) for name in away} == {
        name: [str(key) for key in keys] for name, keys in away.items()
    }


def test_a_form_shown_again_keeps_who_was_named_and_finds_the_next(
    as_secretary, address, members, sent
):
    ill, sought = members[0].staff, members[-1].staff
    named = {"away_ill": [ill.pk], "away_official_sought": sought.name}

    page = as_secretary.post(address, sent | named | {"title": ""})

    assert form_of(page)["away_ill"] == [str(ill.pk)]
    assert f'<option value="{sought.pk}"' in page.text
    assert not Activity.objects.exists()


def test_a_draft_keeps_who_was_named(as_secretary, address, members, sent):
    as_secretary.post(address, sent | {"away_ill": [members[0].staff_id], "keep_draft": "1"})

    page = as_secretary.get(Draft.objects.get().url)

    assert form_of(page)["away_ill"] == [str(members[0].staff_id)]


@pytest.mark.parametrize(
    ("also", "error"),
    [
        ("named", "已写在“病假”里，请只写一处。"),
        ("stranger", "有一名不是应到人员，没有记成缺席，请核对。"),
    ],
)
def test_who_is_named_twice_or_is_not_expected_is_refused(
    as_secretary, address, members, sent, also, error
):
    named = members[0].staff
    staff = {"named": named, "stranger": make_staff()}[also]

    page = as_secretary.post(address, sent | {"away_ill": [named.pk], "away_personal": [staff.pk]})

    (field, said), *others = page.context["form"].errors.items()
    assert (field, others) == ("away_personal", [])
    assert error in said[0]
    assert not Activity.objects.exists()


def test_who_was_ticked_stays_ticked_when_the_roll_has_grown(as_secretary, address, members, sent):
    ticked = {"absent": [members[0].staff_id], f"absent-reason-{members[0].staff_id}": "ill"}

    as_secretary.post(address, sent | ticked)

    assert away_in(Activity.objects.get()) == [(members[0].staff_id, "excused", "ill")]
