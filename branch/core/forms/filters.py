from django import forms


class FilterForm(forms.Form):
    """Filters a queryset by the query string; invalid values are ignored."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def narrow(self, rows):
        """Filter the rows by each field with a value, by its method `narrow_<name>(rows, value)`."""
        self.is_valid()
        for name, value in self.cleaned_data.items():
            if value not in (None, "", []):
                rows = getattr(self, f"narrow_{name}")(rows, value)
        return rows

    @property
    def is_narrowed(self):
        self.is_valid()
        return any(value not in (None, "", []) for value in self.cleaned_data.values())
