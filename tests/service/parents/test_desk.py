"""The organiser on the desk: opens an event, reads who signed up, rings who moved up, decides on a lot."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from branch.accounts.models import Role
from branch.core.models import AccessRecord, AuditEvent, Figure
from branch.service.models import ParentOpening
from branch.service.parents import actions
from tests.activities.factories import at, make_planned
from tests.factories import make_class, make_grant, make_staff, make_user
from tests.service.factories import NOW, ONE_DAY, make_event, sign_up, states
from tests.walkins.pages import filled

pytestmark = pytest.mark.django_db
HELD = {
    "opens_at": NOW,
    "closes_at": at(2026, 12, 3, 18),
    "seat_count": 120,
    "grades": "2",
    "about": "",
}


def detail(opening):
    return reverse("service:parentopening-detail", args=[opening.pk])


def text_of(client, opening):
    return client.get(detail(opening)).content.decode()


def test_an_event_is_opened_in_one_form(as_committee, the_day):
    event = make_event()
    assert event.title in as_committee.get(reverse("service:parentopening-list")).content.decode()
    address = reverse("service:parentopening-create", args=[event.pk])
    sent = filled(as_committee, address) | {"seat_count": "120", "grades": ["2", "3"]}

    answer = as_committee.post(address, sent)

    opening = ParentOpening.objects.get()
    assert answer.url == detail(opening)
    assert (opening.seat_count, opening.grades, opening.closes_at) == (
        120,
        "23",
        at(2026, 12, 3, 18, 30),
    )
    assert (opening.people_most, opening.kept_days) == (2, 30)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"closes_at": at(2026, 12, 5)}, "报名截止不能晚于活动开始。"),
        ({"closes_at": NOW - ONE_DAY}, "报名截止要晚于报名开始。"),
        ({"seat_count": 0}, "座位至少 1 个。"),
        ({"grades": ""}, "请填写这一项"),
    ],
)
def test_an_opening_that_makes_no_sense_is_refused(the_day, changed, says):
    with pytest.raises(ValidationError, match=says):
        actions.open_to_families(
            activity=make_event(), on=the_day, at=NOW, by=make_user(), **HELD | changed
        )


def test_a_meeting_of_the_branch_and_an_event_that_began_are_not_opened(the_day):
    for activity in (make_planned(), make_event(starts_at=NOW - ONE_DAY, ends_at=None)):
        with pytest.raises(ValidationError, match="不能"):
            actions.open_to_families(activity=activity, on=the_day, at=NOW, by=make_user(), **HELD)


def test_what_families_are_told_stays_though_the_figure_changes(the_day, secretary):
    def opened():
        return actions.open_to_families(
            activity=make_event(), on=the_day, at=NOW, by=secretary, **HELD
        )

    before = opened()
    for key, value in (("service.signups_kept", 60), ("service.people_a_family", 3)):
        Figure.objects.create(key=key, value=value, from_on=the_day, set_by=secretary, why="试")

    assert (opened().kept_days, opened().people_most) == (60, 3)
    before.refresh_from_db()
    assert (before.kept_days, before.people_most) == (30, 2)


def test_the_organiser_reads_names_and_telephones_and_the_reading_is_recorded(
    as_committee, opening
):
    row = sign_up(opening)

    text = text_of(as_committee, opening)

    assert (row.name in text, row.phone in text, row.code in text) == (True, True, False)
    assert AccessRecord.objects.get().subjects == {"parent_sign_up": [row.pk]}


def test_who_moved_up_is_listed_to_be_rung_until_that_is_done(as_committee, few):
    first, *_ = [sign_up(few, people_count=2) for _ in range(2)]
    cancel = reverse("service:signup-cancel", args=[few.pk, first.pk])
    as_committee.post(cancel)
    moved = few.signups.get(number=2)
    assert "补上座位，要打电话告诉" in text_of(as_committee, few)

    as_committee.post(reverse("service:signup-ring", args=[few.pk, moved.pk]))

    assert "补上座位，要打电话告诉" not in text_of(as_committee, few)
    assert states(few) == {1: "cancelled", 2: "confirmed"}


@pytest.mark.parametrize(
    ("what", "left"),
    [
        ("confirm", {1: "confirmed", 2: "confirmed", 3: "confirmed"}),
        ("drop", {1: "confirmed"}),
        ("drop_all", {}),
        ("x", {1: "confirmed", 2: "unverified", 3: "unverified"}),
    ],
)
def test_a_lot_is_decided_on_with_one_tap(as_committee, few, what, left):
    source, _ = actions.count_one_of(few, address="203.0.113.7", at=NOW)
    for number in range(3):
        sign_up(few, source=source, is_over=number > 0)
    assert "待核实 2 户" in text_of(as_committee, few)

    as_committee.post(reverse("service:source-decide", args=[few.pk, source.pk]), {"what": what})

    assert states(few) == left


def test_the_menu_counts_what_waits_for_who_logged_the_event(client, few):
    source, _ = actions.count_one_of(few, address="203.0.113.7", at=NOW)
    sign_up(few, source=source, is_over=True)
    leaver, _ = [sign_up(few, people_count=2) for _ in range(2)]
    actions.cancel_sign_up(leaver, at=NOW)
    organiser, other = few.activity.logged_by, make_staff(Role.COMMITTEE).user
    make_grant(organiser, Role.COMMITTEE)

    counts = {}
    for user in (organiser, other):
        client.force_login(user)
        page = client.get(reverse("service:parentopening-list")).content.decode()
        counts[user] = re.findall(r'家长报名<span class="gq-bell-n">(\d+)', page)[:1]

    assert counts == {organiser: ["2"], other: []}


def test_questions_are_shown_when_nobody_can_add_one(client, committee, opening, clock):
    """While the list grows, two looks at it would say what the family between them asked."""
    for number in range(6):
        sign_up(opening, question=f"问题{number}")
    client.force_login(committee)
    assert "问题0" not in text_of(client, opening)

    clock.at = opening.closes_at
    client.force_login(committee)

    assert all(f"问题{number}" in text_of(client, opening) for number in range(6))


def test_no_trace_names_a_family(as_committee, few):
    row = sign_up(few)
    name, phone, code = row.name, row.phone, row.code
    as_committee.post(reverse("service:signup-cancel", args=[few.pk, row.pk]))

    (event,) = AuditEvent.objects.all()

    kept = f"{event.says} {event.target_type} {event.target_id} {event.verb}"
    assert event.target_id == str(few.pk)
    assert [word for word in (name, phone, code) if word in kept] == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("parentopening-list", 7), ("parentopening-detail", 13)]
)
def test_a_page_costs_the_same_however_long(
    as_committee, opening, django_assert_num_queries, count, name, queries
):
    for _ in range(count):
        sign_up(opening, school_class=make_class(entry_year=2025))
    args = [opening.pk] if name.endswith("detail") else []
    as_committee.get(reverse(f"service:{name}", args=args))

    with django_assert_num_queries(queries):
        as_committee.get(reverse(f"service:{name}", args=args))
