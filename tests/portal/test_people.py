"""查找人员: everyone finds the people they may see and no others, and every student shown is recorded."""

from datetime import date

import pytest
from django.urls import reverse

from branch.accounts.models import Role
from branch.core.models import AccessRecord
from branch.portal.people import LIMIT, MORE
from branch.school.finding import TOO_SHORT
from tests.factories import (
    make_class,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_staff,
    make_student,
    make_user,
)

pytestmark = pytest.mark.django_db
PEOPLE, OPTIONS = reverse("portal:people"), reverse("portal:people-options")
NAMES = reverse("portal:people-names")
ENDED = {"until_on": date(2026, 11, 1), "end_reason": "other", "outcome": "paused"}


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """Every request is made on 2026-11-24."""


@pytest.fixture
def child():
    """曾小明 of a class of 初二, with an open need."""
    return make_need(make_student(make_class(number=3), name="曾小明", number="20260231")).student


@pytest.fixture
def readers(child):
    """A user of each kind; only the permission decides which of them finds the child."""
    school_class = child.enrolments.get().school_class
    return {
        "结对党员": make_pairing(student=child).member.staff.user,
        "班主任": make_head(school_class).user,
        "支委": make_member(Role.COMMITTEE).staff.user,
        "书记": make_member(Role.SECRETARY).staff.user,
        "心理教师": make_staff(Role.COUNSELLOR).user,
        "管理员": make_staff(Role.ADMIN).user,
        "别的党员": make_member().staff.user,
        "别的结对": make_pairing().member.staff.user,
        "结对已结束": make_pairing(student=child, **ENDED).member.staff.user,
        "别班班主任": make_head(make_class()).user,
        "卸任班主任": make_head(school_class, until_on=date(2026, 11, 23)).user,
        "教职工": make_staff().user,
        "编辑": make_staff(Role.EDITOR).user,
    }


WHO_FINDS = {"结对党员", "班主任", "支委", "书记", "心理教师", "管理员"}


def ask(client, user, address, **query):
    client.force_login(user)
    return client.get(address, query)


def rows_of(page, key):
    """The rows of one list of the page; empty if it has no match."""
    return [row for found in page.context["lists"] if found.source.key == key for row in found.rows]


def staff_of(page):
    return rows_of(page, "school.staff")


def students_of(page):
    return [row["student"] for row in rows_of(page, "walkins.students")]


def searches(user):
    rows = AccessRecord.objects.filter(reader=user, action="search")
    return [row.subjects for row in rows]


@pytest.mark.parametrize("typed", ["0023", "20260", "60231", "2026023"])
def test_a_part_of_a_number_finds_nobody(client, committee, child, typed):
    page = ask(client, committee, PEOPLE, q=typed)

    assert students_of(page) == []
    assert offered(ask(client, committee, OPTIONS, kind="student", scope="need", q=typed)) == []


@pytest.mark.parametrize("typed", ["曾小明", "zxm", "zengxiaoming", "231", "20260231"])
def test_only_users_who_may_see_a_student_find_them(client, readers, child, typed):
    pages = {who: ask(client, user, PEOPLE, q=typed) for who, user in readers.items()}

    assert {who for who, page in pages.items() if students_of(page) == [child]} == WHO_FINDS
    assert {who for who, page in pages.items() if ">曾小明<" in page.text} == WHO_FINDS


def test_each_answer_that_shows_a_student_is_recorded_and_no_other(client, readers, child):
    make_student(child.enrolments.get().school_class, name="李小明")
    for user in readers.values():
        ask(client, user, PEOPLE, q="zxm")
        ask(client, user, PEOPLE)

    noted = {who: searches(user) for who, user in readers.items()}

    assert noted == {who: [{"student": [child.pk]}] if who in WHO_FINDS else [] for who in readers}
    assert AccessRecord.objects.count() == len(WHO_FINDS)


def test_the_box_offers_the_names_that_its_reader_may_see(client, readers, child):
    answers = {who: ask(client, user, NAMES, q="zxm").json() for who, user in readers.items()}

    told = {who for who, answer in answers.items() if answer == {"names": ["曾小明"]}}
    assert told == WHO_FINDS
    assert [answer for who, answer in answers.items() if who not in WHO_FINDS] == [
        {"names": []}
    ] * (len(readers) - len(WHO_FINDS))
    assert {who for who, user in readers.items() if searches(user)} == WHO_FINDS


