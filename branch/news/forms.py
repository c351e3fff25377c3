from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms

from branch.core.contributions import source_names
from branch.core.files import (
    DOCUMENT_ACCEPT,
    PICTURE_ACCEPT,
    read_document,
    read_picture,
    stored_with_webp,
)
from branch.core.forms import (
    ActionForm,
    DateField,
    FilterForm,
    ManyFilesField,
    UploadField,
    chips_field,
)
from branch.core.wording import NO_SECRETS

from .clean import to_typed
from .models import PICTURES_AT_ONCE, Article, ArticleFile, ArticlePhoto, Column
from .widgets import BodyField

SUPPLEMENT = ("subtitle", "source_text", "source_url", "summary", "published_on")


ADULTS = "图里能认出的成年人都同意公开，或认不出人"
BY_THE_LIST = "有学生的，由支委照本学年的肖像同意名单核对后才能发布；家长没有答复的，按不同意处理。"


def pupils_field():
    """The question whether pupils can be recognised, asked of each picture."""
    return chips_field(
        "图里有能认出的学生吗",
        [(True, "有"), (False, "没有")],
        coerce=lambda sent: sent == "True",
        error_messages={"required": "请选择图里有没有能认出的学生。"},
        help_text=BY_THE_LIST,
    )


class YearForm(FilterForm):
    """The filter of a public list by year."""

    year = forms.TypedChoiceField(label="年份", coerce=int, required=False)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.years = years
        self.fields["year"].choices = [("", "全部年份"), *((year, f"{year}年") for year in years)]

    @property
    def year_chosen(self):
        self.is_valid()
        return self.cleaned_data.get("year")

    def narrow_year(self, articles, year):
        return articles.in_year(year)


