from django import forms

from branch.core.forms import ActionForm, FilterForm, day_field, text_field
from branch.school.models import Enrolment, Student

from .fields import ClassField, gender_field


class StudentFilter(FilterForm):
    """Filter students by name, pinyin or the end of the 学号, by class and by state."""

    states = [("", "在籍"), ("coming", "将入班"), ("left", "已离校")]

    q = forms.CharField(label="姓名、拼音或学号尾号", required=False, max_length=30)
    school_class = ClassField(label="班级", required=False, empty_label="全部")
    state = forms.ChoiceField(required=False, choices=states, widget=forms.HiddenInput)

    def __init__(self, *args, classes, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["school_class"].offer_classes(classes, on=on)

    @property
    def chosen_state(self):
        self.is_valid()
        return self.cleaned_data.get("state", "")

    def narrow(self, rows):
        rows = super().narrow(rows)
        if self.chosen_state == "left":
            return rows.gone_on(self.on).with_last_class().newest_first()
        if self.chosen_state == "coming":
            return rows.coming_on(self.on).with_last_class().in_class_order()
        return rows.on_roll_with_class_on(self.on).in_class_order()

    def narrow_q(self, rows, value):
        return rows.matching(value)

    def narrow_school_class(self, rows, value):
        if self.chosen_state:
            return rows.filter(
                pk__in=Enrolment.objects.filter(school_class=value).values("student")
            )
        return rows.in_classes([value], on=self.on)

    def narrow_state(self, rows, value):
        """Every row: `narrow` filters by state, as it also does without one."""
        return rows


class StudentForm(ActionForm):
    no_draft = "names and numbers of pupils stay out of the browser"

    name = text_field(Student, "name")
    number = text_field(Student, "number")
    gender = gender_field()


class PlaceForm(ActionForm):
    """A change of a student's class; `named` are the fields of the class and of the first day."""

    named = ("school_class", "from_on")

    def compared_with(self, student):
        """The student's present class and what was typed; no field is filled from the class."""
        last = student.enrolments.select_related("school_class").first()
        return [("班级", last.says if last else "", self._typed())]

    def _typed(self):
        school_class, day = (self.cleaned_data[name] for name in self.named)
        return Enrolment(school_class=school_class, from_on=day).says


class EnrolForm(PlaceForm):
    draft_name = "学生返校"

    school_class = ClassField(label="班级")
    from_on = day_field("在班起始日期")

    def __init__(self, *args, classes, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school_class"].offer_classes(classes, on=on)


class AdmissionForm(EnrolForm, StudentForm):
    """A new student and their class."""

    draft_name, no_draft = "", StudentForm.no_draft
    field_order = ["name", "number", "gender", "school_class", "from_on"]


class MoveForm(PlaceForm):
    draft_name = "学生转班"

    named = ("to_class", "on")
    to_class = ClassField(label="转入班级")
    on = day_field("转入日期", help_text="在原班的日子到前一天为止。")

    def __init__(self, *args, classes, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to_class"].offer_classes(classes, on=today)


class DepartureForm(PlaceForm):
    draft_name = "学生离校"

    last_on = day_field("在班最后一天", help_text="离校原因不登记。")

    def _typed(self):
        return f"到 {self.cleaned_data['last_on']} 为止"
