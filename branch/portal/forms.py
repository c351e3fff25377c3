from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from branch.core.display import CHOICES
from branch.core.files import read_picture, stored_with_webp
from branch.core.forms import ActionForm, ChipSelectMultiple, FilterForm, RowsField
from branch.news.models import PICTURES_AT_ONCE, ArticlePhoto
from branch.school.finding import Asked

from .drafting import CONSENT_SAYS


class DisplayForm(forms.Form):
    """Settings of the display, and the page to return to."""

    size = forms.ChoiceField(choices=[(value, value) for value in CHOICES["size"]], required=False)
    contrast = forms.ChoiceField(
        choices=[(value, value) for value in CHOICES["contrast"]], required=False
    )
    font = forms.ChoiceField(choices=[(value, value) for value in CHOICES["font"]], required=False)
    next = forms.CharField(required=False)

    @property
    def changes(self):
        """The settings that were sent, empty values included."""
        self.is_valid()
        return {name: self.cleaned_data[name] for name in CHOICES if self._was_sent(name)}

    def _was_sent(self, name):
        return name in self.data and name in self.cleaned_data

    def next_on(self, request):
        """The address to return to if it is on this site, else the front page."""
        self.is_valid()
        address = self.cleaned_data.get("next", "")
        is_own = url_has_allowed_host_and_scheme(
            address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        return address if is_own else reverse("portal:home")


class PeopleForm(FilterForm):
    """The search for people; a text too long to be a name is ignored."""

    q = forms.CharField(
        label="姓名、拼音、首字母或学号",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    @property
    def typed(self):
        self.is_valid()
        return self.cleaned_data.get("q", "")

    @property
    def is_enough(self):
        return Asked.of(self.typed).is_enough


class TokensForm(forms.Form):
    """The forms a script asks about, by their tokens: `?tokens=<uuid>,<uuid>`."""

    tokens = forms.CharField(max_length=2000)

    def clean_tokens(self):
        try:
            return [UUID(token) for token in self.cleaned_data["tokens"].split(",")]
        except ValueError as error:
            raise forms.ValidationError("不是表单令牌。") from error


class OptionsForm(PeopleForm):
    """The search of a form field: the text, the kind of people, and the scope of the form."""

    kind = forms.CharField(required=False)
    scope = forms.CharField(required=False)

    @property
    def source(self):
        self.is_valid()
        return "{kind}/{scope}".format(**{"kind": "", "scope": ""} | self.cleaned_data)


class HeldForm(forms.Form):
    """The form and the field whose held files are asked for."""

    token = forms.UUIDField()
    field = forms.CharField()


class SessionNewsForm(ActionForm):
    """Which photos of a class session are copied to a news draft; none, unless they are ticked.

    `consent` is the list of 肖像同意 of the class; without it, as for a reader who may not read it, none is offered.
    """

    draft_name = "团辅新闻稿"

    photos = RowsField(None, label="用哪几张照片", required=False, widget=ChipSelectMultiple)
    is_agreed = forms.BooleanField(label=CONSENT_SAYS, required=False)

    def __init__(self, *args, session, consent, **kwargs):
        self.context = self.context | {"session": session, "consent": consent}
        super().__init__(*args, **kwargs)
        photos = session.activity.photos.all()
        self.fields["photos"].queryset = photos if consent else photos.none()

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.get("photos") or []
        if len(chosen) > PICTURES_AT_ONCE:
            self.add_error("photos", f"一次最多 {PICTURES_AT_ONCE} 张，其余的在文章里再添。")
        if chosen and not cleaned.get("is_agreed"):
            self.add_error("is_agreed", "请对照名单看过照片，再勾选；不确定的不要选。")
        return cleaned

    def store_files(self):
        """Copy the chosen photos, written anew, to where the public's pictures are."""
        super().store_files()
        self.cleaned_data["pictures"] = [copied(photo) for photo in self.cleaned_data["photos"]]


def copied(photo):
    """The column values of a picture of an article: a photo of an activity, written anew."""
    with photo.file.open() as stored:
        picture = read_picture(UploadedFile(stored, name="photo.jpg", size=photo.file.size))
        return stored_with_webp(ArticlePhoto, picture)


ADULTS_AGREE = "选用的照片里，认得出的老师和来宾都同意公开"
ONE_ANSWER = "一张照片只选一项：有学生，或没有学生。"


class ReportPhotosForm(ActionForm):
    """Which photos of an activity its report uses, each with whether pupils can be recognised; none, unless ticked."""

    draft_name = "报道照片"

    plain = RowsField(None, label="没有能认出的学生", required=False, widget=ChipSelectMultiple)
    with_pupils = RowsField(None, label="有能认出的学生", required=False, widget=ChipSelectMultiple)
    is_agreed = forms.BooleanField(
        label=ADULTS_AGREE, error_messages={"required": "请先问过照片里的大人，再勾选。"}
    )

    def __init__(self, *args, report, **kwargs):
        photos = report.photos_left
        self.context = self.context | {"photos": photos}
        super().__init__(*args, **kwargs)
        if report.shows_pupils:
            del self.fields["plain"]
        for name in {"plain", "with_pupils"} & set(self.fields):
            self.fields[name].queryset = photos

    @property
    def choices(self):
        """(key of a photo, its chip without pupils or None, its chip with pupils)"""
        chips = list(self["with_pupils"])
        plain = self["plain"] if "plain" in self.fields else [None] * len(chips)
        return [
            (one.data["value"].value, *both, one) for one, *both in zip(chips, plain, strict=True)
        ]

    def clean(self):
        cleaned = super().clean()
        plain, pupils = cleaned.get("plain") or [], cleaned.get("with_pupils") or []
        cleaned["plain"] = plain
        if {photo.pk for photo in plain} & {photo.pk for photo in pupils}:
            self.add_error("plain", ONE_ANSWER)
        if not plain and not pupils:
            self.add_error("with_pupils", "请选至少一张照片；都不用就返回。")
        if max(len(plain), len(pupils)) > PICTURES_AT_ONCE:
            self.add_error("with_pupils", f"一次最多 {PICTURES_AT_ONCE} 张，其余的再选一次。")
        return cleaned

    def store_files(self):
        super().store_files()
        answers = {False: self.cleaned_data["plain"], True: self.cleaned_data["with_pupils"]}
        self.cleaned_data["pictures"] = [
            (photo, has_pupils, copied(photo))
            for has_pupils, photos in answers.items()
            for photo in photos
        ]
