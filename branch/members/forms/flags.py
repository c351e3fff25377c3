from django import forms

from branch.core.files import PICTURE_ACCEPT, read_picture
from branch.core.forms import ActionForm, UploadField, day_field
from branch.members.models import FlagPortrait

MAX_LINES, LINE_LENGTH = 3, 18


class FlagForm(ActionForm):
    draft_name = "公开页"

    post_title = forms.CharField(
        label="示范岗名称", max_length=20, help_text="如“党员示范岗”“谈心示范岗”。"
    )
    roles = forms.CharField(
        label="身份",
        max_length=60,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"一行一项，最多 {MAX_LINES} 行，如“英语教师”。不写职务以外的个人信息。",
    )
    pledge = forms.CharField(
        label="公开承诺",
        max_length=120,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写做得到的事。不写数量，不写帮扶的时间、地点和物品，不写学生和家庭。",
    )
    pledged_on = day_field("承诺日期")
    shows_deeds = forms.BooleanField(
        label="公开页上列出我做过的服务",
        required=False,
        help_text="只写月份和服务的名称，到上个月为止；不写地点、时长和次数。不勾选就不列。",
    )

    portrait = UploadField(
        read=read_picture,
        model=FlagPortrait,
        accept=PICTURE_ACCEPT,
        is_picture=True,
        label="照片",
        required=False,
        help_text="选填，一个人的照片，不要有学生。送审时勾选同意才公开，显示在公开页、“党员风采”和首页上；不公开的写姓氏。再选一张会换掉原来的。",
    )

    def clean_roles(self):
        lines = [line.strip() for line in self.cleaned_data["roles"].splitlines() if line.strip()]
        if len(lines) > MAX_LINES or any(len(line) > LINE_LENGTH for line in lines):
            raise forms.ValidationError(f"最多 {MAX_LINES} 行，每行不超过 {LINE_LENGTH} 个字。")
        return "\n".join(lines)


class ConsentForm(ActionForm):
    no_draft = "consent is given at the moment it is sent"

    agrees = forms.BooleanField(
        label="我同意把这一页和登记的荣誉在支部网站公开",
        error_messages={"required": "同意公开后才能送审，请勾选。"},
    )

    shows_portrait = forms.BooleanField(
        label="我也同意公开照片",
        required=False,
        help_text="显示在您的公开页、“党员风采”和首页上；不勾选就写姓氏。照片随时可以单独撤下，马上不再显示。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not (self.current and self.current.portrait_id):
            del self.fields["shows_portrait"]

    def action_kwargs(self):
        kwargs = super().action_kwargs()
        kwargs.pop("agrees")
        return kwargs


class ApproveForm(ActionForm):
    no_draft = "one tick, made after reading the page"

    is_checked = forms.BooleanField(label="我已核对", required=False)


class ReturnForm(ActionForm):
    draft_name = "退回公开页"

    remark = forms.CharField(label="要改什么", max_length=100, help_text="本人会看到这句话。")

    def initial_of(self, page):
        return {}
