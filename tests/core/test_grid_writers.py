"""Two people who fill the same list: neither overwrites a row that the other has changed meanwhile."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms

from branch.core.forms import TOO_OLD, DateField, DateTimeField, GridForm, RowForm
from branch.school.models import Student, Subject
from tests.factories import make_student

pytestmark = pytest.mark.django_db
FACTS = "/facts/"


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term, settings):
    settings.ROOT_URLCONF = "tests.core.grid_page"


@pytest.fixture
def pupils():
    return [make_student(name=name, remark="在读") for name in ("张晓雨", "李明")]


def as_shown(form, **typed):
    """What a browser sends for this form where only these fields are typed in."""
    fields = [field for part in (form, *form.lines) for field in part]
    sent = {field.html_name: field.value() for field in fields}
    return {name: value for name, value in (sent | typed).items() if value not in (None, False)}


def remark_of(pupil):
    return f"row-{pupil.pk}-remark"


def remarks():
    return dict(Student.objects.values_list("name", "remark"))


def colleague_saves(pupil, **facts):
    Student.objects.filter(pk=pupil.pk).update(**facts)


def test_a_row_changed_by_another_is_shown_and_not_overwritten(as_committee, pupils):
    first, second = pupils
    page = as_committee.get(FACTS).context["form"]
    sent = as_shown(page, **{remark_of(first): "住校", remark_of(second): "走读"})
    colleague_saves(first, remark="请假", born_on=date(2013, 9, 2))

    again = as_committee.post(FACTS, sent)

    said = (
        "这一行刚有人改过：出生日期现为“2013-09-02”，备注现为“请假”。您填的还在，请核对后再保存。"
    )
    assert f'<a href="#row-{first.pk}">张晓雨：{said}</a>' in again.text
    assert [line["remark"].value() for line in again.context["form"].lines] == ["住校", "走读"]
    assert remarks() == {"张晓雨": "请假", "李明": "在读"}


def test_a_row_is_saved_once_the_newer_values_were_shown(as_committee, pupils):
    first, _ = pupils
    sent = as_shown(as_committee.get(FACTS).context["form"], **{remark_of(first): "住校"})
    colleague_saves(first, remark="请假")
    again = as_committee.post(FACTS, sent)

    as_committee.post(FACTS, as_shown(again.context["form"]))

    assert remarks() == {"张晓雨": "住校", "李明": "在读"}


def test_a_row_nobody_typed_in_keeps_what_another_saved(as_committee, pupils):
    first, second = pupils
    sent = as_shown(as_committee.get(FACTS).context["form"], **{remark_of(second): "走读"})
    colleague_saves(first, remark="请假")

    answer = as_committee.post(FACTS, sent)

    assert answer.url == "/done/"
    assert remarks() == {"张晓雨": "请假", "李明": "走读"}


def test_a_refused_form_shows_the_newer_value_of_a_row_nobody_typed_in(as_committee, pupils):
    first, second = pupils
    typed = {f"row-{second.pk}-born_on": "昨天"}
    sent = as_shown(as_committee.get(FACTS).context["form"], **typed)
    colleague_saves(first, remark="请假")

    lines = as_committee.post(FACTS, sent).context["form"].lines

    assert [line["remark"].value() for line in lines] == ["请假", "在读"]
    assert [list(line.errors) for line in lines] == [[], ["born_on"]]


def test_two_who_type_the_same_do_not_disagree(as_committee, pupils):
    first, _ = pupils
    sent = as_shown(as_committee.get(FACTS).context["form"], **{remark_of(first): "住校"})
    colleague_saves(first, remark="住校")

    assert as_committee.post(FACTS, sent).url == "/done/"


@pytest.mark.parametrize("shown", [None, "", "eyIxIjp7fX0:1xyz:forged"])
def test_a_form_that_does_not_say_what_it_showed_is_refused(as_committee, pupils, shown):
    sent = as_shown(as_committee.get(FACTS).context["form"], **{remark_of(pupils[0]): "住校"})
    del sent["rows_shown"]

    page = as_committee.post(FACTS, sent if shown is None else sent | {"rows_shown": shown})

    form = page.context["form"]
    assert form.errors == {"rows_shown": [TOO_OLD["invalid"]]}
    assert form.lines[0]["remark"].value() == "住校"
    assert remarks() == dict.fromkeys(("张晓雨", "李明"), "在读")


class RollRow(RowForm):
    is_here = forms.BooleanField(label="到", required=False)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, row=row, initial={"is_here": row.is_here}, **kwargs)


class Roll(GridForm):
    row_form, may_skip_rows = RollRow, False


def people(**present):
    return [SimpleNamespace(pk=n, is_here=here) for n, here in enumerate(present.values())]


def test_where_every_row_is_stored_a_row_nobody_typed_in_is_compared_too():
    sent = as_shown(Roll(rows=people(a=True, b=True)))

    roll = Roll(sent, rows=people(a=True, b=False))

    said = "这一行刚有人改过：到现为“否”。您填的还在，请核对后再保存。"
    assert not roll.is_valid()
    assert [line.non_field_errors() for line in roll.lines] == [[], [said]]


def test_where_every_row_is_stored_one_added_meanwhile_is_reported():
    sent = as_shown(Roll(rows=people(a=True)))

    roll = Roll(sent, rows=people(a=True, b=True))

    assert roll.non_field_errors() == ["名单刚有变动，新加了 1 行，请核对后再保存。"]


MOMENT = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
FIELDS = {
    "day": (DateField(), date(2026, 11, 24)),
    "moment": (DateTimeField(), MOMENT),
    "hours": (forms.DecimalField(), Decimal("2.50")),
    "count": (forms.IntegerField(), 3),
    "is_here": (forms.BooleanField(required=False), True),
    "text": (forms.CharField(), "第一行\n第二行"),
    "kind": (forms.TypedChoiceField(choices=[(1, "一"), (2, "二")], coerce=int), 2),
    "ways": (forms.MultipleChoiceField(choices=[("a", "甲"), ("b", "乙")]), ["a", "b"]),
    "photo": (forms.FileField(required=False), None),
    "nothing": (forms.CharField(required=False), None),
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_row_sent_as_it_was_shown_counts_as_untouched(name):
    field, value = FIELDS[name]
    assert not sent_unchanged(field, value).has_changed()


def test_a_record_sent_as_it_was_shown_counts_as_untouched(django_assert_num_queries):
    chosen = Subject.objects.create(name="书法")
    field = forms.ModelChoiceField(Subject.objects.all())

    with django_assert_num_queries(0):
        assert not sent_unchanged(field, chosen).has_changed()


def sent_unchanged(field, value):
    """The line of a grid with this one field, sent back as a browser would."""
    row = type("Row", (RowForm,), {"value": field})
    form = type("Grid", (GridForm,), {"row_form": row, "may_skip_rows": False})
    form.row_kwargs = lambda self, row: {"initial": {"value": value}}
    page = form(rows=[SimpleNamespace(pk=1)])
    bound = page.lines[0]["value"]
    sent = as_shown(page) | {bound.html_name: rendered(bound)}
    return form(sent, rows=[SimpleNamespace(pk=1)]).lines[0]


def rendered(bound):
    """The value as its widget renders it."""
    widget, value = bound.field.widget, bound.value()
    if isinstance(widget, forms.CheckboxInput):
        return "on" if value else None
    shown = widget.format_value(value)
    is_one_choice = isinstance(widget, forms.Select) and not widget.allow_multiple_selected
    return shown[0] if is_one_choice else shown
