from django import forms


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class UploadField(forms.FileField):
    """One upload; `read` turns it into what is stored, which takes a second, before any row is locked."""

    def __init__(self, *, read, **kwargs):
        super().__init__(**kwargs)
        self.read = read

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return self.read(upload) if upload else upload


class ManyFilesField(UploadField):
    """Several uploads, or none; cleans to a tuple."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        if not data:
            return super().clean(None, initial) or ()
        return tuple(super(ManyFilesField, self).clean(one, initial) for one in data)

    def bound_data(self, data, initial):
        """A browser cannot be handed its files again, so there is nothing to show."""
        return
