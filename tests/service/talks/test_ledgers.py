"""家长学校登记表 and 社区大讲堂登记表: their columns, and what stays of families."""

from datetime import date, timedelta

import pytest

from branch.activities.models import Partner
from branch.core.periods import Period
from branch.service.parents.actions.retention import delete_what_families_left
from branch.service.talks.ledgers import CommunityLectureLedger, ParentSchoolLedger
from tests.activities.factories import at, programme
from tests.factories import make_staff
from tests.service.factories import NOW, make_event, sign_up
from tests.service.talks.rows import make_speaker, make_talk, speak

pytestmark = pytest.mark.django_db
AUTUMN = Period(date(2026, 9, 1), date(2027, 1, 31), "本学期")
COLUMNS = (
    "日期｜主题｜形式（讲座/座谈/沙龙）｜主讲人及单位｜对象年级｜地点｜报名人数｜到场人数｜资料名称"
)
LECTURES = "日期｜题目｜主讲党员｜社区｜听众人数｜时长（小时）"


def printed(ledger, user):
    return [ledger.cells(row) for row in ledger.rows(user, period=AUTUMN, filters=None)]


def test_the_columns_are_those_inspectors_ask_for():
    assert "｜".join(one.title for one in ParentSchoolLedger.columns) == COLUMNS
    assert "｜".join(one.title for one in CommunityLectureLedger.columns) == LECTURES


def test_a_talk_without_a_sign_up_has_its_row(member):
    talk = make_talk(staff=make_staff(name="苏清和"), format="salon", audience_count=178)
    speak(talk, speaker=make_speaker())
    make_talk(title="计划里的", state="planned", starts_at=at(2026, 12, 4), ends_at=None)

    assert printed(ParentSchoolLedger(), member.staff.user) == [
        [
            date(2026, 11, 20),
            "《给孩子真正的支持》",
            "沙龙",
            "苏清和（本校）、林向晖（市心理卫生协会）",
            None,
            "报告厅",
            None,
            178,
            None,
        ]
    ]


def test_how_many_signed_up_stays_when_the_families_are_deleted(opening, committee):
    for people in (1, 2):
        sign_up(opening, people_count=people)
    sign_up(opening).opening.signups.filter(number=3).update(state="waiting")
    type(opening.activity).objects.update(state="done")
    before = printed(ParentSchoolLedger(), committee)

    delete_what_families_left(at=NOW + timedelta(days=60))

    assert (opening.signups.count(), before[0][4], before[0][6]) == (0, "初二、初三家长", 3)
    assert printed(ParentSchoolLedger(), committee) == before


def test_a_second_deletion_keeps_the_number(opening, committee):
    sign_up(opening, people_count=2)
    for days in (60, 61):
        delete_what_families_left(at=NOW + timedelta(days=days))

    opening.refresh_from_db()
    assert opening.signed_up_count == 2


def test_a_talk_that_counts_for_it_is_in_both_ledgers(committee):
    talk = make_talk("专题报告", title="我的快乐谁做主")
    talk.also_counts_as.add(programme("家长学校"))

    assert [row[1] for row in printed(ParentSchoolLedger(), committee)] == ["我的快乐谁做主"]


def test_a_community_lecture_has_its_row(committee):
    here = Partner.objects.create(name="春晖社区", kind=Partner.Kind.COMMUNITY)
    fields = {"title": "《手机与亲子关系》", "partner": here, "audience_count": 48}
    talk = make_talk("社区大讲堂", staff=make_staff(name="高远"), **fields)
    speak(talk, speaker=make_speaker())

    assert printed(CommunityLectureLedger(), committee) == [
        [date(2026, 11, 20), "《手机与亲子关系》", "高远", "春晖社区", 48, 1.5]
    ]


def test_what_is_only_planned_is_in_no_ledger(committee):
    make_event()

    assert printed(ParentSchoolLedger(), committee) == []
