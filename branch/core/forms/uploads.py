from django import forms


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several uploads, each read as we keep it before any row is locked; cleans to a tuple."""

    widget = ManyFilesInput

    def __init__(self, *, read, **kwargs):
        super().__init__(**kwargs)
        self.read = read

    def clean(self, data, initial=None):
        if not data:
            return super().clean(None, initial) or ()
        return tuple(self.read(super(ManyFilesField, self).clean(one, initial)) for one in data)

    def bound_data(self, data, initial):
        """A browser cannot be handed its files again, so there is nothing to show."""
        return
