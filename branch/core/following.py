"""Photos that have not arrived when their form is sent: the record is stored first, and they follow one by one.

Each has the key the page gave it, so that none is stored twice. The record counts those that are still awaited.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import JsonResponse

from .files import files_deleted_on_failure, read_picture, stored
from .verbs import wants_page


class PhotosFollow:
    """A form whose photos may follow its record: to the script that sends it, the answer is where to send them."""

    def _redirect(self, done):
        """The answer; that a form was stored, or had been before, is 201 to the script."""
        response = super()._redirect(done)
        if wants_page(self.request):
            return response
        addresses = {"address": response.url, "photos": f"{done.address}photos/"}
        return JsonResponse(addresses, status=201)


class AwaitedField(forms.IntegerField):
    def clean(self, value):
        """The number, 0 without one."""
        return super().clean(value) or 0


def awaited_field(most):
    """The field in which the script says how many photos follow."""
    return AwaitedField(required=False, min_value=0, max_value=most, widget=forms.HiddenInput)


class FollowingPhoto(forms.Form):
    key = forms.UUIDField()
    file = forms.FileField(error_messages={"required": "请选择照片。"})

    def clean_file(self):
        return read_picture(self.cleaned_data["file"])


def receive_photo(request, record, store):
    """Store one photo that follows its record; 201 if it is stored, or was before, 422 with why it cannot be.

    `store(key=, columns=)` is the action, which returns whether it stored the photo; `columns` are those of a
    picture whose files are stored.
    """
    form = FollowingPhoto(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"says": next(iter(form.errors.values()))[0]}, status=422)
    key = form.cleaned_data["key"]
    if record.photos.filter(key=key).exists():
        return JsonResponse({}, status=201)
    try:
        with files_deleted_on_failure() as files:
            columns = stored(record.photos.model, form.cleaned_data["file"])
            if not store(key=key, columns=columns):
                files.close()
    except ValidationError as refusal:
        return JsonResponse({"says": refusal.messages[0]}, status=422)
    except IntegrityError:
        return JsonResponse({"says": "这张照片没有存上，请再选一次。"}, status=422)
    return JsonResponse({}, status=201)
