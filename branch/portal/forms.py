from django import forms
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from branch.core import periods
from branch.core.display import CHOICES
from branch.core.forms import ActionForm, DateField, FilterForm
from branch.core.periods import Period
from branch.school.finding import Asked
from branch.school.models import Term


class DisplayForm(forms.Form):
    """Wishes for the display, and the page to go back to."""

    size = forms.ChoiceField(choices=[(value, value) for value in CHOICES["size"]], required=False)
    contrast = forms.ChoiceField(
        choices=[(value, value) for value in CHOICES["contrast"]], required=False
    )
    font = forms.ChoiceField(choices=[(value, value) for value in CHOICES["font"]], required=False)
    next = forms.CharField(required=False)

    @property
    def wishes(self):
        """Only what was asked for: an empty value is a wish too, an absent one is not."""
        self.is_valid()
        return {name: self.cleaned_data[name] for name in CHOICES if self._said(name)}

    def _said(self, name):
        return name in self.data and name in self.cleaned_data

    def next_on(self, request):
        """The page asked for if it is one of ours, otherwise the front page."""
        self.is_valid()
        address = self.cleaned_data.get("next", "")
        ours = url_has_allowed_host_and_scheme(
            address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        return address if ours else reverse("portal:home")


class PeriodForm(forms.Form):
    """Which span of time a ledger shows: a preset, or two days of one's own."""

    PRESETS = [
        ("term", "本学期"),
        ("month", "本月"),
        ("quarter", "本季度"),
        ("school_year", "本学年"),
        ("year", "本年度"),
    ]

    use_required_attribute = False

    period = forms.ChoiceField(choices=PRESETS, required=False, widget=forms.HiddenInput)
    start = DateField(label="自", required=False)
    end = DateField(label="至", required=False)

    def clean(self):
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and end < start:
            self.add_error("end", "结束日期不能早于开始日期。")
        if bool(start) != bool(end) and not self.errors:
            self.add_error("end" if start else "start", "请填写开始和结束两个日期。")

    @property
    def preset(self):
        """The preset in force, or empty where two days are given."""
        if self.is_valid() and self.cleaned_data["start"]:
            return ""
        return self.cleaned_data.get("period") or "term"

    def period_on(self, day):
        """The days asked for; what cannot be read counts as not asked for."""
        if self.is_valid() and self.cleaned_data["start"]:
            return Period(self.cleaned_data["start"], self.cleaned_data["end"], "")
        if self.preset == "term":
            term = Term.objects.on(day)
            return term.period if term else periods.month(day)
        return getattr(periods, self.preset)(day)


class PeopleForm(FilterForm):
    """Whom somebody looks for; what is too long to be a name is left out."""

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


class OptionsForm(PeopleForm):
    """The same, asked by a field of a form: whom it is for, and which form it is."""

    kind = forms.CharField(required=False)
    scope = forms.CharField(required=False)

    @property
    def source(self):
        self.is_valid()
        return self.cleaned_data.get("kind"), self.cleaned_data.get("scope")


class CoverageFilter(forms.Form):
    """Which class the lists show; a class without a row is shown as having no gap."""

    use_required_attribute = False

    group = forms.CharField(label="班级", required=False, max_length=20)

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        names = list(dict.fromkeys([*groups, *filter(None, [self.chosen])]))
        choices = [("", "全部班级"), *((name, name) for name in names)]
        self.fields["group"].widget = forms.Select(choices=choices)

    @property
    def chosen(self):
        self.is_valid()
        return self.cleaned_data.get("group", "")

    @property
    def is_narrowed(self):
        return bool(self.chosen)


class ExcuseForm(ActionForm):
    """Why something may wait, and until when."""

    reason = forms.CharField(
        label="原因",
        max_length=100,
        help_text="写事实，如“学生请假离校”，不写病情和家庭情况。",
        error_messages={"required": "请填写原因。"},
    )
    until_on = DateField(label="暂缓到", error_messages={"required": "请选择暂缓到哪一天。"})

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until_on(self):
        until_on = self.cleaned_data["until_on"]
        if until_on < self.today:
            raise forms.ValidationError("暂缓到的日期不能早于今天。")
        return until_on
