from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from branch.activities.actions import PHOTO_LIMIT
from branch.activities.models import ActivityPhoto
from branch.core.files import PICTURE_ACCEPT, read_picture
from branch.core.following import awaited_field
from branch.core.forms import (
    ActionForm,
    ChipSelect,
    ChipSelectMultiple,
    DateTimeField,
    FilterForm,
    KeyField,
    ManyFilesField,
    RowsField,
    SearchedRowsField,
    chips_field,
    text_field,
)
from branch.school.forms import ClassField, offer_of_staff
from branch.school.models import Staff, Term
from branch.walkins.classes.actions import faults_seen
from branch.walkins.classes.models import ClassSession, SessionTheme

LATER = "以后的时间，存为“已排”；开展后再记，才计入次数。"
FACTS_ONLY = "写事实，不写姓名。"
TO_COME = "请填以后的时间。已经开展了的，请另点“记一次团辅”或“记团辅情况”。"
SCORES = [("", "不填"), *((score, str(score)) for score in range(1, 6))]


class SessionPrefill(forms.Form):
    """The query string of a link to a new session: of which class, and whether it is still to come.

    `held` is of a link to a planned one that was held before its time.
    """

    school_class = KeyField(required=False)
    plan = forms.BooleanField(required=False)
    held = forms.BooleanField(required=False)


class TermFilter(FilterForm):
    """Which term's sessions are shown."""

    term = forms.ModelChoiceField(Term.objects.none(), label="学期", required=False)

    def __init__(self, *args, terms, usual, **kwargs):
        """`usual` is the term that is shown where none is chosen."""
        super().__init__(*args, **kwargs)
        self.usual = usual
        self.fields["term"].queryset = terms
        self.fields["term"].empty_label = None

    @property
    def chosen(self):
        self.is_valid()
        return self.cleaned_data.get("term") or self.usual

    @property
    def is_narrowed(self):
        return self.chosen != self.usual

    @property
    def has_choice(self):
        """Whether there is more than one term."""
        return len(self.fields["term"].queryset) > 1


