"""The crispy-forms template pack: every field has its label, its hint and its error."""

import re

import pytest
from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Fieldset, Layout, Row, Submit
from django import forms
from django.template import Context, Template
from django.utils.html import strip_tags

from branch.core.forms import ChipSelect, ChipSelectMultiple, DateField

WAYS = [("home", "入户"), ("call", "电话")]


class VisitForm(forms.Form):
    family = forms.CharField(
        label="走访家庭",
        help_text="只能选自己联系的家庭。",
        error_messages={"required": "请选择走访家庭。"},
    )
    way = forms.ChoiceField(
        label="走访方式",
        choices=WAYS,
        widget=ChipSelect,
        error_messages={"required": "请选择走访方式。"},
    )
    visited_on = DateField(label="日期", required=False, initial="2026-11-24")
    hardships = forms.MultipleChoiceField(
        label="家庭困难", choices=WAYS, widget=ChipSelectMultiple, required=False
    )
    agreed = forms.BooleanField(label="家长同意拍照", required=False)
    photo = forms.FileField(label="照片", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def rendered(form, **context):
    text = Template("{% load crispy_forms_tags %}{% crispy form %}").render(
        Context({"form": form, "csrf_token": "a-token"} | context)
    )
    return re.sub(r">\s+<", "><", text)


def laid_out(*parts, form=VisitForm, data=None):
    form = form(data)
    form.helper = FormHelper()
    form.helper.layout = Layout(*parts)
    return rendered(form)


def words(html):
    return " ".join(strip_tags(html.replace("<", " <")).split())


def test_a_field_has_a_label_and_is_described_by_its_hint():
    html = laid_out("family")

    assert '<label for="id_family">走访家庭</label>' in html
    assert 'aria-describedby="id_family_helptext"' in html
    assert '<div class="gq-hint" id="id_family_helptext">只能选自己联系的家庭。</div>' in html


def test_an_optional_field_is_marked_as_optional():
    assert words(laid_out("visited_on")) == "日期 （选填）"
    assert words(laid_out("family")) == "走访家庭 只能选自己联系的家庭。"


def test_a_date_field_has_a_value_that_browsers_read():
    assert 'type="date" name="visited_on" value="2026-11-24"' in laid_out("visited_on")


def test_a_field_is_described_by_its_error():
    html = laid_out("family", data={"way": "home"})

    assert 'aria-invalid="true" aria-describedby="id_family_helptext id_family_error"' in html
    assert re.search(r'id="id_family_error">.*?<span>请选择走访家庭。</span>', html)


def test_the_summary_counts_errors_and_links_to_each_field():
    html = rendered(VisitForm({}))

    assert 'class="gq-err" role="alert" tabindex="-1" autofocus' in html
    assert "还有 2 处要改，才能提交</h2>" in html
    assert '<a href="#id_family">请选择走访家庭。</a>' in html
    assert '<a href="#id_way">请选择走访方式。</a>' in html
    assert '<fieldset class="gq-field gq-field-bad" id="id_way"' in html


def test_the_summary_names_what_the_form_does():
    form = VisitForm({})
    form.helper = FormHelper()
    form.helper.form_error_title = "保存"

    assert "还有 2 处要改，才能保存</h2>" in rendered(form)


def test_errors_of_the_whole_form_are_in_the_summary():
    form = VisitForm({"family": "1", "way": "home"})
    form.add_error(None, "这一户刚有人走访过。")

    assert "还有 1 处要改，才能提交</h2><ul><li>这一户刚有人走访过。</li></ul>" in rendered(form)


def test_choices_are_chips_under_one_name():
    html = laid_out("way")

    assert "<legend>走访方式</legend>" in html
    assert re.search(r'<input type="radio"[^>]*id="id_way_0"[^>]*><label for="id_way_0">入户', html)
    assert html.count('class="gq-chip"') == 2


def test_several_choices_are_chips_too():
    html = laid_out("hardships")

    assert html.count('type="checkbox"') == 2
    assert html.count('class="gq-chip"') == 2


def test_the_label_of_a_single_box_follows_it():
    html = laid_out("agreed")

    assert re.search(
        r'<input type="checkbox"[^>]*><label for="id_agreed">家长同意拍照</label>', html
    )


def test_a_form_with_a_file_is_multipart():
    assert '<form class="gq-form" method="post" enctype="multipart/form-data" novalidate>' in (
        laid_out("photo")
    )


def test_a_hidden_field_shows_nothing():
    assert words(laid_out("token")) == ""


def test_the_layout_gives_the_order_and_the_pack_the_markup():
    html = laid_out(
        Fieldset("走访", Row("family", Column("visited_on")), HTML("<p>提示</p>")),
        Div("way"),
        FormActions(Submit("save", "提交记录")),
    )

    assert words(html) == (
        "走访 走访家庭 只能选自己联系的家庭。 日期 （选填） 提示 走访方式 入户 电话 提交记录"
    )
    assert '<button class="gq-btn gq-btn-main" type="submit" name="save"' in html
    assert "btn-primary" not in html


@pytest.mark.parametrize(
    ("part", "tag"),
    [("more", '<details class="gq-more"><summary>补充'), ("card", '<section class="gq-card')],
)
def test_a_group_may_be_a_supplement_or_a_card(part, tag):
    template = f"guangqin_forms/layout/{part}.html"

    assert tag in laid_out(Fieldset("补充", "visited_on", template=template))


def test_a_formset_is_a_list_of_rows_with_its_own_summary():
    formset = forms.formset_factory(VisitForm, extra=0)
    data = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 0}
    data |= {"form-0-family": "1", "form-0-way": "home", "form-1-way": "call"}

    html = rendered(formset(data))

    assert html.count('class="gq-formset-row"') == 2
    assert "还有 1 处要改，才能提交</h2>" in html
    assert '<a href="#id_form-1-family">第 2 行：请选择走访家庭。</a>' in html
    assert 'name="form-TOTAL_FORMS" value="2"' in html
