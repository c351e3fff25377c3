"""党员家访登记表 and 困难清单: exact columns, whose rows they have, and what is never in them."""

from datetime import date

import pytest
from django.urls import reverse

from branch.core.models import AccessRecord, AuditEvent
from branch.core.periods import Period
from branch.school.models import FamilyNumber, RollNumber
from branch.walkins.ledgers import DifficultyLedger, VisitLedger
from tests.factories import (
    make_class,
    make_family_need,
    make_family_pairing,
    make_hardship,
    make_head,
    make_member,
    make_staff,
    make_student,
    make_visit,
    make_visit_note,
)
from tests.ledgers.files import words_of

pytestmark = pytest.mark.django_db
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), "本月")
FILES = ("detail", "print", "xlsx", "docx")
SLUGS = ("home-visits", "family-needs")


@pytest.fixture(autouse=True)
def _on_the_day(the_day):
    """The clock stands on 2026-11-24."""


@pytest.fixture
def child(term):
    """A child of 初二（3）班 whose family has a number."""
    student = make_student(make_class(number=3), name="张晓雨")
    RollNumber.objects.create(term=term, student=student, number="0187")
    FamilyNumber.objects.create(term=term, family=student.family, number="0213")
    return student


def lines(ledger, user, period=NOVEMBER):
    return [ledger.texts(row) for row in ledger.rows(user, period=period, filters=None)]


def address(slug, name):
    return reverse(f"ledgers:ledger-{name}", args=[slug]) + "?start=2026-10-01&end=2026-11-30"


VISITS = (
    "日期|班级|学生编号|走访人员|走访方式|走访类别|家长是否在场|反映问题类别|"
    "办理措施类别|责任人|办结日期|办理情况"
)
DIFFICULTIES = "提出日期|班级|家庭编号|困难类别|责任人|完成时限|办理措施类别|办理情况|办结日期"


@pytest.mark.parametrize(
    ("ledger", "columns"), [(VisitLedger, VISITS), (DifficultyLedger, DIFFICULTIES)]
)
def test_the_columns_are_those_inspectors_ask_for(ledger, columns):
    assert "|".join(column.title for column in ledger.columns) == columns


def test_a_line_of_a_visit_has_categories_and_a_number(committee, child):
    visitor, companion = make_staff(name="周文静"), make_staff(name="韩若溪")
    facts = {"topics": ["place", "care"], "present": ["mother"], "is_hardship": True}
    visit = make_visit(child, visitor=visitor, companions=[companion], **facts)
    closed = {"outcome": "solved", "closed_on": date(2026, 11, 20), "measure": "school_room"}
    make_family_need(child.family, visit=visit, kind="place", owner=visitor, **closed)
    make_family_need(child.family, visit=visit, kind="care", owner=companion, measure="talk")
    mistaken = {"outcome": "mistaken", "closed_on": date(2026, 11, 21), "measure": "grant"}
    make_family_need(child.family, visit=visit, kind="other", **mistaken)

    (line,) = lines(VisitLedger(), committee)

    assert "|".join(line) == (
        "2026-11-07|初二（3）班|0187|周文静、韩若溪|入户|困难家庭|是|学习场所、照护不足|"
        "学校自习室、与家长继续沟通|周文静、韩若溪|2026-11-20|办理中"
    )


def test_a_visit_without_difficulties_leaves_their_columns_empty(committee, child):
    make_visit(child, mode="online", topics=["none"])

    (line,) = lines(VisitLedger(), committee)

    assert line[4:] == ["线上", "普访", "", "暂无困难", "", "", "", ""]


@pytest.mark.parametrize(
    ("days", "shown", "state"),
    [
        ([20, 20], "2026-11-20", "已办结"),
        ([20, 22], "2026-11-20、2026-11-22", "已办结"),
        ([20, None], "2026-11-20", "办理中"),
    ],
)
def test_several_difficulties_of_a_visit_share_a_line(committee, child, days, shown, state):
    visit = make_visit(child)
    for kind, day in zip(("place", "care"), days, strict=True):
        done = {"outcome": "solved", "closed_on": date(2026, 11, day)} if day else {}
        make_family_need(child.family, visit=visit, kind=kind, **done)

    (line,) = lines(VisitLedger(), committee)

    assert line[-2:] == [shown, state]


def test_only_visits_that_were_made_are_listed_a_line_for_each_child(committee, child):
    sister = make_student(family=child.family)
    make_visit(child, sister, happened_on=date(2026, 11, 8), is_return=True)
    make_visit(child, happened_on=date(2026, 11, 3), mode="phone")
    make_visit(child, happened_on=date(2026, 10, 31))
    make_visit(child, state="planned")
    make_visit(child, state="missed", miss_reason="nobody")

    found = lines(VisitLedger(), committee)

    assert [(line[0], line[4], line[5]) for line in found] == [
        ("2026-11-03", "电话", "普访"),
        ("2026-11-08", "入户", "回访"),
        ("2026-11-08", "入户", "回访"),
    ]