class SessionForm(ActionForm):
    """The facts of a session: one that is still to come is planned, another one logged."""

    draft_name = "班级团辅"

    school_class = ClassField(label="班级")
    theme = forms.ModelChoiceField(
        SessionTheme.objects.none(),
        label="主题",
        empty_label=None,
        widget=ChipSelect,
        error_messages={"required": "请选择主题。"},
    )
    starts_at = DateTimeField(
        label="时间",
        help_text=LATER,
        error_messages={"required": "请填写时间。", "invalid": "请填写日期和时间。"},
    )
    headcount = forms.IntegerField(
        label="参加人数",
        min_value=1,
        max_value=999,
        required=False,
        help_text="学生人数，不点名。",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "请填一个数。"},
    )
    leaders = SearchedRowsField(label="组织教师", missing="请选择组织教师。")
    companions = SearchedRowsField(label="协助党员和老师", required=False)
    new_photos = ManyFilesField(
        read=read_picture,
        model=ActivityPhoto,
        accept=PICTURE_ACCEPT,
        is_picture=True,
        most=PHOTO_LIMIT,
        label="照片",
        required=False,
        help_text=f"最多 {PHOTO_LIMIT} 张，校内看得到。拍摄地点等信息会自动去掉。",
    )
    dropped_photos = RowsField(None, label="移除照片", required=False, widget=ChipSelectMultiple)
    photos_awaited = awaited_field(PHOTO_LIMIT)
    place = forms.CharField(
        label="地点", max_length=40, error_messages={"required": "请填写地点。"}
    )
    feedback = chips_field(
        "学生反馈",
        SCORES,
        required=False,
        coerce=int,
        empty_value=None,
        help_text="对这次团辅的整体感受，5 最好。不针对个人。",
    )
    feedback_line = text_field(ClassSession, "feedback_line", help_text=FACTS_ONLY)
    applied = text_field(
        ClassSession,
        "applied",
        help_text=f"培训或读书学到的，这次怎么用的，一句话。{FACTS_ONLY}",
    )

    # the fields under 补充
    MORE = ("place", "feedback", "feedback_line", "applied")
    # what only a session that was held has; photos, too, which the page of a plan leaves out
    OUTCOME = ("headcount", "feedback", "feedback_line", "applied")

    def __init__(
        self, *args, classes, school_class=None, roll_count=None, is_plan=False, user, at, **kwargs
    ):
        """`classes` may be chosen from where `school_class` is not known; `roll_count` is the number of its pupils.

        `is_plan`: of a session that is still to come, which has no outcome yet.
        """
        self.on = on = timezone.localdate(at)
        known = {"classes": classes, "school_class": school_class, "user": user}
        self.context = self.context | known | {"at": at, "is_plan": is_plan}
        super().__init__(*args, **kwargs)
        for name in self.OUTCOME if is_plan else ():
            del self.fields[name]
        if school_class:
            del self.fields["school_class"]
        else:
            self.fields["school_class"].offer_classes(classes, on=on)
        if is_plan:
            self.fields["starts_at"].help_text = "开展后再记一笔，才计入次数。"
        if roll_count and not is_plan:
            self.fields["headcount"].help_text = f"全班 {roll_count} 名，不一样的改一下。不点名。"
        self._offer_themes()
        self._offer_people()
        photos = ActivityPhoto.objects.filter(activity__class_session=self.current)
        self.fields["dropped_photos"].queryset = photos if self.current else photos.none()

    def _offer_themes(self):
        themes = SessionTheme.objects.filter(is_active=True)
        if self.current:
            themes = SessionTheme.objects.filter(Q(is_active=True) | Q(pk=self.current.theme_id))
        self.fields["theme"].queryset = themes

    def _offer_people(self):
        staff = Staff.objects.working_on(self._day())
        offer = offer_of_staff(staff, scope="session", user=self.context["user"], on=self.on)
        for name in ("leaders", "companions"):
            self.fields[name].choose_from(offer)

    def _day(self):
        """The day typed, else the initial one, else today."""
        try:
            typed = self.fields["starts_at"].clean(self["starts_at"].value())
        except ValidationError:
            return self.on
        return timezone.localdate(typed)

    def initial_of(self, record):
        activity = record.activity
        return super().initial_of(record) | {
            # who saves it again without them has given up those that were awaited
            "photos_awaited": 0,
            "starts_at": activity.starts_at,
            "place": activity.place,
            "headcount": activity.audience_count,
            "leaders": [staff.pk for staff in record.leaders],
            "companions": [staff.pk for staff in record.companions],
        }

    def clean_starts_at(self):
        """Refuse a time that is past for a plan."""
        starts_at = self.cleaned_data["starts_at"]
        if self.context["is_plan"] and starts_at <= self.context["at"]:
            raise ValidationError(TO_COME)
        return starts_at

    def clean(self):
        """Where the form is refused anyway, say at once what else the action would refuse."""
        facts = super().clean()
        school_class = self.context["school_class"] or facts.get("school_class")
        if self.errors and school_class:
            names = ("theme", "starts_at", "leaders", "companions", "headcount", *self.MORE)
            known = {name: facts[name] for name in names if facts.get(name)}
            at, by = self.context["at"], self.context["user"]
            found = faults_seen(school_class, current=self.current, facts=known, at=at, by=by)
            for name in found.keys() & self.fields.keys() - self.errors.keys():
                self.add_error(name, found[name])
        return facts

    @property
    def more(self):
        return [self[name] for name in self.MORE if name in self.fields]

    @property
    def more_is_open(self):
        return self.is_bound and any(name in self.errors for name in self.MORE)

    def action_kwargs(self):
        given = {"school_class": self.context["school_class"]} if not self.current else {}
        facts = super().action_kwargs()
        facts |= {name: tuple(facts[name]) for name in ("leaders", "companions")}
        return given | facts


class SessionCancelForm(ActionForm):
    """Why a session is not held, or why its record is void."""

    draft_name = "取消团辅"

    reason = forms.CharField(
        label="原因",
        max_length=100,
        help_text=FACTS_ONLY,
        error_messages={"required": "请写明原因。"},
    )
