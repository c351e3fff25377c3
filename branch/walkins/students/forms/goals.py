"""The forms of goals and of 学习情况."""

from django import forms
from django.core.exceptions import ValidationError

from branch.core.forms import (
    ActionForm,
    KeyField,
    VersionForm,
    chips_field,
    day_field,
    text_field,
)
from branch.school.models import Subject
from branch.walkins.students.models import Goal, GoalStep, Progress, SupportNeed

# what can be seen from outside, in a pupil's own words: neither a mood nor a diagnosis
PHRASES = {
    SupportNeed.Kind.LEARNING: (
        "作业按时完成",
        "错题当天订正",
        "课堂上主动发言",
        "不懂的当天问老师",
    ),
    SupportNeed.Kind.LIVING: ("每天吃早饭", "按时到校", "自己备好书包和文具"),
    SupportNeed.Kind.COMPANY: ("参加一个社团", "有一起吃午饭的同学", "每周和老师聊一次"),
    SupportNeed.Kind.HOME_CARE: ("放学后在自习室写完作业", "晚上十点前睡觉", "家里有事知道找谁"),
    SupportNeed.Kind.ADJUSTMENT: (
        "叫得出同桌和前后桌的名字",
        "参加一次班级活动",
        "知道有事找哪位老师",
    ),
}


class GoalForm(ActionForm):
    """A goal: one of the phrases for the kinds of need, or a line of one's own, which comes first."""

    draft_name = "目标"

    phrase = chips_field("选一个目标", required=False)
    what = text_field(Goal, "what", required=False)

    def __init__(self, *args, kinds, audience, **kwargs):
        """`kinds` are the kinds of need of the pairing; without any, the phrases of all are offered."""
        super().__init__(*args, **kwargs)
        offered = [kind for kind in PHRASES if kind in kinds] or PHRASES
        self.fields["phrase"].choices = [(text, text) for kind in offered for text in PHRASES[kind]]
        what = self.fields["what"]
        what.label = "或者自己写"
        what.help_text = f"一句话，40 字以内。写事实，不写诊断。{audience}"

    def clean(self):
        """Make one line of what was typed, or take the phrase."""
        typed = " ".join(self.cleaned_data.get("what", "").split())
        phrase = self.cleaned_data.pop("phrase", "")
        if not self.errors and not (typed or phrase):
            raise ValidationError({"what": "请选一个目标，或者写一句。"})
        return self.cleaned_data | {"what": typed or phrase}


class GoalStepForm(VersionForm):
    """The state that one of the three buttons sends."""

    state = forms.ChoiceField(choices=GoalStep.State.choices)


class ProgressPrefill(forms.Form):
    """The query string of a link to the form: which subject it is about."""

    subject = KeyField(required=False)


class ProgressForm(ActionForm):
    """The subject, the band and the day, which is today unless it is changed."""

    draft_name = "学习情况"

    subject = forms.ModelChoiceField(
        Subject.objects.all(),
        label="学科",
        empty_label="请选择",
        error_messages={"invalid_choice": "请从列出的学科里选一门。"},
    )
    band = chips_field("这一段学得怎么样", Progress.Band.choices)
    happened_on = day_field("日期")

    def __init__(self, *args, audience, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["band"].help_text = f"只和自己以前比，不写分数，不写名次。{audience}"
