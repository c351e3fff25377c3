"""The list of 肖像同意 of a class and its paper, as the head teacher and the committee see them."""

import re
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from branch.core.models import Draft, SiteProfile
from branch.school.actions import record_consents
from branch.school.consents import answers_in
from branch.school.models import Enrolment, PortraitConsent, Student
from branch.school.todos import ConsentsToCollect
from tests.conftest import stop_clock
from tests.core.test_grid_writers import as_shown
from tests.costs import cost_of
from tests.factories import make_class, make_head, make_student, make_term
from tests.walkins.pages import shown_students

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def _on_the_day(the_day):
    """All pages are read on 2026-11-24."""


@pytest.fixture
def place():
    school_class = make_class(number=3)
    make_head(school_class)
    return school_class


@pytest.fixture
def pupils(place):
    return [make_student(place, name=name) for name in ("蔡明轩", "李明远", "张晓雨")]


@pytest.fixture
def as_head(client, place):
    client.force_login(place.head_posts.get().staff.user)
    return client


def address(place):
    return reverse("school:consent-update", args=[place.pk])


def field_of(pupil):
    return f"row-{pupil.pk}-answer"


def typed(client, place, ticked=True, **chosen):
    """What the page sends with these answers chosen, by the place of the pupil: p0="yes"."""
    form = client.get(address(place)).context["form"]
    rows = [line.row for line in form.lines]
    answers = {field_of(rows[int(key[1:])]): value for key, value in chosen.items()}
    sent = as_shown(form, **answers) | ({"is_checked": "on"} if ticked else {})
    return sent | {"form_token": str(uuid4())}


def stored():
    rows = PortraitConsent.objects.filter(until_on=None)
    return dict(rows.values_list("student__name", "answer"))


def test_the_list_begins_with_nobody_s_answer_and_no_button_fills_it(as_head, place, pupils):
    page = as_head.get(address(place))

    assert [str(line.row) for line in page.context["form"].lines] == ["蔡明轩", "李明远", "张晓雨"]
    assert re.findall(r'value="(\w*)"[^>]* checked', page.text) == ["", "", ""]
    form = page.text.partition("data-draft-address")[2].partition("</form>")[0]
    assert re.findall(r'type="submit"[^>]*>([^<]+)', form) == ["保存名单", "存草稿"]
    assert "2026–2027学年" in page.text
    assert "9月25日前收齐" in page.text
    assert shown_students() == sorted(pupil.pk for pupil in pupils)


def test_the_answers_are_stored_and_counted(as_head, place, pupils):
    page = as_head.post(address(place), typed(as_head, place, p0="yes", p2="no"), follow=True)

    assert stored() == {"蔡明轩": "yes", "张晓雨": "no"}
    assert "名单已保存。" in page.text
    figures = re.findall(r"<dt>(\w+)</dt><dd>(\d+)", page.text)
    assert figures == [("同意", "1"), ("不同意", "1"), ("未答复", "1"), ("已收同意书", "2")]
    assert f"上次保存　{place.head_posts.get().staff.name}" in page.text


def test_without_the_tick_nothing_is_stored_and_every_choice_stays(as_head, place, pupils):
    sent = typed(as_head, place, ticked=False, p0="yes", p2="no")

    page = as_head.post(address(place), sent)

    says = "请逐份核对纸质同意书，再勾选。您选的都还在。"
    assert page.context["form"].errors == {"is_checked": [says]}
    assert f'<a href="#id_is_checked">{says}</a>' in page.text
    assert [line["answer"].value() for line in page.context["form"].lines] == ["yes", "", "no"]
    assert stored() == {}


def test_a_list_in_which_nothing_changed_says_so(as_head, place, pupils):
    page = as_head.post(address(place), typed(as_head, place))

    assert page.context["form"].non_field_errors() == ["没有改动，不用保存。"]


def test_the_second_of_two_writers_is_shown_the_other_s_answer(
    as_head, django_client, committee, place, pupils
):
    other = django_client()
    other.force_login(committee)
    mine = typed(as_head, place, p0="yes", p1="yes")
    other.post(address(place), typed(other, place, p0="no"))

    page = as_head.post(address(place), mine)

    says = "这一行刚有人改过：肖像同意现为“不同意”。您填的还在，请核对后再保存。"
    assert f'<a href="#row-{pupils[0].pk}">蔡明轩：{says}</a>' in page.text
    assert [line["answer"].value() for line in page.context["form"].lines] == ["yes", "yes", ""]
    assert stored() == {"蔡明轩": "no"}
    as_head.post(address(place), as_shown(page.context["form"]) | {"is_checked": "on"})
    assert stored() == {"蔡明轩": "yes", "李明远": "yes"}


