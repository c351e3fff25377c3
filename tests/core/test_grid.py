"""A class list filled in on one page: errors in their row, one action for all of it."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured

from branch.core.forms import GridForm, RowForm
from branch.core.models import ALREADY_SAVED, AccessRecord, AuditEvent, FormToken
from branch.school.models import Student
from branch.walkins.models import SupportNeed
from tests.core.grid_page import NeedsForm
from tests.factories import make_need, make_student

pytestmark = pytest.mark.django_db
ADDRESS = "/needs/"


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term, settings):
    settings.ROOT_URLCONF = "tests.core.grid_page"


@pytest.fixture
def pupils():
    return [make_student(name=name) for name in ("张晓雨", "李明", "王小川")]


def sent(kinds, **fields):
    """What the page sends: for each pupil a kind, or none."""
    rows = {f"row-{pupil.pk}-kind": kind for pupil, kind in kinds.items()}
    shown = NeedsForm(rows={*Student.objects.all(), *kinds})["rows_shown"].value()
    return {"form_token": uuid4(), "rows_shown": shown, "says": "班会", **rows, **fields}


def raised():
    return set(SupportNeed.objects.values_list("student__name", "kind"))


def test_the_rows_filled_in_are_stored_by_one_action(as_committee, pupils):
    first, second, third = pupils

    answer = as_committee.post(ADDRESS, sent({first: "learning", second: "", third: "company"}))

    assert answer.url == "/done/"
    assert raised() == {("张晓雨", "learning"), ("王小川", "company")}
    assert AuditEvent.objects.filter(verb="needs", says="班会").count() == 1
    assert FormToken.objects.count() == 1


def test_an_invalid_row_shows_its_error_and_no_row_is_stored(as_committee, pupils):
    first, second, _ = pupils
    form = sent({first: "learning", second: "nothing"}, **{f"row-{first.pk}-remark": "再问"})

    page = as_committee.post(ADDRESS, form)

    assert raised() == set()
    lines = page.context["form"].lines
    assert [list(line.errors) for line in lines] == [[], ["kind"], []]
    assert f'<a href="#id_row-{second.pk}-kind">李明：' in page.text
    assert f'name="row-{first.pk}-remark" value="再问"' in page.text
    assert not FormToken.objects.exists()


def test_an_error_of_the_action_about_a_row_is_shown_in_that_row(as_committee, pupils):
    first, second, _ = pupils
    make_need(second, kind="living")

    page = as_committee.post(ADDRESS, sent({first: "learning", second: "living"}))

    assert raised() == {("李明", "living")}
    said = "这名学生已有同一类帮扶需求，还没有办结。"
    lines = page.context["form"].lines
    assert [line.non_field_errors() for line in lines] == [[], [said], []]
    assert f'<a href="#row-{second.pk}">李明：{said}</a>' in page.text
    assert "还有 1 处要改" in page.text


def test_a_row_that_is_half_filled_is_refused(as_committee, pupils):
    form = sent({}, **{f"row-{pupils[0].pk}-remark": "再问"})

    page = as_committee.post(ADDRESS, form)

    assert page.context["form"].lines[0].errors == {"kind": ["请选择类别。"]}


def test_a_form_without_a_filled_row_is_refused(as_committee, pupils):
    page = as_committee.post(ADDRESS, sent(dict.fromkeys(pupils, "")))

    assert page.context["form"].non_field_errors() == ["还没有填写任何一行。"]


def test_a_row_that_is_no_longer_listed_is_reported(as_committee, pupils):
    form = sent({pupils[0]: "learning", Student(pk=99_999): "living"})

    page = as_committee.post(ADDRESS, form)

    said = "名单刚有变动，有 1 行已不在名单上，请核对后再保存。"
    assert page.context["form"].non_field_errors() == [said]
    assert raised() == set()


def test_a_grid_sent_again_is_redirected_and_a_changed_one_refused(as_committee, pupils):
    first, second, _ = pupils
    form = sent({first: "learning", second: ""})
    as_committee.post(ADDRESS, form)

    again = as_committee.post(ADDRESS, form)
    page = as_committee.post(ADDRESS, form | {f"row-{second.pk}-kind": "living"})

    assert again.url == "/done/"
    assert page.context["form"].non_field_errors() == [ALREADY_SAVED]
    assert page.context["form"].lines[1]["kind"].value() == "living"
    assert raised() == {("张晓雨", "learning")}


def test_each_field_is_labelled_with_its_row(as_committee, pupils):
    page = as_committee.get(ADDRESS)

    label = page.text.partition(f'<label for="id_row-{pupils[0].pk}-kind">')[2]
    assert '<span class="gq-vh">类别：张晓雨</span></label>' in label.partition("<select")[0]
    assert page.text.count('name="form_token"') == 1
    assert set(AccessRecord.objects.get().subjects["student"]) == {pupil.pk for pupil in pupils}


def test_the_second_of_two_writers_keeps_every_row(as_committee, pupils):
    first, second, _ = pupils
    form = sent({first: "learning", second: ""}, version=0)

    page = as_committee.post(f"{ADDRESS}{first.pk}/", form)

    assert page.status_code == 409
    assert page.context["rows"] == [("会议", "", "班会"), ("张晓雨 类别", "", "学业帮扶")]
    assert page.context["form"].lines[0]["kind"].value() == "learning"
    assert f'name="row-{first.pk}-kind"' in page.text


def grid_of(row_count, field_count):
    names = [f"hours{n}" for n in range(field_count)]
    fields = {name: forms.IntegerField(label=name, required=False) for name in names}
    form = type("Hours", (GridForm,), {"row_form": type("Row", (RowForm,), fields)})
    return form(rows=[SimpleNamespace(pk=n) for n in range(row_count)])


def test_a_hundred_rows_of_four_fields_fit_a_page():
    assert len(grid_of(100, 4).lines) == 100


@pytest.mark.parametrize(("row_count", "field_count"), [(101, 1), (100, 5)])
def test_a_page_too_large_to_be_sent_is_not_built(row_count, field_count):
    with pytest.raises(ImproperlyConfigured, match="show fewer rows a page"):
        grid_of(row_count, field_count)


def test_a_choice_of_several_counts_each_of_them():
    ways = forms.MultipleChoiceField(label="方式", choices=[(n, n) for n in range(50)])
    form = type("Ways", (GridForm,), {"row_form": type("Row", (RowForm,), {"ways": ways})})

    with pytest.raises(ImproperlyConfigured):
        form(rows=[SimpleNamespace(pk=n) for n in range(10)])


def test_every_row_is_passed_on_where_none_may_be_skipped():
    row = type("Row", (RowForm,), {"is_here": forms.BooleanField(label="到", required=False)})
    form = type("Roll", (GridForm,), {"row_form": row, "may_skip_rows": False})
    pupils = [SimpleNamespace(pk=1), SimpleNamespace(pk=2)]

    shown = form(rows=pupils)["rows_shown"].value()
    sent = {"form_token": uuid4(), "rows_shown": shown, "row-1-is_here": "on"}
    roll = form(sent, rows=pupils)

    assert roll.is_valid()
    assert [typed["is_here"] for _, typed in roll.action_kwargs()["rows"]] == [True, False]
