from django import forms

from branch.core.forms import FilterForm


class ReloadForm(FilterForm):
    """Whether the page of a job stops reloading itself, for readers whom that disturbs."""

    still = forms.BooleanField(required=False)