class SearchForm(YearForm):
    """The public search by words, column and year."""

    q = forms.CharField(label="搜索", max_length=40, required=False)
    column = forms.ModelChoiceField(
        label="栏目", queryset=Column.objects.none(), required=False, empty_label="全部栏目"
    )
    field_order = ["q", "column", "year"]

    def __init__(self, *args, columns, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = columns

    @property
    def has_limits(self):
        """Whether a column or a year was chosen."""
        self.is_valid()
        return bool(self.cleaned_data.get("column") or self.cleaned_data.get("year"))

    def narrow_column(self, articles, column):
        return articles.in_column(column)

    def narrow_q(self, articles, words):
        """The articles unchanged: `search.matching` filters and orders by words."""
        return articles


class ArticleFilter(FilterForm):
    """The filter of the desk's list of articles."""

    state = forms.ChoiceField(
        label="状态", choices=[("", "全部状态"), *Article.State.choices], required=False
    )
    column = forms.ModelChoiceField(
        label="栏目", queryset=Column.objects.all(), required=False, empty_label="全部栏目"
    )
    q = forms.CharField(label="标题", max_length=40, required=False)

    def narrow_state(self, articles, state):
        return articles.filter(state=state)

    def narrow_column(self, articles, column):
        return articles.in_column(column)

    def narrow_q(self, articles, words):
        return articles.titled_like(words)


class ColumnChoice(forms.ModelChoiceField):
    """A choice of columns, each shown below its parent."""

    def __init__(self, **kwargs):
        columns = Column.objects.select_related("parent").order_by("parent__order", "order", "pk")
        super().__init__(queryset=columns, **kwargs)

    def label_from_instance(self, column):
        return f"{column.parent.name} › {column.name}" if column.parent else column.name


class ArticleForm(ActionForm):
    """The form for writing and revising an article; less used fields are grouped under 补充."""

    draft_name = "文章"
    no_secrets = NO_SECRETS

    title = forms.CharField(
        label="标题",
        max_length=120,
        help_text="可用“|”标出能断行的地方。不用写【网评】，由类型带出。",
    )
    kind = chips_field("类型", Article.Kind.choices, initial=Article.Kind.NEWS)
    column = ColumnChoice(label="栏目", empty_label="请选择栏目")
    author_text = forms.CharField(label="作者", max_length=60, required=False)
    body = BodyField(label="正文")
    subtitle = forms.CharField(label="副题", max_length=120, required=False)
    source_text = forms.CharField(label="来源", max_length=60, required=False)
    source_url = forms.URLField(
        label="原文网址",
        required=False,
        assume_scheme="https",
        help_text="转载时填写，并写明来源。",
    )
    summary = forms.CharField(
        label="摘要", max_length=200, required=False, help_text="不写时用正文的第一段。"
    )
    published_on = DateField(label="发布日期", required=False, help_text="不写时用发布的那一天。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first = [name for name in self.fields if name not in SUPPLEMENT]
        more = [name for name in self.fields if name in SUPPLEMENT]
        self._suggest_partners()
        if self.current:
            self.fields["body"].widget.photos = self.current.gallery
        self.helper = FormHelper()
        self.helper.form_tag, self.helper.disable_csrf = False, True
        self.helper.layout = Layout(
            *first, Fieldset("补充", *more, template="guangqin_forms/layout/more.html")
        )

    def _suggest_partners(self):
        """Offer the partners as sources, where a column is published with one of them."""
        columns = [str(row) for row in Column.objects.filter(is_co_published=True)]
        self.partners = [name for name, is_suggested in source_names() if is_suggested and columns]
        if self.partners:
            source = self.fields["source_text"]
            source.widget.attrs["list"] = "partners"
            source.help_text = f"栏目是{'、'.join(columns)}的，写共建单位，如：{self.partners[0]}。"

    @classmethod
    def texts_in(cls, data):
        """The texts that were sent, with the body as plain text."""
        body = to_typed(cls.base_fields["body"].widget.value_from_datadict(data, {}, "body") or "")
        rows = super().texts_in(data)
        return [(label, body if label == "正文" else text) for label, text in rows]

    def clean_body(self):
        """The stored body, with its headings and tables, if plain text was sent that equals its text."""
        body = self.cleaned_data["body"]
        stored = self.current.body if self.current else ""
        is_plain = self.data.get("body_format") != "html"
        return stored if is_plain and to_typed(stored) == to_typed(body) else body

    def compared_with(self, record):
        """The differing fields, with bodies as plain text."""
        rows = super().compared_with(record)
        return [
            (label, to_typed(theirs), to_typed(mine)) if label == "正文" else (label, theirs, mine)
            for label, theirs, mine in rows
        ]


class CorrectionForm(ArticleForm):
    """The form for revising a 更正稿, with a note that tells readers what was wrong."""

    correction_note = forms.CharField(
        label="更正说明", max_length=200, help_text="读者会看到，如：第二段人数有误，已改正。"
    )
    published_on = None


class VersionForm(ActionForm):
    """A step without input: only the version of the article that was seen."""


class PublishForm(ActionForm):
    no_draft = "one tick, made after reading the article"

    is_checked = forms.BooleanField(
        label="我已核对",
        required=False,
        help_text="上面列出的都看过了，勾选才能发布。",
    )


class RemarkForm(ActionForm):
    no_draft = "one of several forms on the page of an article"

    remark = forms.CharField(label="原因", max_length=200)


class PhotoForm(ActionForm):
    draft_name = "文章照片"

    upload = ManyFilesField(
        read=read_picture,
        store=stored_with_webp,
        model=ArticlePhoto,
        accept=PICTURE_ACCEPT,
        is_picture=True,
        most=PICTURES_AT_ONCE,
        label="图片",
        help_text=f"一次最多 {PICTURES_AT_ONCE} 张，JPG、PNG、WebP 或 HEIC，每张 10 MB 以内。拍摄地点等信息会自动去掉。",
    )
    caption = forms.CharField(
        label="图注",
        max_length=120,
        required=False,
        help_text="印在图下。几张一起传时，每张都用这句，传好后可以逐张改。",
    )
    alt = forms.CharField(
        label="替代文字",
        max_length=120,
        required=False,
        help_text="看不见图的人会听到这句话，如：教师与学生围坐一圈。不写时用标题和图注。",
    )
    has_pupils = pupils_field()
    may_be_shown = forms.BooleanField(
        label=ADULTS,
        error_messages={"required": "请先问过图里的成年人，再勾选。"},
    )

    def action_kwargs(self):
        kwargs = super().action_kwargs()
        return kwargs | {"pictures": kwargs.pop("upload")}


class PhotoTextForm(ActionForm):
    draft_name = "照片说明"

    alt = forms.CharField(label="替代文字", max_length=120)
    caption = forms.CharField(label="图注", max_length=120, required=False)
    order = forms.IntegerField(
        label="次序", min_value=1, max_value=999, help_text="最前面的一张是封面。"
    )
    has_pupils = pupils_field()
    may_be_shown = forms.BooleanField(
        label=ADULTS,
        required=False,
        help_text="没有勾选的图片不能发布。有人改主意时，去掉勾选或删除图片。",
    )


class FileForm(ActionForm):
    no_draft = "only a file"

    upload = UploadField(
        read=read_document,
        model=ArticleFile,
        accept=DOCUMENT_ACCEPT,
        label="附件",
        help_text=f"PDF、DOCX、XLSX 或 PPTX，20 MB 以内。{NO_SECRETS}",
    )

    def action_kwargs(self):
        kwargs = super().action_kwargs()
        return kwargs | {"document": kwargs.pop("upload")}
