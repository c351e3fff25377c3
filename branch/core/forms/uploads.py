from django import forms


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class UploadField(forms.FileField):
    """An upload converted by `read` to what is stored, while validating, so that no row is locked."""

    def __init__(self, *, read, **kwargs):
        super().__init__(**kwargs)
        self.read = read

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return self.read(upload) if upload else upload


class ManyFilesField(UploadField):
    """Any number of uploads; cleans to a tuple."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        if not data:
            return super().clean(None, initial) or ()
        return tuple(super(ManyFilesField, self).clean(upload, initial) for upload in data)

    def bound_data(self, data, initial):
        """None: a browser cannot be given its files again."""
        return
