from django import forms

from branch.activities.models import Activity
from branch.core.files import DOCUMENT_ACCEPT, read_document
from branch.core.forms import ActionForm, FilterForm, KeyField, UploadField, day_field, text_field
from branch.core.wording import NO_SECRETS
from branch.service.talks.models import BookRecommendation, EventMaterial

SECOND = "另一个人看过并公开以后，读者才看得到。"


class BookForm(ActionForm):
    """荐书: which book, by whom, for whom and why."""

    draft_name = "荐书"

    title = text_field(BookRecommendation, "title", help_text="不用写书名号。")
    author = text_field(BookRecommendation, "author")
    recommended_by = text_field(
        BookRecommendation, "recommended_by", help_text="如：心理教师、支部书记。不写学生。"
    )
    audience = text_field(BookRecommendation, "audience", help_text="如：初一家长。")
    reason = text_field(
        BookRecommendation,
        "reason",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"写给家长看的，不写学生。{SECOND}",
    )
    recommended_on = day_field("推荐日期")
    activity = forms.ModelChoiceField(
        Activity.objects.none(), label="在哪场活动上推荐", required=False, empty_label="不在活动上"
    )

    def __init__(self, *args, events, **kwargs):
        self.context = {"events": events}
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = events

    def initial_of(self, record):
        names = ("title", "author", "recommended_by", "audience", "reason", "recommended_on")
        known = {name: getattr(record, name) for name in names}
        return super().initial_of(record) | known | {"activity": record.activity_id}


class TalkNamed(FilterForm):
    """The event for which a book is recommended, in the query string."""

    talk = KeyField(required=False)

    @property
    def chosen(self):
        return self.cleaned_data["talk"] if self.is_valid() else None


class MaterialForm(ActionForm):
    """资料: a file with its title."""

    draft_name = "活动资料"

    title = text_field(EventMaterial, "title", help_text="如：讲座提纲。")
    document = UploadField(
        read=read_document,
        model=EventMaterial,
        accept=DOCUMENT_ACCEPT,
        label="文件",
        help_text=NO_SECRETS,
        error_messages={"required": "请选择文件。"},
    )
    is_public = forms.BooleanField(
        label="放到公开网页上",
        required=False,
        help_text=f"不勾的，只有登录的同事看得到。勾的，{SECOND}",
    )