def test_a_line_of_a_difficulty_has_categories_and_the_number_of_the_family(committee, child):
    owner = make_staff(name="周文静")
    make_family_need(child.family, owner=owner, measure="after_school")
    closed = {"outcome": "to_community", "closed_on": date(2026, 11, 12)}
    make_family_need(child.family, kind="place", owner=owner, **closed)

    assert ["|".join(line) for line in lines(DifficultyLedger(), committee)] == [
        "2026-10-24|初二（3）班|0213|照护不足|周文静|2026-12-15|联系社区托管|办理中|",
        "2026-10-24|初二（3）班|0213|学习场所|周文静|2026-12-15||已办结|2026-11-12",
    ]


def test_a_difficulty_is_listed_in_every_period_in_which_it_was_open(committee, term):
    october = {"outcome": "solved", "closed_on": date(2026, 10, 30)}
    make_family_need(**october)
    make_family_need(raised_on=date(2026, 12, 1))
    make_family_need(outcome="mistaken", closed_on=date(2026, 11, 20))
    make_family_need(kind="medical")

    assert [line[3] for line in lines(DifficultyLedger(), committee)] == ["就医"]


def test_a_ledger_has_the_rows_its_reader_may_read(committee, child):
    visitor = make_member().staff
    make_family_need(child.family, visit=make_visit(child, visitor=visitor))
    make_family_need(make_student().family)
    make_visit()
    readers = {
        "全支部": committee,
        "本人": visitor.user,
        "本人、本班": make_head(child.enrolments.get().school_class).user,
        "本人、结对家庭": make_family_pairing(family=child.family).member.staff.user,
    }
    on = date(2026, 11, 24)

    for ledger, counts in ((VisitLedger(), [2, 1, 1, 1]), (DifficultyLedger(), [2, 0, 1, 1])):
        assert [ledger.scope_of(user, on=on) for user in readers.values()] == list(readers)
        assert [len(lines(ledger, user)) for user in readers.values()] == counts


def test_a_companion_reads_neither_hardship_nor_difficulties_of_the_family(child):
    companion = make_member().staff
    visit = make_visit(child, companions=[companion], is_hardship=True)
    make_family_need(child.family, visit=visit, measure="talk")

    (line,) = lines(VisitLedger(), companion.user)

    assert (line[5], line[8:]) == ("", ["", "", "", ""])


def test_a_head_teacher_s_line_has_the_class_of_the_own_child(child):
    brother = make_student(make_class(entry_year=2026, number=5), family=child.family)
    make_family_need(child.family)
    users = [make_head(row.enrolments.get().school_class).user for row in (child, brother)]

    found = [lines(DifficultyLedger(), user)[0][1] for user in users]

    assert found == ["初二（3）班", "初一（5）班"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_ledger_costs_the_same_however_long(committee, count, django_assert_num_queries):
    for _ in range(count):
        visit = make_visit(companions=[make_staff()])
        make_family_need(visit.shares.get().student.family, visit=visit)
    lines(VisitLedger(), committee), lines(DifficultyLedger(), committee)

    with django_assert_num_queries(3):
        lines(VisitLedger(), committee)
    with django_assert_num_queries(1):
        lines(DifficultyLedger(), committee)


SECRET = ("张晓雨", "妈妈夜班到九点", "谈了作息", "希望有自习的地方", "雨声", "春晖路")


@pytest.fixture
def told(child):
    """All that may be in no ledger: a name, an address, texts of a visit, a private line, a sealed note."""
    child.family.address = "春晖路 12 号"
    child.family.save()
    make_hardship(child)
    visit = make_visit(child, fact="谈了作息", advice="希望有自习的地方")
    make_visit_note(visit, "夜里听见雨声就睡不着")
    make_family_need(child.family, visit=visit, remark="妈妈夜班到九点")


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("name", FILES)
def test_no_ledger_has_a_name_a_text_or_the_private_line(as_committee, slug, name):
    words = words_of(as_committee.get(address(slug, name)))

    assert "初二（3）班" in words
    assert [secret for secret in SECRET if secret in words] == []


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("slug", SLUGS)
def test_an_export_is_recorded_with_its_period_and_rows(as_committee, committee, child, slug):
    as_committee.get(address(slug, "xlsx"))

    event = AuditEvent.objects.get(verb="ledger.exported")
    assert (event.actor, event.says.endswith("-20261001-20261130.xlsx，1 行")) == (committee, True)
    record = AccessRecord.objects.get()
    assert (record.action, record.subjects) == ("export", {"student": [child.pk]})
