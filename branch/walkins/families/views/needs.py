"""Difficulties of families: listed, raised, read, worked on, closed."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, ListView, UpdateView

from branch.core import access, periods
from branch.core.sorting import Sort, SortMixin
from branch.core.views import (
    ActionFormMixin,
    Done,
    FilterMixin,
    ShownMixin,
    TodayMixin,
    VisibleToUserMixin,
)
from branch.school.models import Family, Staff
from branch.walkins.audience import audience_of
from branch.walkins.families import actions, forms
from branch.walkins.families.models import FamilyNeed, children_known_to, visitors_named_by

OWNER = "责任人"
# closed ones beside the open ones; the others are under 已办结
LATEST = 4


class FamilyNeedShown(ShownMixin):
    """A page of difficulties; it notes the children by whom it names their families."""

    def shown_ids(self, row):
        return [child.pk for child in row.children]


class FamilyNeedRows(TodayMixin):
    @cached_property
    def queryset(self):
        return FamilyNeed.objects.as_listed_on(self.today, self.request.user)


class FamilyNeedList(
    PermissionRequiredMixin, SortMixin, FilterMixin, FamilyNeedShown, TodayMixin, ListView
):
    """困难清单 of the school year: open ones by their day, closed ones, and for the committee how many of each kind."""

    permission_required = "walkins.view_familyneed"
    template_name = "walkins/familyneed_list.html"
    paginate_by = 20
    sorts = {
        "raised": Sort("提出", "raised_on"),
        "owner": Sort("责任人", "owner__name_keys"),
        "due": Sort("完成时限", "due_on"),
        "closed": Sort("办结日期", "closed_on"),
    }

    def get_sorts(self):
        other = "due" if self.filter.is_closed else "closed"
        return {key: sort for key, sort in self.sorts.items() if key != other}

    @cached_property
    def period(self):
        return periods.school_year(self.today)

    @cached_property
    def visible(self):
        rows = FamilyNeed.objects.visible_to(self.request.user, on=self.today)
        return rows.in_period(self.period)

    @cached_property
    def filter(self):
        return forms.FamilyNeedFilter(
            self.request.GET, rows=self.visible, user=self.request.user, on=self.today
        )

    @cached_property
    def narrowed(self):
        return self.filter.narrow(self.visible)

    def get_queryset(self):
        return self.filter.in_state(self.narrowed).as_listed_on(self.today, self.request.user)

    @cached_property
    def counts(self):
        """How many difficulties are in each state."""
        is_open, is_overdue = Q(closed_on=None), Q(due_on__lt=self.today)
        return self.narrowed.aggregate(
            overdue=Count("pk", filter=is_open & is_overdue),
            running=Count("pk", filter=is_open & ~is_overdue),
            closed=Count("closed_on"),
        )

    @property
    def latest(self):
        """The last ones that were closed, beside the first page of the open ones."""
        if self.filter.chosen:
            return []
        rows = self.narrowed.exclude(closed_on=None).order_by("-closed_on", "-pk")
        return list(rows.as_listed_on(self.today, self.request.user)[:LATEST])

    def get_context_data(self, **kwargs):
        latest = self.latest
        access.note(self.request, "student", [pk for row in latest for pk in self.shown_ids(row)])
        is_whole = self.request.user.has_perm("walkins.add_familypairing")
        return super().get_context_data(
            counts=self.counts,
            total=sum(self.counts.values()),
            tabs=self._tabs(),
            latest=latest,
            kinds=_kinds(self.narrowed) if is_whole and not self.filter.chosen else [],
            sheet=f"{reverse('ledgers:ledger-print', args=['family-needs'])}?period=school_year",
            year=f"{self.period.start.year}–{self.period.end.year}学年",
            audience=audience_of("family need"),
            **kwargs,
        )

    def _tabs(self):
        counts = self.counts | {"": sum(self.counts.values())}
        states = self.filter.fields["state"].choices
        labels = {state: f"{label} {counts[state]}" for state, label in states}
        return self.tabs_of("state", labels, chosen=self.filter.chosen)


def _kinds(rows):
    """(label, closed, total) of each kind, the most frequent first."""
    return [(FamilyNeed.Kind(kind).label, *counts) for kind, counts in rows.by_kind().items()]


class OwnersMixin(ActionFormMixin):
    """A form that offers the colleagues whom the user may name as owner."""

    def get_form_kwargs(self):
        user, on = self.request.user, self.today
        owners = visitors_named_by(user, on=on)
        return super().get_form_kwargs() | {"owners": owners, "user": user, "on": on}


class FamilyNeedCreate(PermissionRequiredMixin, OwnersMixin, FormView):
    """登记困难."""

    permission_required = "walkins.add_familyneed"
    form_class = forms.FamilyNeedForm
    template_name = "walkins/familyneed_form.html"
    success_message = "困难已登记。到期前，责任人的工作台会提醒。"

    def get_form_kwargs(self):
        known = children_known_to(self.request.user, on=self.today)
        return super().get_form_kwargs() | {"students": known.on_roll_with_class_on(self.today)}

    def get_initial(self):
        known = forms.FamilyNeedPrefill(self.request.GET)
        known.is_valid()
        own = Staff.objects.working_on(self.today).filter(user=self.request.user).first()
        return {**known.cleaned_data, "owner": own and own.pk}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(audience=audience_of("family need"), **kwargs)
        shown = context["form"]["student"].offered
        access.note(self.request, "student", [student.pk for student in shown])
        return context

    def perform(self, form):
        return actions.raise_family_need(
            on=self.today, by=self.request.user, **form.action_kwargs()
        )


class FamilyNeedDetail(
    PermissionRequiredMixin, FamilyNeedShown, VisibleToUserMixin, FamilyNeedRows, DetailView
):
    permission_required = "walkins.view_familyneed"
    template_name = "walkins/familyneed_detail.html"

    def get_context_data(self, **kwargs):
        user, on, need = self.request.user, self.today, self.object
        families = Family.objects.visible_to(user, on=on).filter(pk=need.family_id)
        return super().get_context_data(
            children=[(child, child.class_name_on(on)) for child in need.children],
            opens_family=user.has_perm("school.view_guardian") and families.exists(),
            audience=_audience_of(need, user),
            **kwargs,
        )


def _audience_of(need, user):
    return audience_of("family need", reader=OWNER if need.owner.user_id == user.pk else "")


class FamilyNeedWrite(
    PermissionRequiredMixin,
    FamilyNeedShown,
    ActionFormMixin,
    VisibleToUserMixin,
    FamilyNeedRows,
    UpdateView,
):
    """A page that changes an open difficulty; a closed one is only read."""

    permission_required = "walkins.change_familyneed"

    def get_context_data(self, **kwargs):
        audience = _audience_of(self.object, self.request.user)
        return super().get_context_data(audience=audience, **kwargs)


class FamilyNeedUpdate(OwnersMixin, FamilyNeedWrite):
    form_class = forms.FamilyNeedUpdateForm
    template_name = "walkins/familyneed_update.html"
    success_message = "办理情况已保存。"

    def perform(self, form):
        need = actions.revise_family_need(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )
        return Done(need, address=_address_for(need, self.request.user, on=self.today))


class FamilyNeedClose(FamilyNeedWrite):
    form_class = forms.FamilyNeedCloseForm
    template_name = "walkins/familyneed_close.html"
    success_message = "困难已办结。办错了，今天可以撤销。"

    def perform(self, form):
        step = actions.close_family_need(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )
        address = _address_for(self.object, self.request.user, on=self.today)
        return Done(self.object, address=address, link=step.tag)


def _address_for(need, user, *, on):
    """The page of the difficulty, or the list for a reader to whom it is closed now."""
    rows = FamilyNeed.objects.visible_to(user, on=on)
    is_seen = rows.filter(pk=need.pk).exists()
    return need.get_absolute_url() if is_seen else reverse("walkins:familyneed-list")
