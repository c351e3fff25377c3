"""A community is chosen from the list of the branch, or its name is typed; papers are refused by their names."""

from django import forms

from branch.core.forms import ActionForm, text_field
from branch.core.wording import NO_SECRETS, has_secret_mark
from branch.service.registers.models import Community


def offer(field, rows, *, empty=""):
    """Let a `TypedChoiceField` choose one of these rows, which it cleans to."""
    found = {str(row.pk): row for row in rows}
    field.coerce = found.__getitem__
    field.choices = [("", empty)] * bool(empty) + [(key, str(row)) for key, row in found.items()]
    return found


class CommunityForm(ActionForm):
    """A form that asks for a community: one of the list, or else its name."""

    community = forms.TypedChoiceField(label="社区", required=False, empty_value=None)
    # asked for by the action, unless a name is typed
    community.is_asked = True
    community_name = text_field(
        Community,
        "name",
        label="其他社区",
        required=False,
        help_text="列表里没有的才写。只写社区名称，不写住址。",
    )
    # behind a fold of its own, whose summary says so
    community_name.is_asked = True

    def __init__(self, *args, on, chosen=None, **kwargs):
        """`chosen` is offered, too, though the list may have it no more."""
        super().__init__(*args, **kwargs)
        self.context = {**self.context, "on": on}
        rows = list(Community.objects.active_on(on))
        if chosen and chosen not in rows:
            rows.append(chosen)
        offer(self.fields["community"], rows, empty="请选择")

    def refuse_marked(self, *names):
        """Refuse a paper whose file name says that it is secret or internal."""
        for name in names:
            paper = self.cleaned_data.get(name)
            if paper and has_secret_mark(paper["original_name"]):
                self.add_error(name, NO_SECRETS)
