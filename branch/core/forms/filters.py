from django import forms
from django.core.paginator import Paginator
from django.utils.http import urlencode

from branch.core.keys import KeyField
from branch.core.links import is_within


class ListQuery(forms.Form):
    """The query string of a list. Its hidden fields choose which list it is, and its visible ones narrow it."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    @property
    def kept_sort(self):
        """How the list is sorted (`core.sorting`), which a new filter leaves as it is."""
        return self.data.get("sort", "")

    @property
    def clear_url(self):
        """The address of the same list in the same order, which nothing narrows."""
        kept = {field.name: field.value() for field in self.hidden_fields()}
        kept["sort"] = self.kept_sort
        return f"?{urlencode({name: value for name, value in kept.items() if value})}"

    @property
    def is_narrowed(self):
        self.is_valid()
        values = (self.cleaned_data.get(field.name) for field in self.visible_fields())
        return any(value not in (None, "", []) for value in values)


class FilterForm(ListQuery):
    """Filters a queryset by the query string; invalid values are ignored."""

    def narrow(self, rows):
        """Filter the rows by each field with a value, by its method `narrow_<name>(rows, value)`."""
        self.is_valid()
        for name, value in self.cleaned_data.items():
            if value not in (None, "", []):
                rows = getattr(self, f"narrow_{name}")(rows, value)
        return rows


class PageForm(forms.Form):
    """The query string of a list that is one part of its page."""

    page = KeyField(required=False)

    def page_of(self, rows, size):
        """The page asked for, of so many rows; the first one for any other text, the last one for a number beyond it."""
        number = self.cleaned_data["page"] if self.is_valid() else None
        return Paginator(rows, size).get_page(number or 1)


class BackForm(forms.Form):
    """The query string of a form that was opened from a list, see `core.links.with_back`."""

    back = forms.CharField(required=False, max_length=200)

    @property
    def address(self):
        """The address of the list, on this site; "" where none is named, or one that is too long or elsewhere."""
        back = self.cleaned_data["back"] if self.is_valid() else ""
        return back if is_within(back) else ""