def test_a_withdrawal_says_what_to_do_about_pictures(as_head, place, pupils):
    record_consents(
        place,
        rows=[(row, "yes") for row in answers_in(place, on=date(2026, 9, 24))],
        on=date(2026, 9, 24),
        by=place.head_posts.get().staff.user,
        at=datetime(2026, 9, 24, 16, tzinfo=ZONE),
    )

    page = as_head.post(address(place), typed(as_head, place, p0="no", p1=""), follow=True)

    says = "名单已保存。2 名学生的家长不再同意：公开网页上有这几名学生的图片，请告诉支委删除。"
    assert says in page.text


def test_a_draft_of_the_list_is_taken_up_again(as_head, place, pupils):
    sent = typed(as_head, place, ticked=False, p1="no") | {"keep_draft": "1"}

    as_head.post(address(place), sent)

    page = as_head.get(address(place), {"draft": Draft.objects.get().token})
    assert [line["answer"].value() for line in page.context["form"].lines] == ["", "no", ""]
    assert stored() == {}


def test_who_joins_is_without_an_answer_and_who_left_is_not_listed(as_head, place, pupils):
    as_head.post(address(place), typed(as_head, place, p0="yes", p1="yes", p2="yes"))
    Enrolment.objects.filter(student=pupils[0]).update(until_on=date(2026, 11, 23))
    make_student(place, name="赵一诺", since=date(2026, 11, 24))

    form = as_head.get(address(place)).context["form"]

    assert {str(line.row): line["answer"].value() for line in form.lines} == {
        "李明远": "yes",
        "张晓雨": "yes",
        "赵一诺": "",
    }


def test_a_class_without_pupils_is_a_sentence(as_head, place):
    page = as_head.get(address(place))

    assert "今天班里没有学生" in page.text
    assert "打印同意书" not in page.text
    answer = as_head.post(address(place), typed(as_head, place))
    assert (answer.status_code, "没有保存" in answer.text) == (409, True)


def test_a_class_of_more_than_a_hundred_is_a_sentence(as_head, place):
    for _ in range(101):
        make_student(place)

    assert "这个班的名册超过 100 名" in as_head.get(address(place)).text


def test_a_class_without_a_head_teacher_is_filled_by_the_committee(as_committee, place, pupils):
    place.head_posts.all().delete()

    as_committee.post(address(place), typed(as_committee, place, p0="yes"))
    paper = as_committee.get(reverse("school:consent-print", args=[place.pk]))

    assert stored() == {"蔡明轩": "yes"}
    assert "前交给班主任。" in paper.text


def test_the_paper_is_blank_and_names_the_head_teacher(as_head, place, pupils):
    paper = as_head.get(reverse("school:consent-print", args=[place.pk]))

    head = place.head_posts.get().staff
    assert "初二（3）班＿" in paper.text
    assert f"日前交给班主任 {head.name}。" in paper.text
    assert "结对帮扶、家访、领取物资和心理辅导的照片，一律不公开。" in paper.text
    assert "3 份，每名学生一份" in paper.text
    assert [pupil.name for pupil in pupils if pupil.name in paper.text] == []


@pytest.mark.parametrize("role", ["counsellor", "admin", "editor"])
def test_a_head_teacher_with_another_role_has_their_own_list_alone(client, role, place, pupils):
    mine = make_class()
    client.force_login(make_head(mine, role).user)

    statuses = [client.get(address(row)).status_code for row in (mine, place)]
    offered = client.get(mine.get_absolute_url()).text, client.get(place.get_absolute_url())

    assert statuses == [200, 404]
    assert address(mine) in offered[0]
    assert address(place) not in offered[1].content.decode()


