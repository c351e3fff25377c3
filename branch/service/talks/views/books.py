"""荐书 on the desk: written by editors and the committee, released by a second person of the committee."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import FormView, ListView, UpdateView

from branch.activities.models import Activity
from branch.core.public import site_of
from branch.core.views import ActionFormMixin, Done
from branch.service.talks import actions, forms
from branch.service.talks.models import BookRecommendation

from .releases import RELEASE, SAVED, release, take_back, with_steps

READ, WRITE = ["get", "head"], ["get", "head", "post"]
VIEW, ADD = "service.view_bookrecommendation", "service.add_bookrecommendation"
PER_PAGE, OFFERED = 30, 60


class BookList(PermissionRequiredMixin, ListView):
    """荐书: all of them, and which wait for a second person."""

    http_method_names = READ
    permission_required = VIEW
    template_name = "service/book_list.html"
    queryset = BookRecommendation.objects.select_related("activity", "written_by")
    paginate_by = PER_PAGE

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = with_steps(context["object_list"], self.request.user, site_of(self.request))
        return context | {"rows": rows}


def events_offered(chosen=None):
    """The last events open to the public, of which one may be named, and the one that is chosen."""
    rows = Activity.objects.filter(programme__is_public=True).not_cancelled()
    keys = list(rows.order_by("-starts_at").values_list("pk", flat=True)[:OFFERED])
    return Activity.objects.filter(pk__in=[*keys, *filter(None, [chosen])]).order_by("-starts_at")


class BookWrite(PermissionRequiredMixin, ActionFormMixin):
    http_method_names = WRITE
    permission_required = ADD
    form_class = forms.BookForm
    template_name = "service/book_form.html"
    success_message = SAVED

    def get_success_url(self):
        return reverse("service:book-list")


class BookCreate(BookWrite, FormView):
    """荐一本书; the event may be named in the address."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"events": events_offered(self._named)}

    @property
    def _named(self):
        return forms.TalkNamed(self.request.GET).chosen

    def get_initial(self):
        return {"recommended_on": self.today, "activity": self._named}

    def perform(self, form):
        row = actions.recommend(by=self.request.user, **form.action_kwargs())
        return Done(row, address=self.get_success_url())


class BookUpdate(BookWrite, UpdateView):
    """修改荐书, which waits for a second person again."""

    queryset = BookRecommendation.objects.all()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"events": events_offered(self.object.activity_id)}

    def perform(self, form):
        row = actions.revise_book(self.object, by=self.request.user, **form.action_kwargs())
        return Done(row, address=self.get_success_url())


@require_POST
@permission_required(RELEASE, raise_exception=True)
def book_release(request, pk):
    """公开 of a book that another has recommended."""
    row = get_object_or_404(BookRecommendation, pk=pk)
    return release(request, row, back="service:book-list", message=f"{row}已公开。")


@require_POST
@permission_required(RELEASE, raise_exception=True)
def book_take_back(request, pk):
    """撤回 of a book that is public."""
    row = get_object_or_404(BookRecommendation, pk=pk)
    return take_back(request, row, back="service:book-list", message=f"{row}已撤回。")
