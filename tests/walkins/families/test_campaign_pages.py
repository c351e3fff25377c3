"""The pages of campaigns: what they count, whom they name, and the form for many households."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from branch.walkins.models import HomeVisit, VisitCampaign
from tests.costs import cost_of
from tests.factories import (
    make_campaign,
    make_class,
    make_family_need,
    make_family_pairing,
    make_hardship,
    make_head,
    make_member,
    make_staff,
    make_student,
    make_visit,
)
from tests.walkins.pages import filled, shown_students, values

pytestmark = pytest.mark.django_db
NEW, LIST = reverse("walkins:campaign-create"), reverse("walkins:campaign-list")
SATURDAY = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


@pytest.fixture
def homes():
    """Children of hardship families: 李明 and 何子墨 of a class with a head teacher, 郑浩然 of 初三."""
    school_class = make_class(number=3)
    make_head(school_class, staff=make_staff(name="方晓晨"))
    places = {"李明": school_class, "何子墨": school_class, "郑浩然": make_class(entry_year=2024)}
    return {
        name: make_hardship(make_student(place, name=name)).student
        for name, place in places.items()
    }


def head_of(student):
    return student.enrolments.get().school_class.head_posts.get().staff


def lines_of(page):
    return [(line["student"].name, line["who"]) for line in page.context["lines"]]


def test_the_committee_sets_up_a_campaign(as_committee):
    form = filled(as_committee, NEW)
    assert form["title"] == "千名党员访万家"
    form |= {"from_on": "2026-11-16", "until_on": "2026-12-31", "audience": "grade"}

    page = as_committee.post(NEW, form | {"entry_year": "2025"}, follow=True)

    campaign = VisitCampaign.objects.get()
    assert (campaign.audience, campaign.entry_year) == ("grade", 2025)
    assert page.redirect_chain == [(campaign.get_absolute_url(), 302)]
    assert "走访对象：初二年级" in page.text


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"until_on": "2026-11-15"}, "until_on", "结束日期不能早于开始日期。"),
        ({"audience": "class"}, "school_class", "请选择班级。"),
        ({"audience": "chosen"}, "students", "请选择学生。"),
        ({"audience": ""}, "audience", "请选择走访对象。"),
    ],
)
def test_bad_input_gets_its_sentence_and_nothing_typed_is_lost(as_committee, typed, field, says):
    form = filled(as_committee, NEW) | {"title": "寒假前走访", "from_on": "2026-11-16"}
    form |= {"until_on": "2026-12-31", "audience": "hardship"}

    page = as_committee.post(NEW, form | typed)

    assert page.context["form"].errors == {field: [says]}
    assert page.context["form"]["title"].value() == "寒假前走访"
    assert not VisitCampaign.objects.exists()


def test_a_campaign_is_corrected_and_the_second_writer_sees_both_texts(as_committee):
    address = reverse("walkins:campaign-update", args=[make_campaign().pk])
    form = filled(as_committee, address)
    as_committee.post(address, form | {"title": "先改的"})

    again = {"title": "后改的", "form_token": str(uuid4())}
    page = as_committee.post(address, form | again)

    assert page.status_code == 409
    assert ("名称", "先改的", "后改的") in page.context["rows"]
    assert VisitCampaign.objects.get().title == "先改的"


def test_a_campaign_for_a_class_that_left_keeps_it_when_corrected(as_committee):
    gone = make_class(entry_year=2022)
    campaign = make_campaign(audience="class", school_class=gone)
    address = reverse("walkins:campaign-update", args=[campaign.pk])

    as_committee.post(address, filled(as_committee, address) | {"title": "去年的走访"})

    campaign.refresh_from_db()
    assert (campaign.title, campaign.school_class) == ("去年的走访", gone)


def test_the_list_names_audience_and_stage(as_committee):
    make_campaign(title="上学期", from_on=date(2026, 3, 1), until_on=date(2026, 7, 1))
    make_campaign(title="这学期")
    make_campaign(title="下学期", from_on=date(2027, 3, 1), until_on=date(2027, 7, 1))

    rows = as_committee.get(LIST).context["rows"]

    found = [(str(campaign), audience, stage) for campaign, audience, stage in rows]
    assert found == [
        ("下学期", "困难家庭", "未开始"),
        ("这学期", "困难家庭", "进行中"),
        ("上学期", "困难家庭", "已结束"),
    ]


def test_an_empty_list_says_what_to_do(as_committee):
    assert "还没有走访活动" in as_committee.get(LIST).text


def test_the_tiles_and_bars_count_households(as_committee, homes):
    make_visit(homes["李明"])
    make_visit(homes["何子墨"], happened_on=SATURDAY, state="planned")
    sister = make_hardship(make_student(family=homes["郑浩然"].family)).student
    make_visit(sister, mode="phone")

    page = as_committee.get(make_campaign().get_absolute_url())

    whole = page.context["whole"]
    assert (whole.total, whole.visited, whole.planned, whole.open) == (3, 1, 1, 1)
    assert whole.ways == "入户 1"
    found = [(grade.label, grade.visited, grade.total) for grade in page.context["grades"]]
    assert found == [("初二", 1, 2), ("初三", 0, 1)]
    assert page.context["made"] == {"all": 1, "hardship": 0}


def test_the_difficulties_closed_in_these_days_are_counted(as_committee, homes):
    for closed_on, outcome in ((date(2026, 11, 20), "solved"), (date(2026, 11, 20), "mistaken")):
        make_family_need(raised_on=date(2026, 10, 1), closed_on=closed_on, outcome=outcome)
    make_family_need(homes["李明"].family)

    page = as_committee.get(make_campaign().get_absolute_url())

    assert "办结困难 1 件。" in page.text


def test_those_left_are_listed_by_class_with_who_is_to_go(as_committee, homes):
    pairing = make_family_pairing(family=homes["何子墨"].family)
    make_visit(homes["郑浩然"])

    page = as_committee.get(make_campaign().get_absolute_url())

    assert lines_of(page) == [("李明", "班主任 方晓晨"), ("何子墨", f"结对党员 {pairing.member}")]
    assert set(shown_students()) == {homes["李明"].pk, homes["何子墨"].pk}
    assert f"?student={homes['李明'].pk}" in page.text


def test_a_planned_visit_is_named_with_its_team_and_may_be_moved(as_committee, homes):
    visit = make_visit(
        homes["李明"],
        happened_on=SATURDAY,
        state="planned",
        visitor=make_staff(name="沈秋荷"),
        companions=[make_staff(name="宋嘉怡")],
    )

    page = as_committee.get(make_campaign().get_absolute_url())

    assert "已约 11-28" in page.text
    assert "沈秋荷、宋嘉怡" in page.text
    assert reverse("walkins:visit-miss", args=[visit.pk]) in page.text


def test_a_head_teacher_moves_the_own_planned_visits_alone(client, homes):
    head = head_of(homes["李明"])
    own = make_visit(homes["李明"], happened_on=SATURDAY, state="planned", visitor=head)
    other = make_visit(homes["何子墨"], happened_on=SATURDAY, state="planned")
    client.force_login(head.user)

    page = client.get(make_campaign().get_absolute_url())

    links = [reverse("walkins:visit-miss", args=[visit.pk]) in page.text for visit in (own, other)]
    assert links == [True, False]


@pytest.mark.parametrize(
    ("state", "expected"),
    [("", ["李明", "何子墨", "郑浩然"]), ("planned", ["李明"]), ("open", ["何子墨", "郑浩然"])],
)
def test_the_tabs_narrow_the_list(as_committee, homes, state, expected):
    make_visit(homes["李明"], happened_on=SATURDAY, state="planned")

    page = as_committee.get(make_campaign().get_absolute_url(), {"state": state})

    assert [name for name, _ in lines_of(page)] == expected
    assert [tab["label"] for tab in page.context["tabs"]] == ["全部 3", "已约 1", "还没有安排 2"]


def test_nine_hundred_households_are_listed_by_the_page(as_committee):
    school_class = make_class()
    for _ in range(31):
        make_student(school_class)
    campaign = make_campaign(audience="grade", entry_year=2025)

    pages = [as_committee.get(campaign.get_absolute_url(), {"page": n}) for n in (1, 2, 99)]

    assert [len(lines_of(page)) for page in pages] == [30, 1, 1]
    assert pages[0].context["whole"].open == 31


def test_a_head_teacher_sees_the_households_of_the_own_class_alone(client, homes):
    make_visit(homes["郑浩然"])
    client.force_login(head_of(homes["李明"]).user)

    page = client.get(make_campaign().get_absolute_url())

    assert [name for name, _ in lines_of(page)] == ["李明", "何子墨"]
    assert page.context["whole"].total == 2
    assert page.context["made"]["all"] == 0
    assert "郑浩然" not in page.text


def test_a_campaign_of_another_class_does_not_exist_for_a_head_teacher(client, homes):
    other = homes["郑浩然"].enrolments.get().school_class
    campaign = make_campaign(title="初三走访", audience="class", school_class=other)
    client.force_login(head_of(homes["李明"]).user)

    assert client.get(campaign.get_absolute_url()).status_code == 404
    assert "初三走访" not in client.get(LIST).text


@pytest.mark.parametrize("who", ["counsellor", "editor", "administrator", "teacher"])
def test_others_are_refused(client, request, homes, who):
    client.force_login(request.getfixturevalue(who))

    pages = [client.get(address) for address in (LIST, make_campaign().get_absolute_url())]

    assert [page.status_code for page in pages] == [403, 403]


def test_a_counsellor_who_heads_a_class_reads_no_other_class(client, homes, counsellor):
    make_head(make_class(number=9), staff=counsellor.staff)
    client.force_login(counsellor)
    campaign = make_campaign(audience="grade", entry_year=2025)

    page = client.get(campaign.get_absolute_url())

    assert page.context["whole"].total == 0
    assert "李明" not in page.text


def batch(client, campaign, *students, step="record", **typed):
    address = campaign.get_absolute_url()
    form = filled(client, address) | {"students": [student.pk for student in students]}
    return client.post(address, form | {"step": step} | typed, follow=True)


def test_a_batch_records_one_visit_a_household(as_committee, committee, homes):
    page = batch(as_committee, make_campaign(), homes["李明"], homes["郑浩然"], mode="online")

    visits = HomeVisit.objects.all()
    assert {(visit.state, visit.mode, visit.visitor) for visit in visits} == {
        ("done", "online", committee.staff)
    }
    assert "已登记走访 2 户。" in page.text
    assert page.context["whole"].visited == 2


def test_a_batch_is_planned_for_a_day(as_committee, homes):
    typed = {"step": "plan", "happened_on": "2026-11-28"}
    page = batch(as_committee, make_campaign(), homes["李明"], homes["郑浩然"], **typed)

    assert {visit.state for visit in HomeVisit.objects.all()} == {"planned"}
    assert "已约 2 户" in page.text
    assert page.context["whole"].visited == 0


def test_a_household_visited_meanwhile_is_left_out_and_said(as_committee, homes):
    campaign = make_campaign()
    form = filled(as_committee, campaign.get_absolute_url())
    form |= {"students": [homes["李明"].pk, homes["郑浩然"].pk], "step": "record"}
    make_visit(homes["李明"], happened_on=date(2026, 11, 24))

    page = as_committee.post(campaign.get_absolute_url(), form, follow=True)

    assert "已登记走访 1 户。1 户这一天已有记录，没有再存。" in page.text


def test_a_batch_sent_twice_is_stored_once(as_committee, homes):
    campaign = make_campaign()
    form = filled(as_committee, campaign.get_absolute_url())
    form |= {"students": [homes["李明"].pk], "step": "record"}

    pages = [as_committee.post(campaign.get_absolute_url(), form) for _ in range(2)]

    assert [page.url for page in pages] == [campaign.get_absolute_url()] * 2
    assert HomeVisit.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"students": []}, "students", "请勾选走访的学生。"),
        ({"happened_on": "2026-11-28"}, "happened_on", "这一天还没有到。"),
        ({"step": "plan", "happened_on": "2026-11-20"}, "happened_on", "不能早于今天"),
        ({"visitor": ""}, "visitor", "请选择老师。"),
    ],
)
def test_a_bad_batch_keeps_its_ticks(as_committee, homes, typed, field, says):
    page = batch(as_committee, make_campaign(), homes["李明"], **typed)

    form = page.context["form"]
    assert says in form.errors[field][0]
    assert values(form).get("students", []) == (
        [] if field == "students" else [str(homes["李明"].pk)]
    )
    assert not HomeVisit.objects.exists()


def test_a_head_teacher_s_batch_cannot_name_a_household_of_another_class(client, homes):
    client.force_login(head_of(homes["李明"]).user)

    page = batch(client, make_campaign(), homes["李明"], homes["郑浩然"])

    assert page.context["form"].errors["students"] == ["勾选的学生里有一名现在不能选，请重新勾选。"]
    assert not HomeVisit.objects.exists()


def test_a_campaign_that_is_over_takes_no_batch(as_committee, homes):
    page = as_committee.get(make_campaign(until_on=date(2026, 11, 1)).get_absolute_url())

    assert page.context["whole"].open == 3
    assert "登记为已走访" not in page.text


def test_a_past_campaign_names_the_classes_of_its_last_day(as_committee):
    make_student(make_class(number=3), since=date(2025, 9, 1))
    days = {"from_on": date(2026, 3, 1), "until_on": date(2026, 6, 30)}
    campaign = make_campaign(audience="grade", entry_year=2025, **days)

    page = as_committee.get(campaign.get_absolute_url())

    assert [line["class_name"] for line in page.context["lines"]] == ["初一（3）班"]
    assert [grade.label for grade in page.context["grades"]] == ["初一"]
    assert "走访对象：初一年级" in page.text
    assert [audience for _, audience, _ in as_committee.get(LIST).context["rows"]] == ["初一年级"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("who", "cost"), [("committee", 19), ("head", 22)])
def test_a_campaign_costs_the_same_however_long(client, request, committee, count, who, cost):
    school_class = make_class()
    head = make_head(school_class)
    for _ in range(count):
        planned, left = (make_hardship(make_student(school_class)).student for _ in range(2))
        make_visit(planned, happened_on=SATURDAY, state="planned", companions=[head])
        make_family_pairing(family=left.family, member=make_member())
    client.force_login(committee if who == "committee" else head.user)
    address = make_campaign().get_absolute_url()
    client.get(address)

    page, found = cost_of(client.get, address)

    assert (page.status_code, found) == (200, cost)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_campaigns_costs_the_same_however_long(as_committee, count):
    for _ in range(count):
        make_campaign(audience="class", school_class=make_class())
    as_committee.get(LIST)

    page, cost = cost_of(as_committee.get, LIST)

    assert (page.status_code, cost) == (200, 6)