def test_the_page_of_a_pupil_shows_each_answer_with_its_days(as_head, place, pupils):
    head, day = place.head_posts.get().staff.user, date(2026, 9, 24)
    for on, answer in ((day, "yes"), (date(2026, 11, 3), "no")):
        rows = [(row, answer) for row in answers_in(place, on=on) if row == pupils[0]]
        at = datetime(2026, 9, 24, 16, tzinfo=ZONE)
        record_consents(place, rows=rows, on=on, by=head, at=at)

    text = as_head.get(pupils[0].get_absolute_url()).text

    card = text.partition('id="portraits"')[2].partition("</section>")[0]
    assert re.findall(r"<b>(\w+)</b>.*?gq-num\">([^<]+)<", card) == [
        ("同意", "2026-09-24 至 2026-11-02"),
        ("不同意", "2026-11-03 至 2027-08-31"),
    ]


def todos(user, on):
    at = datetime(on.year, on.month, on.day, 9, tzinfo=ZONE)
    return [
        (row.title, row.note, row.due_on)
        for row in ConsentsToCollect().todos(user, at=at, site=None)
    ]


def test_the_head_teacher_s_desk_asks_for_the_papers_until_all_are_back(
    as_head, place, pupils, monkeypatch
):
    head = place.head_posts.get().staff.user
    make_term()
    stop_clock(monkeypatch, date(2026, 9, 10))

    before = todos(head, date(2026, 9, 10))
    as_head.post(address(place), typed(as_head, place, p0="yes", p1="yes", p2="no"))

    assert before == [
        (
            "初二（3）班还有 3 名没有答复肖像同意书",
            "没有答复的按不同意处理。收到一份，填一份。",
            date(2026, 9, 25),
        )
    ]
    assert todos(head, date(2026, 9, 10)) == []


def test_the_desk_of_others_and_of_later_months_does_not_ask(committee, place, pupils):
    head = place.head_posts.get().staff.user

    assert todos(committee, date(2026, 9, 10)) == []
    assert len(todos(head, date(2026, 10, 16))) == 1
    assert todos(head, date(2026, 10, 17)) == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("consent-update", 13), ("consent-print", 8)])
def test_a_page_costs_the_same_however_many_pupils(as_head, place, count, name, queries):
    for _ in range(count):
        make_student(place)
    as_head.post(address(place), typed(as_head, place, p0="yes"))
    page = reverse(f"school:{name}", args=[place.pk])
    as_head.get(page)

    answer, cost = cost_of(as_head.get, page)

    assert (answer.status_code, cost) == (200, queries)


@pytest.mark.parametrize("count", [1, 3])
def test_saving_costs_the_same_however_many_answers(as_head, place, count):
    for _ in range(count):
        make_student(place)
    sent = typed(as_head, place, **{f"p{n}": "yes" for n in range(count)})

    answer, cost = cost_of(as_head.post, address(place), sent)

    assert (answer.status_code, cost) == (302, 14)
    assert Student.objects.may_be_shown_on(date(2026, 11, 24)).count() == count
    again = typed(as_head, place, **{f"p{n}": "no" for n in range(count)})
    answer, cost = cost_of(as_head.post, address(place), again)
    assert (answer.status_code, cost) == (302, 17)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 9, 2), "请于 2026年9月"),
        (date(2026, 11, 24), "请于＿＿＿月＿＿＿日前交给班主任"),
    ],
)
def test_the_paper_names_no_day_that_is_past(as_head, place, pupils, monkeypatch, day, says):
    stop_clock(monkeypatch, day)

    assert says in as_head.get(reverse("school:consent-print", args=[place.pk])).text


@pytest.mark.parametrize(
    ("phone", "says"), [("", "电话＿＿＿＿＿＿＿＿＿。"), ("8555-0100", "电话 8555-0100。")]
)
def test_the_paper_has_a_telephone_or_a_line_for_it(as_head, place, pupils, phone, says):
    SiteProfile.objects.update(office_phone=phone)

    text = as_head.get(reverse("school:consent-print", args=[place.pk])).text

    assert f"请打班主任电话＿＿＿＿＿＿＿＿＿，或支部办公室{says}" in text


def test_a_long_list_has_jumps_and_the_tick_beside_its_button(as_head, place):
    pupils = [make_student(place, name=f"{name}明") for name in "蔡程戴范方龚何胡李林孟沈张"]

    page = as_head.get(address(place))

    jumps = page.context["form"].jumps
    assert "".join(jumps) == "CDFGHLMSZ"
    assert (jumps["C"], jumps["F"]) == (f"row-{pupils[0].pk}", f"row-{pupils[3].pk}")
    assert f'<a href="#row-{pupils[3].pk}">F</a>' in page.text
    assert 'name="is_checked"' in page.text.split('class="gq-bar')[1]
