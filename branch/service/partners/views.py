"""The desk's pages of partners: members read them, the committee writes them."""

from functools import partial

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import CreateView, FormView, ListView, UpdateView

from branch.activities.forms import offer_of_colleagues
from branch.activities.models import Activity, Partner
from branch.core.addresses import address_of
from branch.core.files import serve
from branch.core.sorting import Sort, SortMixin
from branch.core.undo import offer_undo
from branch.core.views import (
    ActionFormMixin,
    Done,
    TodayMixin,
    VisibleToUserMixin,
    act,
    version_in,
)
from branch.school.models import Staff

from . import actions, forms
from .models import (
    CHANGES,
    PAPERS,
    VIEWS,
    BranchReport,
    ListEntry,
    PartnerContact,
    PartnerEvaluation,
    PartnershipAgreement,
    lists_of,
    with_standing,
)

READ = ["get", "head"]


class PartnerList(PermissionRequiredMixin, SortMixin, VisibleToUserMixin, ListView):
    """共建单位: by kind, with what was agreed and when something was last held together."""

    http_method_names = READ
    permission_required = VIEWS
    template_name = "service/partner_list.html"
    paginate_by = 50
    sorts = {"held": Sort("上次活动", "last_held_at")}

    @cached_property
    def filter(self):
        return forms.PartnerKindFilter(self.request.GET)

    def get_queryset(self):
        rows = Partner.objects.visible_to(self.request.user)
        former, chosen = self.filter.FORMER, self.filter.chosen
        rows = rows.filter(is_active=chosen != former)
        if chosen not in ("", former):
            rows = rows.filter(kind=chosen)
        return with_standing(rows, on=self.today).by_kind()

    def get_context_data(self, **kwargs):
        kinds = dict(self.filter.fields["kind"].choices)
        tabs = self.tabs_of("kind", kinds, chosen=self.filter.chosen)
        return super().get_context_data(tabs=tabs, **kwargs)


class PartnerDetail(PermissionRequiredMixin, TodayMixin, ListView):
    """One partner: what is agreed, reported, needed and offered, how the year was judged, the events held together."""

    http_method_names = READ
    permission_required = VIEWS
    template_name = "service/partner_detail.html"
    paginate_by = 20

    @cached_property
    def partner(self):
        rows = Partner.objects.visible_to(self.request.user)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_queryset(self):
        rows = Activity.objects.visible_to(self.request.user).not_cancelled()
        return rows.filter(partner=self.partner).with_programme().order_by("-starts_at", "-pk")

    def get_context_data(self, **kwargs):
        partner, user = self.partner, self.request.user
        may_write = user.has_perm(CHANGES)
        ended = list(ListEntry.objects.filter(partner=partner, until_on__lt=self.today))
        lists = lists_of(partner, on=self.today)
        reports = list(BranchReport.objects.filter(partner=partner).select_related("reported_by"))
        offer_undo(ended, user, on=self.today)
        return super().get_context_data(
            partner=partner,
            may_write=may_write,
            contact=PartnerContact.objects.filter(partner=partner).first() if may_write else None,
            agreements=PartnershipAgreement.objects.filter(partner=partner).select_related("paper"),
            reports=reports,
            is_reported=any(row.until_on is None for row in reports),
            evaluations=PartnerEvaluation.objects.filter(partner=partner).select_related("paper"),
            lists=lists,
            ended=ended,
            on=self.today,
            **kwargs,
        )


class PartnerWrite(PermissionRequiredMixin, ActionFormMixin):
    form_class = forms.PartnerForm
    template_name = "service/partner_form.html"


class PartnerCreate(PartnerWrite, FormView):
    """新增共建单位."""

    permission_required = "activities.add_partner"

    def perform(self, form):
        row = actions.add_partner(by=self.request.user, **form.action_kwargs())
        return Done(row, address=address_of("service:partner-detail", row.pk))


class PartnerUpdate(PartnerWrite, UpdateView):
    """修改 of a partner and its contact."""

    permission_required = CHANGES

    def get_queryset(self):
        return Partner.objects.visible_to(self.request.user)

    def get_success_url(self):
        return address_of("service:partner-detail", self.object.pk)

    def perform(self, form):
        return actions.revise_partner(self.object, by=self.request.user, **form.action_kwargs())