def test_the_box_offers_each_name_once_and_few_of_them(client, committee):
    for number in range(12):
        make_student(name=f"曾小明{'甲乙丙丁戊己庚辛壬癸子'[number - 1] if number > 1 else ''}")

    names = ask(client, committee, NAMES, q="曾小明").json()["names"]

    assert len(names) == len(set(names))
    assert names[0] == "曾小明"
    assert 6 <= len(names) <= 8


def test_the_box_offers_pupils_and_colleagues_in_turn(client, committee, django_assert_num_queries):
    """And records the pupils whose names it offers, no others; the classes and pairings of none are read."""
    pupils = [make_student(name=f"曾小明{sign}") for sign in "安白陈董范高何江金"]
    for sign in "东西南":
        make_head(make_class(), staff=make_staff(name=f"曾晓梦{sign}"))
    ask(client, committee, NAMES, q="zxm")
    AccessRecord.objects.all().delete()

    with django_assert_num_queries(6):
        names = client.get(NAMES, {"q": "zxm"}).json()["names"]

    shown = [pupil for pupil in pupils if pupil.name in names]
    assert [name[:3] for name in names] == ["曾小明", "曾晓梦"] * 3 + ["曾小明"] * 2
    assert [sorted(row["student"]) for row in searches(committee)] == [[row.pk for row in shown]]


@pytest.mark.parametrize("typed", ["", "z", "写" * 31])
def test_too_little_to_search_for_offers_no_name(client, committee, child, typed):
    assert ask(client, committee, NAMES, q=typed).json() == {"names": []}


def test_the_text_typed_is_not_stored_or_logged(client, committee, child, caplog):
    ask(client, committee, PEOPLE, q="曾小明")
    ask(client, committee, OPTIONS, q="zxm", kind="student", scope="need")

    rows = AccessRecord.objects.values_list("address", flat=True)
    assert set(rows) == {PEOPLE, OPTIONS}
    assert "zxm" not in caplog.text
    assert "q=" not in caplog.text


def test_a_result_links_to_the_own_pairing_or_else_to_the_students_page(client, readers, child):
    pairing = child.pairings.get(until_on=None).get_absolute_url()
    pages = {who: ask(client, readers[who], PEOPLE, q="zxm").text for who in WHO_FINDS}

    assert {who for who, text in pages.items() if pairing in text} == {"结对党员"}
    own_page = f'href="{child.get_absolute_url()}"'
    assert {who for who, text in pages.items() if own_page in text} == WHO_FINDS - {"结对党员"}
    assert {who for who, text in pages.items() if "我的结对" in text} == {"结对党员"}


def test_a_pairing_of_another_member_is_not_shown(client, readers, child):
    """The child has two pairings; each member sees only the own one."""
    other = make_pairing(student=child)

    text = ask(client, readers["结对党员"], PEOPLE, q="zxm").text

    assert other.get_absolute_url() not in text
    assert other.member.staff.name not in text


def test_students_of_one_name_are_told_apart_by_class_and_number(client, committee, child):
    make_student(make_class(number=6), name="曾小明", number="20260777")

    text = ask(client, committee, PEOPLE, q="zxm").text

    for shown in ("初二（3）班", "学号后四位 0231", "初二（6）班", "学号后四位 0777"):
        assert text.count(shown) == 1
    assert "20260231" not in text


def test_a_colleague_is_shown_with_their_class_and_their_number_only_to_the_committee(
    client, teacher, committee
):
    staff = make_staff(name="尉迟明远", number="T70001", title="年级主任", phone="13800000000")
    make_head(make_class(number=4), staff=staff)
    make_staff(name="尉迟明月", until_on=date(2026, 11, 1))

    seen = {user: ask(client, user, PEOPLE, q="yuchi") for user in (teacher, committee)}

    assert [[row["staff"].name for row in staff_of(page)] for page in seen.values()] == [
        ["尉迟明远"]
    ] * 2
    assert all("年级主任、初二（4）班班主任" in page.text for page in seen.values())
    assert ["T70001" in page.text for page in seen.values()] == [False, True]
    assert ["13800000000" in page.text for page in seen.values()] == [False, False]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "想找谁？"),
        ("z", TOO_SHORT),
        ("12", TOO_SHORT),
        ("qqqq", "没有找到"),
        ("z" * 31, "想找谁？"),
    ],
)
def test_an_empty_result_says_what_to_do(client, committee, child, typed, says):
    page = ask(client, committee, PEOPLE, q=typed)

    assert says in page.text
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize(("count", "says"), [(LIMIT, ""), (LIMIT + 1, MORE)])
def test_at_most_twenty_are_shown_and_noted(client, committee, count, says):
    school_class = make_class()
    for _ in range(count):
        make_student(school_class, name="曾小明")

    page = ask(client, committee, PEOPLE, q="zxm")

    assert (len(students_of(page)), page.context["more"]) == (LIMIT, says)
    assert len(searches(committee)[0]["student"]) == LIMIT


