"""Campaigns of visits: whom they are for, how far they have come, and visits recorded by the batch."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from branch.core.models import AuditEvent, Stale
from branch.walkins.actions import (
    plan_batch,
    record_batch,
    revise_campaign,
    start_campaign,
    withdraw_visit,
)
from branch.walkins.families.models import hardship_families
from branch.walkins.models import HomeVisit, VisitCampaign
from tests.factories import (
    make_campaign,
    make_class,
    make_hardship,
    make_head,
    make_staff,
    make_student,
    make_visit,
)

pytestmark = pytest.mark.django_db
TODAY, SATURDAY = date(2026, 11, 24), date(2026, 11, 21)
NEXT_SATURDAY = date(2026, 11, 28)
FACTS = {
    "title": "寒假前走访",
    "from_on": date(2026, 11, 16),
    "until_on": date(2026, 12, 31),
    "audience": "hardship",
}


def names(rows):
    return [student.name for student in rows.in_class_order()]


def batch_of(by, *students, **facts):
    facts = {"happened_on": SATURDAY, "mode": "home", "on": TODAY, **facts}
    return record_batch(students=students, visitor=by.staff, by=by, **facts)


def plan_of(by, *students, **facts):
    facts = {"happened_on": NEXT_SATURDAY, "mode": "home", "on": TODAY, **facts}
    return plan_batch(students=students, visitor=by.staff, by=by, **facts)


def test_a_campaign_keeps_only_the_fields_of_its_audience(committee):
    school_class, student = make_class(), make_student()
    facts = FACTS | {"entry_year": 2025, "school_class": school_class, "students": [student]}

    found = [
        start_campaign(by=committee, **facts | {"audience": audience})
        for audience in ("hardship", "grade", "class", "chosen")
    ]

    kept = [(row.entry_year, row.school_class, list(row.students.all())) for row in found]
    assert kept == [
        (None, None, []),
        (2025, None, []),
        (None, school_class, []),
        (None, None, [student]),
    ]
    assert AuditEvent.objects.filter(verb="campaign.started").count() == 4


@pytest.mark.parametrize(
    ("facts", "field", "says"),
    [
        ({"until_on": date(2026, 11, 15)}, "until_on", "结束日期不能早于开始日期。"),
        ({"audience": "grade"}, "entry_year", "请选择年级。"),
        ({"audience": "class"}, "school_class", "请选择班级。"),
        ({"audience": "chosen"}, "students", "请选择学生。"),
        ({"title": ""}, "title", "请填写这一项。"),
    ],
)
def test_bad_input_is_refused_at_its_field(committee, facts, field, says):
    with pytest.raises(ValidationError) as refusal:
        start_campaign(by=committee, **FACTS | facts)

    assert refusal.value.message_dict == {field: [says]}
    assert not VisitCampaign.objects.exists()


def test_the_second_of_two_writers_is_stale(committee):
    campaign = make_campaign()
    revise_campaign(campaign, version=1, by=committee, **FACTS)

    with pytest.raises(Stale):
        revise_campaign(campaign, version=1, by=committee, **FACTS)

    campaign.refresh_from_db()
    assert (campaign.title, campaign.version) == ("寒假前走访", 2)


@pytest.fixture
def pupils():
    """甲 and 乙 of one class and 丙 of another grade are in hardship; 丁 of the class is not; 乙 has no family."""
    school_class = make_class(number=3)
    found = {
        "甲": make_student(school_class, name="甲"),
        "乙": make_student(school_class, name="乙", family=None),
        "丙": make_student(make_class(entry_year=2024), name="丙"),
        "丁": make_student(school_class, name="丁"),
    }
    for name in "甲乙丙":
        make_hardship(found[name])
    return found


@pytest.mark.parametrize(
    ("audience", "expected"),
    [("hardship", "甲乙丙"), ("grade", "甲乙丁"), ("class", "甲乙丁"), ("chosen", "丙丁")],
)
def test_a_campaign_is_for_the_households_of_its_audience(committee, pupils, audience, expected):
    campaign = make_campaign(**_fields_of(audience, pupils))
    if audience == "chosen":
        campaign.students.set([pupils["丙"], pupils["丁"]])

    rows = campaign.households_for(committee, on=TODAY, with_phone=False)

    assert sorted(names(rows)) == sorted(expected)


def _fields_of(audience, pupils):
    school_class = pupils["甲"].enrolments.get().school_class
    return {
        "hardship": {},
        "grade": {"audience": "grade", "entry_year": 2025},
        "class": {"audience": "class", "school_class": school_class},
        "chosen": {"audience": "chosen"},
    }[audience]


def test_siblings_are_one_household_under_the_name_that_their_family_has_elsewhere(
    committee, pupils
):
    make_hardship(make_student(make_class(number=1), name="戊", family=pupils["甲"].family))
    rows = make_campaign().households_for(committee, on=TODAY, with_phone=False)

    assert names(rows) == ["甲", "乙", "丙"]
    assert hardship_families(TODAY).get(pk=pupils["甲"].family_id).child_name == "甲"


def test_those_who_left_are_none_of_it(committee, pupils):
    pupils["甲"].enrolments.update(until_on=date(2026, 10, 1))

    rows = make_campaign().households_for(committee, on=TODAY, with_phone=False)

    assert names(rows) == ["乙", "丙"]


def standings(rows):
    return {student.name: student.standing for student in rows}


def test_a_household_stands_by_its_best_visit_in_the_days_of_the_campaign(committee, pupils):
    make_visit(make_student(family=pupils["甲"].family), mode="online")
    make_visit(pupils["乙"], happened_on=NEXT_SATURDAY, state="planned")
    make_visit(pupils["丙"], mode="phone")
    make_visit(pupils["丙"], happened_on=date(2026, 8, 1))
    campaign = make_campaign()

    found = [
        standings(campaign.households_for(committee, on=TODAY, with_phone=with_phone))
        for with_phone in (False, True)
    ]

    assert found[0] == {"甲": "online", "乙": "planned", "丙": "open"}
    assert found[1]["丙"] == "phone"
    make_visit(pupils["甲"])
    rows = campaign.households_for(committee, on=TODAY, with_phone=False)
    assert standings(rows)["甲"] == "home"


def test_a_head_teacher_reads_the_households_of_the_own_class(pupils):
    head = make_head(pupils["甲"].enrolments.get().school_class).user

    rows = make_campaign().households_for(head, on=TODAY, with_phone=False)

    assert names(rows) == ["甲", "乙"]


@pytest.mark.parametrize("who", ["own", "other"])
def test_a_head_teacher_reads_the_campaigns_that_concern_the_class(pupils, who):
    own = pupils["甲"].enrolments.get().school_class
    school_class = own if who == "own" else make_class(entry_year=2026)
    head = make_head(school_class).user
    concerned = [
        make_campaign(**_fields_of(kind, pupils)) for kind in ("hardship", "grade", "class")
    ]
    concerned.append(make_campaign(audience="chosen"))
    concerned[-1].students.add(pupils["丁"])

    seen = VisitCampaign.objects.visible_to(head, on=TODAY)

    assert set(seen) == (set(concerned) if who == "own" else set())


def test_a_batch_is_one_visit_for_siblings(committee, pupils):
    sister = make_student(family=pupils["甲"].family)

    batch = batch_of(committee, pupils["甲"], sister, pupils["乙"])

    assert (len(batch.visits), batch.left_out) == (2, 0)
    assert HomeVisit.objects.done().count() == 2
    assert set(batch.visits[0].shares.values_list("student", flat=True)) == {
        pupils["甲"].pk,
        sister.pk,
    }


def test_a_household_visited_on_that_day_is_not_stored_twice(committee, pupils):
    batch_of(committee, pupils["甲"])

    batch = batch_of(committee, pupils["甲"], pupils["乙"])

    assert (len(batch.visits), batch.left_out) == (1, 1)
    assert HomeVisit.objects.count() == 2


def test_a_batch_completes_the_visit_planned_for_that_day(committee, pupils):
    (planned,) = plan_of(committee, pupils["甲"], happened_on=TODAY).visits

    batch = batch_of(committee, pupils["甲"], happened_on=TODAY)

    assert batch.visits == [planned]
    assert HomeVisit.objects.get().state == "done"


def test_a_household_with_a_visit_to_come_is_not_planned_again(committee, pupils):
    batch = plan_of(committee, pupils["甲"], pupils["乙"])
    again = plan_of(committee, pupils["甲"], pupils["丙"], happened_on=date(2026, 12, 5))

    assert (len(batch.visits), len(again.visits), again.left_out) == (2, 1, 1)
    assert not HomeVisit.objects.done().exists()


def test_a_refusal_about_one_household_names_the_pupil_and_stores_nothing(pupils):
    head = make_head(pupils["甲"].enrolments.get().school_class).user

    with pytest.raises(ValidationError) as refusal:
        batch_of(head, pupils["甲"], pupils["丙"])

    assert refusal.value.message_dict == {"students": ["丙：这名学生现在不能选，请重新选择。"]}
    assert not HomeVisit.objects.exists()


def test_a_refusal_about_the_day_is_said_once_at_the_day(committee, pupils):
    with pytest.raises(ValidationError) as refusal:
        batch_of(committee, pupils["甲"], pupils["乙"], happened_on=NEXT_SATURDAY)

    says = "这一天还没有到。还没有走访的，请点“约一次家访”。"
    assert refusal.value.message_dict == {"happened_on": [says]}


def test_a_companion_who_did_not_work_here_is_refused_at_the_field(committee, pupils):
    gone = make_staff(until_on=date(2026, 10, 1))

    with pytest.raises(ValidationError) as refusal:
        batch_of(committee, pupils["甲"], companions=[gone])

    assert list(refusal.value.message_dict) == ["companions"]


def test_a_withdrawn_visit_may_be_recorded_by_a_batch_again(committee, pupils):
    (visit,) = batch_of(committee, pupils["甲"]).visits
    withdraw_visit(visit, reason="twice", version=visit.version, on=TODAY, by=committee)

    assert len(batch_of(committee, pupils["甲"]).visits) == 1
