"""Files chosen in a form: held on the server until it is saved, whether it was refused or is still filled in."""

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone

from .forms import token_in
from .models import HeldFile, NotHeldError
from .wording import has_secret_mark

HOLD = "hold_file"
MARKED = "“{}”的文件名像是涉密或内部文件，没有上传。"
TICK = "确实不涉密的，请勾选“{}”。"


class HeldFilesMixin:
    """A form page that also takes its files one by one, before the form is sent."""

    def post(self, request, *args, **kwargs):
        if request.POST.get(HOLD) in self.form_class.uploads_in():
            return self._arrive(request.POST[HOLD])
        return super().post(request, *args, **kwargs)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.offer_held(HeldFile.objects.of(self.request.user))
        return form

    def _arrive(self, name):
        """Hold one file; the answer is its item of the list, or why it cannot be held."""
        try:
            row = self._hold(name, self.request.FILES.get("file"))
        except ValidationError as refusal:
            stays = isinstance(refusal, NotHeldError)
            return JsonResponse({"says": refusal.messages[0], "stays": stays}, status=422)
        if row is None:
            return JsonResponse({}, status=409)
        context = {"held": [row], "name": name}
        return render(self.request, "components/held_files.html", context, status=201)

    def _hold(self, name, upload):
        token = token_in(self.request.POST)
        field = self.form_class.uploads_in()[name]
        if upload and has_secret_mark(upload.name):
            raise _marked(upload.name, field.checked_by)
        value = field.read_one(upload)
        if token is None:
            return None
        rows = HeldFile.objects.of(self.request.user).of_form(token).filter(field=name)
        field.refuse_full(rows.count(), upload.name)
        facts = {"field": name, "name": upload.name, "value": value, "at": timezone.now()}
        return HeldFile.hold(user=self.request.user, token=token, **facts)

    def _drop(self, name, field):
        sent = field.widget.value_from_datadict(self.request.POST, self.request.FILES, name)
        rows = HeldFile.objects.of(self.request.user).of_form(token_in(self.request.POST))
        rows.filter(field=name, pk__in=sent.dropped).drop()

    def hold_files_sent(self):
        """Drop the held files that are ticked, hold all files sent; return the sentences of those that cannot be."""
        refusals = []
        for name, field in self.form_class.uploads_in().items():
            self._drop(name, field)
            for upload in self.request.FILES.getlist(name):
                try:
                    self._hold(name, upload)
                except ValidationError as refusal:
                    refusals += refusal.messages
        return refusals


def _marked(name, checked_by):
    """The error of a marked file; where a tick of the form allows it, the file waits for that."""
    says = MARKED.format(name)
    return NotHeldError(says + TICK.format(checked_by)) if checked_by else ValidationError(says)
