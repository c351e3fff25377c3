from django import forms

from branch.core.forms import ActionForm, phone_field, text_field
from branch.school.models import Guardian


class GuardianForm(ActionForm):
    """A guardian of a student; asks for confirmation if another family has the same one."""

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
