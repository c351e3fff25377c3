"""Who was absent: ticked in a list of all expected or, where these are many, named under the reason."""

from branch.activities.models import NO_LEAVE, Attendance
from branch.core.forms import MOST, ActionForm, SearchedRowsField

from .fields import AttendanceField

NOT_EXPECTED = "有一名不是应到人员，没有记成缺席，请核对。"
TWICE = "{}已写在“{}”里，请只写一处。"


def _named(label):
    return SearchedRowsField(label=label, required=False, gone=NOT_EXPECTED)


class AwayForm(ActionForm):
    """The fields for those absent; everybody else who is expected was present."""

    # name of a field → the reason of those it names
    reasons = {"away_unexcused": "", **{f"away_{code}": code for code in Attendance.Reason.values}}

    absent = AttendanceField(
        label="缺席人员", help_text="只勾缺席的。都来了，或活动还没有开，就不用勾。"
    )
    away_unexcused = _named(NO_LEAVE)
    away_official = _named(Attendance.Reason.OFFICIAL.label)
    away_ill = _named(Attendance.Reason.ILL.label)
    away_personal = _named(Attendance.Reason.PERSONAL.label)
    away_other = _named(Attendance.Reason.OTHER.label)

    def expect(self, awaited, offer):
        """Ask who of the people was absent; `offer` is of the same."""
        self.awaited = awaited
        is_named = self._is_named()
        for name in ["absent"] if is_named else self.reasons:
            del self.fields[name]
        if is_named:
            for name in self.reasons:
                self.fields[name].choose_from(offer)
        else:
            self.fields["absent"].await_people(awaited)

    def expect_nobody(self):
        for name in ("absent", *self.reasons):
            del self.fields[name]

    def _is_named(self):
        """As the page had it that was sent; a list only of as many as a select holds."""
        named, ticked = any(self[name].value() for name in self.reasons), self["absent"].value()
        return named if named != bool(ticked) else len(self.awaited) > MOST

    @property
    def named(self):
        """The fields that name who was absent, if the form has them."""
        return [self[name] for name in self.reasons if name in self.fields]

    @staticmethod
    def initial_of_away(rows):
        """The initial values from rows of `Attendance`, for both kinds of field."""
        away = [row for row in rows if row.is_away]
        named = {
            name: [row.staff_id for row in away if row.reason == reason]
            for name, reason in AwayForm.reasons.items()
        }
        return {"absent": [f"{row.staff_id}:{row.reason}" for row in away], **named}

    def clean(self):
        """Put those named together as `absent`, each with one reason."""
        cleaned, placed = super().clean(), {}
        for field in self.named:
            for staff in cleaned.pop(field.name, ()):
                if staff.pk in placed:
                    self.add_error(field.name, TWICE.format(staff, placed[staff.pk].label))
                placed[staff.pk] = field
        if self.named:
            cleaned["absent"] = {key: self.reasons[field.name] for key, field in placed.items()}
        return cleaned
