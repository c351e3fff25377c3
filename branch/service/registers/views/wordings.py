"""The lists that the branch keeps: items of registering and serving, communities, what is done there."""

from functools import partial

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, TemplateView, UpdateView

from branch.core.undo import offer_undo
from branch.core.views import ActionFormMixin, Done, TodayMixin, act, version_in
from branch.service.registers import actions, forms
from branch.service.registers.models import ChecklistItem, Community, ServiceContent

CHANGES = "service.change_checklistitem"
# of each list: its noun in addresses, its model, and what stands under its title
LISTS = (
    ("item", ChecklistItem, "党员在自己的页面上逐项勾选。"),
    ("content", ServiceContent, "记一次服务时点选。"),
    ("community", Community, "党员报到和记服务时选；党员也可以自己写一个。"),
)


class WordingList(PermissionRequiredMixin, TodayMixin, TemplateView):
    """事项、社区和服务内容: what is offered today, and what no longer is."""

    permission_required = CHANGES
    template_name = "service/wording_list.html"

    def get_context_data(self, **kwargs):
        lists = [self._list(*facts) for facts in LISTS]
        return super().get_context_data(lists=lists, **kwargs)

    def _list(self, noun, model, note):
        rows = list(model.objects.all())
        offer_undo(rows, self.request.user, on=self.today)
        return {
            "noun": noun,
            "title": model._meta.verbose_name,
            "note": note,
            "create": f"service:{noun}-create",
            "update": f"service:{noun}-update",
            "end": f"service:{noun}-end",
            "offered": [row for row in rows if row.is_active_on(self.today)],
            "ended": [row for row in rows if not row.is_active_on(self.today)],
        }


class WordingWrite(PermissionRequiredMixin, ActionFormMixin):
    """One entry of a list; `noun` and `model` are those of the address."""

    permission_required = CHANGES
    template_name = "service/wording_form.html"
    model = None
    # the page that lists it
    lists = "service:wording-list"

    def get_form_class(self):
        return self.form_class

    def get_success_url(self):
        return reverse(self.lists)

    def get_context_data(self, **kwargs):
        title = self.model._meta.verbose_name
        return super().get_context_data(title=title, all=self.get_success_url(), **kwargs)


class WordingCreate(WordingWrite, CreateView):
    """加一项 to a list."""

    def perform(self, form):
        facts = form.action_kwargs()
        row = actions.add_wording(self.model, on=self.today, by=self.request.user, **facts)
        return Done(row, address=self.get_success_url())


class WordingUpdate(WordingWrite, UpdateView):
    """修改 of an entry that is offered."""

    def get_queryset(self):
        return self.model.objects.active_on(self.today)

    def perform(self, form):
        facts = form.action_kwargs()
        row = actions.revise_wording(self.object, on=self.today, by=self.request.user, **facts)
        return Done(row, address=self.get_success_url())


class ItemCreate(WordingCreate):
    form_class, model = forms.ItemForm, ChecklistItem


class ItemUpdate(WordingUpdate):
    form_class, model = forms.ItemForm, ChecklistItem


class ContentCreate(WordingCreate):
    form_class, model = forms.WordingForm, ServiceContent


class ContentUpdate(WordingUpdate):
    form_class, model = forms.WordingForm, ServiceContent


class CommunityCreate(WordingCreate):
    form_class, model = forms.WordingForm, Community


class CommunityUpdate(WordingUpdate):
    form_class, model = forms.WordingForm, Community


@require_POST
@permission_required(CHANGES, raise_exception=True)
def wording_end(request, pk, *, model):
    """停用 an entry of a list."""
    on, version = timezone.localdate(), version_in(request)
    row = get_object_or_404(model.objects.active_on(on), pk=pk)
    call = partial(actions.end_wording, row, version=version, on=on, by=request.user)
    return act(request, call, back=reverse("service:wording-list"), message=f"“{row}”已停用。")
