"""家访记录表 of one visit, as a page to print and as docx."""

from datetime import date

import pytest
from django.urls import reverse

from branch.core.models import AccessRecord, AuditEvent
from tests.factories import (
    make_class,
    make_family_need,
    make_head,
    make_staff,
    make_student,
    make_visit,
    make_visit_note,
)
from tests.ledgers.files import document, rows_of, words_of

pytestmark = pytest.mark.django_db
NAMES = ("visit-sheet", "visit-sheet-docx")
OPEN = "照护不足：周文静负责，联系社区托管，2026-12-15 前办结"
CLOSED = "学习场所：周文静负责，2026-11-20 办结：已解决，家长确认"


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


@pytest.fixture
def visit():
    """A visit by 周文静 to 张晓雨 and her brother, with a sealed note and two difficulties."""
    child = make_student(make_class(number=3), name="张晓雨")
    brother = make_student(
        make_class(entry_year=2026, number=5), name="张晓雷", family=child.family
    )
    facts = {"fact": "谈了作息", "advice": "希望有自习的地方", "present": ["mother"]}
    visitor = make_staff(name="周文静")
    made = make_visit(child, brother, visitor=visitor, topics=["care"], is_hardship=True, **facts)
    make_visit_note(made, "夜里听见雨声就睡不着")
    need = {"visit": made, "owner": visitor}
    make_family_need(child.family, **need, measure="after_school", remark="妈妈夜班到九点")
    closed = {"outcome": "solved", "closed_on": date(2026, 11, 20)}
    make_family_need(child.family, kind="place", **need, **closed)
    return made


def address(name, visit):
    return reverse(f"walkins:{name}", args=[visit.pk])


def test_the_document_has_the_fields_of_the_form(as_committee, visit):
    (table,) = document(as_committee.get(address("visit-sheet-docx", visit))).tables

    lines = [list(dict.fromkeys(row)) for row in rows_of(table)]
    assert lines == [
        ["学生", "张晓雨、张晓雷", "班级", "初二（3）班、初一（5）班"],
        ["日期", "2026-11-07", "方式", "入户"],
        ["走访教师", "周文静", "在场家长", "母亲"],
        ["家访目的", ""],
        ["交流情况", "谈了作息\n反映：照护不足"],
        ["家长意见建议", "希望有自习的地方"],
        [
            "后续跟进",
            f"{OPEN}\n{CLOSED}",
        ],
        ["教师签名", ""],
    ]


@pytest.mark.parametrize("name", NAMES)
def test_no_paper_has_the_note_the_private_line_or_the_hardship(as_committee, visit, name):
    words = words_of(as_committee.get(address(name, visit)))

    assert ("张晓雨" in words, "谈了作息" in words) == (True, True)
    secret = ("雨声", "保密记录", "妈妈夜班到九点", "困难家庭")
    assert [text for text in secret if text in words] == []


@pytest.mark.parametrize(("name", "action"), list(zip(NAMES, ("print", "export"), strict=True)))
def test_each_paper_is_recorded_with_those_it_names(as_committee, visit, name, action):
    as_committee.get(address(name, visit))

    ids = sorted(visit.shares.values_list("student", flat=True))
    record = AccessRecord.objects.get()
    assert (record.action, record.subjects) == (action, {"student": ids})


def test_an_export_leaves_a_trace_and_its_name_names_nobody(as_committee, committee, visit):
    answer = as_committee.get(address("visit-sheet-docx", visit))

    event = AuditEvent.objects.get(verb="visit.sheet_exported")
    assert (event.actor, event.target_id) == (committee, str(visit.pk))
    assert "20261107.docx" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_finds_the_children_and_difficulties_the_visit_shows_to_them(client, visit, name):
    school_class = visit.shares.get(student__name="张晓雷").student.enrolments.get().school_class
    companion = make_staff()
    visit.companions.add(companion)
    shown = []

    for reader in (make_head(school_class), companion, make_staff()):
        client.force_login(reader.user)
        answer = client.get(address(name, visit))
        words = words_of(answer) if answer.status_code == 200 else ""
        shown.append([text in words for text in ("张晓雨", "张晓雷", "联系社区托管")])

    assert shown == [[False, True, True], [True, True, False], [False, False, False]]


@pytest.mark.parametrize("name", NAMES)
def test_only_a_visit_that_was_made_has_a_paper(as_committee, name):
    missed = {"state": "missed", "miss_reason": "nobody"}
    for planned in (make_visit(state="planned"), make_visit(**missed)):
        assert as_committee.get(address(name, planned)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("visit-sheet", 9), ("visit-sheet-docx", 10)])
def test_a_paper_costs_the_same_however_much_is_on_it(
    as_committee, count, name, queries, django_assert_num_queries
):
    children = [make_student(family=make_student().family) for _ in range(count)]
    visit = make_visit(*children, companions=[make_staff() for _ in range(count)])
    for kind, _ in zip(("place", "care", "other"), range(count), strict=False):
        make_family_need(children[0].family, visit=visit, kind=kind)
    as_committee.get(address(name, visit))

    with django_assert_num_queries(queries):
        as_committee.get(address(name, visit))
