from django import forms

from branch.core.forms import FilterForm


class ReloadForm(FilterForm):
    """Whether the page of a job stands still, for whoever is disturbed by its reloading itself."""

    still = forms.BooleanField(required=False)
