from django import forms

from branch.core.forms import ActionForm, chips_field
from branch.members.models import Honour


class HonourForm(ActionForm):
    draft_name = "荣誉"

    year = forms.IntegerField(label="年份", min_value=1950, max_value=2100)
    title = forms.CharField(
        label="荣誉名称", max_length=40, help_text="按证书填写，如“区优秀教师”；没有证书的不登记。"
    )
    issuer = forms.CharField(label="授予单位", max_length=40)
    level = chips_field("级别", Honour.Level)
