from django import forms

from branch.core.forms import FilterForm
from branch.walkins.classes.models.rolls import PAIRED, TO_VISIT, WAITING

STATES = {
    "to_visit": ("待家访", TO_VISIT),
    "waiting": ("待结对", WAITING),
    "paired": ("已结对", PAIRED),
}


class RollFilter(FilterForm):
    """Which pupils of a class are listed."""

    state = forms.ChoiceField(
        label="情况",
        required=False,
        choices=[("", "全部"), *((key, label) for key, (label, _) in STATES.items())],
    )

    page = forms.IntegerField(required=False, min_value=1)

    @property
    def state_shown(self):
        self.is_valid()
        return self.cleaned_data.get("state", "")

    @property
    def page_shown(self):
        self.is_valid()
        return self.cleaned_data.get("page") or 1

    def narrow_page(self, rows, value):
        return rows

    def narrow_state(self, rows, value):
        _, which = STATES[value]
        return rows.filter(which)

    def tabs(self, counts):
        """A link for each choice, with the number of its pupils."""
        return [
            {
                "label": f"{label} {self.count_of(key, counts)}",
                "url": f"?state={key}#roll" if key else "?#roll",
                "current": key == self.state_shown,
            }
            for key, label in self.fields["state"].choices
        ]

    @staticmethod
    def count_of(state, counts):
        """How many pupils a choice lists."""
        return getattr(counts, state) if state else counts.whole