def test_a_user_without_a_post_may_not_search(client, child):
    assert ask(client, make_user(), PEOPLE, q="zxm").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_are_found(
    client, member, count, django_assert_num_queries
):
    school_class = make_class()
    for _ in range(count):
        make_pairing(student=make_student(school_class, name="曾小明"), member=member)
        make_head(make_class(), staff=make_staff(name="曾晓梦"))
    ask(client, member.staff.user, PEOPLE, q="zxm")

    with django_assert_num_queries(9):
        page = client.get(PEOPLE, {"q": "zxm"})

    assert (len(students_of(page)), len(staff_of(page))) == (count, count)


def offered(answer):
    return [(row["value"], row["label"], row["note"]) for row in answer.json()["options"]]


def test_the_need_form_offers_the_students_its_user_may_raise_a_need_for(client, readers, child):
    row = (child.pk, "曾小明", "初二（3）班　学号后四位 0231")
    asked = {"kind": "student", "scope": "need", "q": "zxm"}
    answers = {who: ask(client, user, OPTIONS, **asked) for who, user in readers.items()}

    refused = {who for who, answer in answers.items() if answer.status_code == 403}
    finds = {who for who in answers if who not in refused and offered(answers[who]) == [row]}
    finds_nobody = {who for who in answers if who not in refused and offered(answers[who]) == []}
    assert finds == {"班主任", "支委", "书记", "心理教师"}
    assert finds_nobody == {"别班班主任"}
    assert refused == set(readers) - finds - finds_nobody
    assert {who: searches(user) for who, user in readers.items()} == {
        who: [{"student": [child.pk]}] if who in finds else [] for who in readers
    }


def test_a_name_nobody_has_is_said_with_one_that_sounds_the_same(client, committee, child):
    asked = {"kind": "student", "scope": "need"}

    near = ask(client, committee, OPTIONS, q="增晓铭", **asked)
    none = ask(client, committee, OPTIONS, q="唐海萍", **asked)

    assert near.json()["says"] == "没有找到“增晓铭”。您要找的是曾小明吗？"
    assert [value for value, _, _ in offered(near)] == [child.pk]
    assert none.json() == {"options": [], "says": "没有找到“唐海萍”。"}
    assert searches(committee) == [{"student": [child.pk]}]


def test_a_student_off_the_roll_is_not_offered(client, committee, child):
    child.enrolments.update(until_on=date(2026, 11, 1))

    answer = ask(client, committee, OPTIONS, kind="student", scope="need", q="zxm")

    assert offered(answer) == []
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"q": "zxm"},
        {"kind": "student", "q": "zxm"},
        {"kind": "student", "scope": "colleague", "q": "zxm"},
        {"kind": "student", "scope": "need", "q": "z"},
    ],
)
def test_an_incomplete_request_for_options_gets_none(client, committee, child, asked):
    answer = ask(client, committee, OPTIONS, **asked)

    assert answer.json() == {"options": [], "says": TOO_SHORT}
    assert not AccessRecord.objects.exists()


def test_a_field_gets_at_most_twenty_options(client, committee):
    school_class = make_class()
    for _ in range(LIMIT + 1):
        make_student(school_class, name="曾小明")

    answer = ask(client, committee, OPTIONS, kind="student", scope="need", q="zxm")

    assert (len(offered(answer)), answer.json()["says"]) == (LIMIT, MORE)
    assert len(searches(committee)[0]["student"]) == LIMIT


@pytest.mark.parametrize("count", [1, 3])
def test_options_cost_the_same_however_many(client, committee, count, django_assert_num_queries):
    school_class = make_class()
    for _ in range(count):
        make_student(school_class, name="曾小明")
    asked = {"kind": "student", "scope": "need", "q": "zxm"}
    ask(client, committee, OPTIONS, **asked)

    with django_assert_num_queries(5):
        answer = client.get(OPTIONS, asked)

    assert len(offered(answer)) == count


@pytest.mark.parametrize("sign", ["㐂", "曾㐂"])
def test_a_name_of_a_sign_without_a_reading_finds_nobody(client, as_committee, child, sign):
    page = client.get(OPTIONS, {"kind": "student", "scope": "need", "q": sign})

    assert page.status_code == 200
    assert "曾小明" not in page.text
