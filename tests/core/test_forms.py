from types import SimpleNamespace
from uuid import uuid4

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.test.html import parse_html

from branch.core.forms import ActionForm, ComboSelect, ComboSelectMultiple


class Trip(ActionForm):
    place = forms.CharField(label="地点")
    mode = forms.ChoiceField(label="方式", choices=[("bus", "乘车")])
    guide = forms.CharField(label="向导", error_messages={"required": "请写上谁带路。"})
    route = forms.CharField(widget=forms.HiddenInput)


def test_the_error_of_an_empty_field_names_the_field():
    errors = Trip({}).errors

    assert errors["place"] == ["请填写地点。"]
    assert errors["mode"] == ["请选择方式。"]
    assert errors["guide"] == ["请写上谁带路。"]


class Stops(ActionForm):
    mode = forms.ChoiceField(label="方式", choices=[("bus", "乘车")])
    classes = forms.TypedMultipleChoiceField(label="班级", choices=[("7", "初二（3）班")])
    own = forms.MultipleChoiceField(
        label="学生", choices=[], error_messages={"invalid_choice": "这名学生已离校。"}
    )


def test_a_choice_that_is_gone_is_said_without_its_key():
    sent = QueryDict("mode=20&classes=7&classes=20&own=20")

    errors = Stops(sent).errors

    gone = ["这一项已不能选，请重新选择。"]
    assert [errors[name] for name in ("mode", "classes")] == [gone, gone]
    assert errors["own"] == ["这名学生已离校。"]


class Team(ActionForm):
    people = forms.MultipleChoiceField(
        label="协同人员", choices=[("1", "林国栋"), ("2", "姜德明"), ("3", "顾明远")]
    )


def test_the_same_people_in_another_order_are_no_difference():
    stored = SimpleNamespace(people=["2", "1"], version=1)

    same, other = (Team(QueryDict(f"people=1&people={key}")) for key in ("2", "3"))

    assert same.compared_with(stored) == []
    assert other.compared_with(stored) == [("协同人员", "姜德明、林国栋", "林国栋、顾明远")]


def test_what_the_page_itself_sends_is_asked_of_nobody():
    assert Trip({}).errors["route"] == ["这一页打开得太久了，请重新打开后再保存。"]


@pytest.mark.parametrize("widget", [ComboSelect, ComboSelectMultiple])
def test_an_option_has_its_search_keys(widget):
    select = widget(choices=[("", "请选择"), ("7", "曾小明")])
    select.keys_of = {"7": " zengxiaoming zxm "}.get

    html = select.render("who", "7")

    assert '<select name="who" data-combo' in html
    assert '<option value="7" selected data-keys="zengxiaoming zxm">曾小明</option>' in html
    assert '<option value="">请选择</option>' in html


def test_search_keys_of_one_form_are_not_shared_with_another():
    class Walk(forms.Form):
        who = forms.ChoiceField(choices=[("7", "曾小明")], widget=ComboSelect)

    first, second = Walk(), Walk()
    first.fields["who"].widget.keys_of = {"7": "zxm"}.get

    assert "data-keys" in str(first["who"])
    assert "data-keys" not in str(second["who"])


class Walk(ActionForm):
    who = forms.ChoiceField(choices=[("", "—"), ("7", "曾小明")], widget=ComboSelect)
    others = forms.MultipleChoiceField(
        choices=[("7", "曾小明")], widget=ComboSelectMultiple, required=False
    )


@pytest.mark.parametrize("name", ["who", "others"])
def test_a_typed_name_that_is_no_choice_is_refused_and_kept(name):
    form = Walk({"form_token": str(uuid4()), "who": "7", f"{name}_typed": "唐海萍"})

    assert form.errors == {name: ["没有找到“唐海萍”，请从列出的里选一项，或删去。"]}
    assert f'name="{name}_typed" value="唐海萍" disabled' in str(form[name])


def test_a_typed_name_of_a_draft_is_shown_again():
    form = Walk(initial={"who_typed": "唐海萍"})

    assert 'name="who_typed" value="唐海萍" disabled' in str(form["who"])


def test_a_select_is_written_as_djangos_own():
    choices = [("", "请选择"), ("初一", [("1", "甲 & 乙"), ("2", "丙")]), ("3", "丁")]
    attrs = {"data-combo": "", "required": True, "disabled": False}
    ours, djangos = (
        forms.Select(attrs, choices).render("who", "2", {"id": "id_who"}, renderer=renderer)
        for renderer in (None, DjangoTemplates())
    )

    assert parse_html(ours) == parse_html(djangos)


def test_an_input_is_written_as_djangos_own():
    field = forms.NumberInput({"required": True, "disabled": False})

    shown = [field.render("n", value, {"min": 1}) for value in (None, 0)]

    renderer = DjangoTemplates()
    assert shown == [field.render("n", value, {"min": 1}, renderer) for value in (None, 0)]
