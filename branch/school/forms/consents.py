from django import forms

from branch.core.forms import GridForm, RowForm, chips_field
from branch.school.models import PortraitConsent


class ConsentRow(RowForm):
    answer = chips_field(
        "肖像同意", [*PortraitConsent.Answer.choices, ("", "未答复")], required=False
    )


class ConsentForm(GridForm):
    """The answers of a class, copied from the papers; every pupil begins as 未答复."""

    row_form = ConsentRow
    draft_name = "肖像同意"
    nothing = "没有改动，不用保存。"

    is_checked = forms.BooleanField(
        label="我已逐份核对纸质同意书",
        error_messages={"required": "请逐份核对纸质同意书，再勾选。您选的都还在。"},
    )

    @property
    def jumps(self):
        """{first letter of a surname: the line of the first pupil with it}, in the order of the list."""
        found = {}
        for line in self.lines:
            found.setdefault(line.row.name_keys[:1].upper(), line.prefix)
        return found

    def row_kwargs(self, row):
        return {"initial": {"answer": row.portrait_answer}}

    def action_kwargs(self):
        return {"rows": [(student, facts["answer"]) for student, facts in self.filled_rows]}
