from django import forms

from branch.core.forms import (
    ActionForm,
    ChipSelect,
    ChipSelectMultiple,
    Offer,
    SearchedField,
    chips_field,
    phone_field,
    text_field,
)
from branch.school.models import Family, Guardian, Student


class GuardianForm(ActionForm):
    """A guardian of a student; asks for confirmation if another family has the same one."""

    no_draft = "phones and addresses of families stay out of the browser"

    name = text_field(Guardian, "name", label="姓名")
    relation = text_field(Guardian, "relation", help_text="和学生的关系，如：母亲、父亲、祖父。")
    phone = phone_field(Guardian)
    is_same_family = forms.BooleanField(
        label="核对过，是同一个人，合为一个家庭", required=False, widget=forms.HiddenInput
    )

    def refuse(self, refusal):
        """Show the tick of confirmation if the action asked for it."""
        if "is_same_family" in getattr(refusal, "error_dict", ()):
            self.fields["is_same_family"].widget = forms.CheckboxInput()
        super().refuse(refusal)

    @property
    def named(self):
        """The students named by the question on this form."""
        errors = [error for row in self.errors.as_data().values() for error in row]
        return [error.params["child"] for error in errors if error.code == "names_child"]

    def rebased_on(self, guardian):
        """Clear the tick of confirmation, which was for the guardian as read before."""
        super().rebased_on(guardian).data.pop("is_same_family", None)
        return self


class AddressForm(ActionForm):
    no_draft = "phones and addresses of families stay out of the browser"

    address = text_field(Family, "address", help_text="只写这个家庭现在住的地方。")


class RelativeForm(ActionForm):
    """The choice of a child of another family; nothing is stored before the page that it leads to."""

    no_draft = "one choice, by which the next page is opened"

    student = SearchedField(
        label="另一家的孩子",
        missing="请选择学生。",
        gone="这名学生已在这个家庭里，或者不能由您合并，请另选。",
        help_text="只列在籍学生；家里有孩子在别的班的，由支委合并。",
    )

    def __init__(self, *args, students, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["student"].choose_from(
            Offer(
                students.in_class_order(),
                source="kind=student&scope=family",
                find=lambda typed: students.matching(typed).nearest_first(),
                group_of=lambda student: student.class_name_on(on),
                says=lambda student: f"{student}（学号后四位 {student.number_tail}）",
                keys=lambda student: student.name_keys,
            )
        )


class JoinForm(ActionForm):
    """The confirmation of a join; it asks which address stays if the two families have different ones."""

    no_draft = "phones and addresses of families stay out of the browser"

    address = chips_field("留哪一个住址")

    def __init__(self, *args, addresses, **kwargs):
        super().__init__(*args, **kwargs)
        self.context = {"addresses": addresses}
        if len(addresses) > 1:
            self.fields["address"].choices = [(text, text) for text in addresses]
        else:
            del self.fields["address"]

    def initial_of(self, family):
        return {"address": family.address}


class SplitForm(ActionForm):
    """A child that moves into a family of its own, the guardians who go along, and its address."""

    no_draft = "phones and addresses of families stay out of the browser"

    student = forms.ModelChoiceField(
        Student.objects.none(),
        label="分出去的孩子",
        widget=ChipSelect,
        empty_label=None,
        error_messages={"required": "请选择学生。"},
    )
    guardians = forms.ModelMultipleChoiceField(
        Guardian.objects.none(),
        label="一起分出去的监护人",
        widget=ChipSelectMultiple,
        required=False,
        help_text="一位监护人只在一个家庭里：勾选的跟这个孩子走，没有勾选的留下。",
    )
    address = text_field(Family, "address", label="这个孩子的住址")

    def __init__(self, *args, students, guardians, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.context = {"students": students, "guardians": guardians, "on": on}
        student, adults = self.fields["student"], self.fields["guardians"]
        student.queryset, adults.queryset = students, guardians
        student.label_from_instance = lambda row: f"{row}（{row.class_name_on(on)}）"
        adults.label_from_instance = lambda row: f"{row}（{row.relation}）"

    def initial_of(self, family):
        return {"address": family.address}
