"""What strangers see of talks: the files of an event, the books, and the form of feedback."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from branch.accounts.backends import client_address
from branch.core.files import serve
from branch.core.forms import PageForm
from branch.core.public import public_page
from branch.service.talks import actions, forms
from branch.service.talks.models import BookRecommendation, EventMaterial, FeedbackBox

BOOKS_A_PAGE = 50
TOO_MANY = "现在填写的人很多，请过一会儿再提交一次。您填的还在这一页。"


@public_page(reads=("page",))
def book_page(request):
    """荐书: the books that were released, by school year, newest first."""
    rows = BookRecommendation.objects.released().newest_first()
    page = PageForm(request.GET).page_of(rows, BOOKS_A_PAGE)
    years = [(year, list(books)) for year, books in groupby(page, key=lambda row: row.school_year)]
    return render(request, "service/books.html", {"years": years, "page": page})


@login_not_required
@require_safe
def material_public(request, pk, material_pk):
    """A file of an event that was released to the public."""
    rows = EventMaterial.objects.public().filter(activity=pk)
    row = get_object_or_404(rows, pk=material_pk)
    return serve(row.file, name=row.original_name, is_public=True)


@method_decorator([login_not_required, never_cache], name="dispatch")
class FeedbackPage(FormView):
    """The form of feedback, opened by the QR of an event; nobody signs in, and nothing of who answers is stored."""

    http_method_names = ["get", "head", "post"]
    form_class = forms.FeedbackForm
    template_name = "service/feedback.html"

    @cached_property
    def at(self):
        return timezone.now()

    @cached_property
    def box(self):
        rows = FeedbackBox.objects.select_related("activity__programme")
        return get_object_or_404(rows, token=self.kwargs["token"])

    def get_form_kwargs(self):
        refusal = actions.why_not_open(self.box, at=self.at)
        return super().get_form_kwargs() | {"at": self.at, "refusal": refusal}

    def get_context_data(self, **kwargs):
        box = self.box
        return super().get_context_data(**kwargs) | {
            "box": box,
            "is_open": box.is_open_at(self.at),
            "is_closed": box.is_closed_at(self.at),
            "is_thanked": "thanks" in self.request.GET,
        }

    def form_valid(self, form):
        address = client_address(self.request)
        try:
            actions.answer(self.box, address=address, at=self.at, **form.action_kwargs())
        except actions.TooManyError:
            form.add_error(None, TOO_MANY)
            return self.form_invalid(form)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self.form_invalid(form)
        return HttpResponseRedirect(f"{self.box.public_url}?thanks")