class RowWrite(PermissionRequiredMixin, ActionFormMixin):
    """The form of a row of a partner's page; `model` and `form_class` are those of the address."""

    permission_required = CHANGES
    template_name = "service/partner_row_form.html"
    model = None

    @property
    def staff(self):
        """Colleagues who work here, and who reported at the time."""
        here = Staff.objects.working_on(self.today).order_by().values("pk")
        named = getattr(getattr(self, "object", None), "reported_by_id", None)
        rows = Staff.objects.filter(Q(pk__in=here) | Q(pk=named))
        return offer_of_colleagues(rows, user=self.request.user)

    def get_form_class(self):
        return self.form_class

    def get_form_kwargs(self):
        is_report = self.model is BranchReport
        return super().get_form_kwargs() | ({"staff": self.staff} if is_report else {})

    def get_success_url(self):
        return address_of("service:partner-detail", self.partner.pk)

    def get_context_data(self, **kwargs):
        names = {"title": self.model._meta.verbose_name, "partner": self.partner}
        return super().get_context_data(**names, back=self.get_success_url(), **kwargs)


class RowCreate(RowWrite, CreateView):
    """登记 a row of the partner in the address."""

    @cached_property
    def partner(self):
        rows = Partner.objects.visible_to(self.request.user)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_initial(self):
        """Today, and the colleague who writes."""
        own = Staff.objects.filter(user=self.request.user).values_list("pk", flat=True).first()
        days = {"from_on": self.today, "evaluated_on": self.today}
        return days | {"year": self.today.year, "reported_by": own}

    def perform(self, form):
        facts = form.action_kwargs()
        row = actions.add_row(
            self.model, self.partner, on=self.today, by=self.request.user, **facts
        )
        return Done(row, address=self.get_success_url())


class RowUpdate(RowWrite, UpdateView):
    """修改 of a row."""

    def get_queryset(self):
        rows = self.model.objects.kept_by(self.request.user)
        return rows.select_related("partner", *(["paper"] if self.model in PAPERS else []))

    @property
    def partner(self):
        return self.object.partner

    def perform(self, form):
        facts = form.action_kwargs()
        row = actions.revise_row(self.object, on=self.today, by=self.request.user, **facts)
        return Done(row, address=self.get_success_url())


class AgreementCreate(RowCreate):
    form_class, model = forms.AgreementForm, PartnershipAgreement


class AgreementUpdate(RowUpdate):
    form_class, model = forms.AgreementForm, PartnershipAgreement


class ReportCreate(RowCreate):
    form_class, model = forms.BranchReportForm, BranchReport


class ReportUpdate(RowUpdate):
    form_class, model = forms.BranchReportForm, BranchReport


class EvaluationCreate(RowCreate):
    form_class, model = forms.EvaluationForm, PartnerEvaluation


class EvaluationUpdate(RowUpdate):
    form_class, model = forms.EvaluationForm, PartnerEvaluation


class EntryCreate(RowCreate):
    """加一项 to one of the lists of a partner."""

    form_class, model = forms.EntryForm, ListEntry

    def perform(self, form):
        facts = form.action_kwargs()
        row = actions.list_entry(self.partner, on=self.today, by=self.request.user, **facts)
        return Done(row, address=self.get_success_url())


@require_POST
@permission_required(CHANGES, raise_exception=True)
def row_withdraw(request, pk, *, model):
    """撤回 a row entered by mistake."""
    row = get_object_or_404(model.objects.kept_by(request.user).select_related("partner"), pk=pk)
    on, version = timezone.localdate(), version_in(request)
    call = partial(actions.withdraw_row, row, version=version, on=on, by=request.user)
    return act(request, call, back=row.get_absolute_url(), message=f"“{row}”已撤回。")


@require_POST
@permission_required(CHANGES, raise_exception=True)
def entry_step(request, pk):
    """还没有开始, 进行中 or 已完成, at one tap."""
    row, form = _entry(request, pk), forms.EntryStepForm(request.POST)
    if not form.is_valid():
        raise Http404
    on = timezone.localdate()
    call = partial(actions.step_entry, row, on=on, by=request.user, **form.cleaned_data)
    return act(request, call, back=f"{row.get_absolute_url()}#lists", message=f"“{row}”已记下。")


@require_POST
@permission_required(CHANGES, raise_exception=True)
def entry_end(request, pk):
    """撤下 a line of a list."""
    row = _entry(request, pk)
    on, version = timezone.localdate(), version_in(request)
    call = partial(actions.end_entry, row, version=version, on=on, by=request.user)
    return act(request, call, back=f"{row.get_absolute_url()}#lists", message=f"“{row}”已撤下。")


def _entry(request, pk):
    rows = ListEntry.objects.kept_by(request.user).select_related("partner")
    return get_object_or_404(rows, pk=pk)


@permission_required(CHANGES, raise_exception=True)
@require_safe
def row_paper(request, pk, *, model):
    """The paper of a row, which may name its contact: for the committee alone."""
    rows = model.objects.kept_by(request.user).exclude(paper=None).select_related("paper")
    paper = get_object_or_404(rows, pk=pk).paper
    return serve(paper.file, name=paper.original_name)
