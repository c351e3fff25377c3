"""The style guide: every component in every state; only in development."""

from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Fieldset, Layout, Row
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branch.core.forms import (
    ChipSelect,
    ChipSelectMultiple,
    ComboSelect,
    ComboSelectMultiple,
    DateField,
    GridForm,
    RowForm,
)
from branch.portal import samples
from branch.school.names import keys_of

PAGES = ("parts", "public", "article", "form", "sheet")


class SampleForm(forms.Form):
    """A form with one field of each kind."""

    family = forms.ChoiceField(
        label="走访家庭", choices=[("1", "李明　初二（3）班")], widget=ComboSelect
    )
    visited_on = DateField(label="日期", initial=date(2026, 11, 24))
    way = forms.ChoiceField(
        label="走访方式",
        choices=[("home", "入户"), ("call", "电话"), ("online", "线上")],
        widget=ChipSelect,
        error_messages={"required": "请选择走访方式。"},
    )
    says = forms.CharField(
        label="走访情况",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="可以不写，勾选下面的困难就够了。家里的隐私能不写就不写。",
    )
    hardships = forms.MultipleChoiceField(
        label="家庭困难",
        required=False,
        choices=[("place", "学习场所"), ("things", "学习用品"), ("money", "生活费用")],
        widget=ChipSelectMultiple,
    )
    count = forms.IntegerField(
        label="在场人数",
        initial=3,
        min_value=0,
        error_messages={"required": "请填写在场人数。"},
    )
    photos = forms.FileField(label="照片", required=False, help_text="每张 10 MB 以内。")
    agreed = forms.BooleanField(label="家长同意拍照", required=False)
    with_whom = forms.MultipleChoiceField(
        label="同行人员",
        required=False,
        choices=[("1", "周文静"), ("2", "曾小满"), ("3", "尉迟明远")],
        initial=["1"],
        widget=ComboSelectMultiple,
    )
    next_on = DateField(label="完成日期", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        keys = {"1": keys_of("周文静"), "2": keys_of("曾小满"), "3": keys_of("尉迟明远")}
        self.fields["with_whom"].widget.keys_of = keys.get
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Row("family", "visited_on"),
            "way",
            "says",
            "hardships",
            Div("count", "next_on", template="guangqin_forms/layout/pair.html"),
            Row(Column("photos"), Column("agreed")),
            Fieldset("补充", "with_whom", template="guangqin_forms/layout/more.html"),
        )


class SampleRow(RowForm):
    way = forms.ChoiceField(
        label="方式", choices=[("home", "入户"), ("call", "电话")], widget=ChipSelect
    )
    minutes = forms.IntegerField(label="分钟", min_value=1)
    is_present = forms.BooleanField(label="家长在场", required=False)


class SampleGrid(GridForm):
    row_form, row_title = SampleRow, "学生"


@login_not_required
@require_safe
def styleguide(request, page="parts"):
    if not settings.DEBUG or page not in PAGES:
        raise Http404
    invalid = SampleForm({"family": "1", "visited_on": "2026-11-24", "hardships": ["place"]})
    shown = SampleGrid(rows=samples.GRID_ROWS)["rows_shown"].value()
    sent = samples.GRID_SENT | {"rows_shown": shown}
    context = samples.CONTEXT | {
        "form": invalid if page == "form" else None,
        "grid": SampleGrid(sent, rows=samples.GRID_ROWS) if page == "form" else None,
        "messages": samples.MESSAGES if page == "parts" else [],
        "plain_form": SampleForm(auto_id="plain_%s"),
        "page": Paginator(range(90), 10).page(4),
        "pages": PAGES,
        "here": page,
    }
    return render(request, f"portal/styleguide_{page}.html", context)
