"""The field of the activity form for those absent."""

from django import forms

from branch.activities.models import NO_LEAVE, Attendance


class AttendanceWidget(forms.Widget):
    """Everybody expected, by group; each who was absent is ticked, with a reason."""

    template_name = "activities/widgets/attendance.html"
    use_fieldset = True
    awaited = ()

    def value_from_datadict(self, data, files, name):
        """Return ["12:ill", "15:"]: staff id and reason of each who is ticked."""
        return [f"{pk}:{data.get(f'{name}-reason-{pk}', '')}" for pk in data.getlist(name)]

    def get_context(self, name, value, attrs):
        absent = dict(pair.split(":", 1) for pair in value or ())
        groups = {}
        for row in self.awaited:
            groups.setdefault(row.group, []).append(self._line(row, absent))
        context = super().get_context(name, value, attrs)
        return context | {
            "groups": groups.items(),
            "expected_count": len(self.awaited),
            "voting_count": sum(row.has_vote for row in self.awaited),
            "present_count": sum(
                not line["is_absent"] for lines in groups.values() for line in lines
            ),
            "reasons": [("", NO_LEAVE), *Attendance.Reason.choices],
        }

    def _line(self, row, absent):
        pk = str(row.staff.pk)
        return {
            "pk": row.staff.pk,
            "name": row.staff.name,
            "has_vote": row.has_vote,
            "is_absent": pk in absent,
            "reason": absent.get(pk, ""),
        }


class AttendanceField(forms.Field):
    """Cleans to {staff pk: reason, or "" for absence without leave}."""

    widget = AttendanceWidget

    def validate(self, value):
        """Accept an empty value: nobody was absent."""

    def await_people(self, awaited):
        """Set who is expected; nobody else can be absent."""
        self.awaited = self.widget.awaited = awaited
        reasons = [("", NO_LEAVE), *Attendance.Reason.choices]
        self.choices = [
            (f"{row.staff.pk}:{code}", f"{row.staff}（{label}）")
            for row in awaited
            for code, label in reasons
        ]

    def to_python(self, value):
        known = {str(row.staff.pk) for row in self.awaited}
        pairs = [pair.split(":", 1) for pair in value or ()]
        return {
            int(pk): reason if reason in Attendance.Reason.values else ""
            for pk, reason in pairs
            if pk in known
        }
