"""Pairings with families: listed, started, shown to their member, ended."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, ListView, UpdateView

from branch.core import access
from branch.core.cards import cards
from branch.core.sorting import Sort, SortMixin
from branch.core.views import ActionFormMixin, ShownMixin, TodayMixin, VisibleToUserMixin
from branch.school.cards import FamilyCard
from branch.school.models import Guardian, Student
from branch.walkins.audience import audience_of
from branch.walkins.families import actions, forms
from branch.walkins.families.models import FamilyPairing, children_known_to, families_to_pair
from branch.walkins.students.models import members_to_pair


class FamilyPairingShown(ShownMixin):
    """A page of pairings with families; it notes the children it names."""

    def shown_ids(self, row):
        return [child.pk for child in row.children]


class FamilyPairingRows(TodayMixin):
    @cached_property
    def queryset(self):
        return FamilyPairing.objects.as_listed_on(self.today, self.request.user)


class FamilyPairingList(
    FamilyPairingShown,
    PermissionRequiredMixin,
    SortMixin,
    VisibleToUserMixin,
    FamilyPairingRows,
    ListView,
):
    """家庭结对: one's own families; all for the committee, those of the class for a head teacher."""

    permission_required = "walkins.view_familypairing"
    template_name = "walkins/familypairing_list.html"
    paginate_by = 20
    sorts = {
        "member": Sort("结对党员", "member__staff__name_keys", "started_on"),
        "started": Sort("结对日期", "started_on"),
        "agreed": Sort("家长同意", "agreed_on"),
    }

    def get_queryset(self):
        return super().get_queryset().active()


class FamilyPairingCreate(PermissionRequiredMixin, ActionFormMixin, FormView):
    permission_required = "walkins.add_familypairing"
    form_class = forms.FamilyPairingForm
    template_name = "walkins/familypairing_form.html"
    page_of_all = "walkins:familypairing-list"
    success_message = "已安排家庭结对。"

    def get_form_kwargs(self):
        user, on = self.request.user, self.today
        kwargs = {"families": families_to_pair(on), "members": members_to_pair(on)}
        return super().get_form_kwargs() | kwargs | {"user": user, "on": on}

    def get_initial(self):
        known = forms.FamilyPairingPrefill(self.request.GET)
        known.is_valid()
        return {"started_on": self.today, **known.cleaned_data}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(audience=audience_of("family"), **kwargs)
        shown = context["form"]["family"].offered
        access.note(self.request, "student", [family.child_id for family in shown])
        return context

    def perform(self, form):
        return actions.start_family_pairing(
            on=self.today, by=self.request.user, **form.action_kwargs()
        )


class FamilyPairingDetail(
    FamilyPairingShown, PermissionRequiredMixin, VisibleToUserMixin, FamilyPairingRows, DetailView
):
    """The family as its member meets it: children, visits, difficulties, the telephone by a press; no address."""

    permission_required = "walkins.view_familypairing"
    template_name = "walkins/familypairing_detail.html"

    def get_context_data(self, **kwargs):
        pairing, user, on = self.object, self.request.user, self.today
        children = list(children_of(pairing, user, on=on))
        return super().get_context_data(
            children=[(child, child.class_name_on(on)) for child in children],
            cards=cards(FamilyCard, pairing.family, children, user=user, on=on),
            guardians=guardians_of(pairing),
            audience=audience_of("family"),
            **kwargs,
        )


def children_of(pairing, user, *, on):
    """The children whom the user may read, with their class."""
    rows = children_known_to(user, on=on).filter(family=pairing.family_id)
    return Student.objects.filter(pk__in=rows.values("pk")).with_class_on(on).order_by("number")


def guardians_of(pairing):
    return Guardian.objects.filter(family=pairing.family_id).exclude(phone="")


class FamilyPairingEnd(
    FamilyPairingShown,
    PermissionRequiredMixin,
    ActionFormMixin,
    VisibleToUserMixin,
    FamilyPairingRows,
    UpdateView,
):
    permission_required = "walkins.end_familypairing"
    form_class = forms.FamilyPairingEndForm
    template_name = "walkins/familypairing_end.html"
    success_message = "家庭结对已结束。"

    def get_queryset(self):
        return super().get_queryset().active()

    def perform(self, form):
        return actions.end_family_pairing(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )


@require_POST
@permission_required("walkins.view_familypairing", raise_exception=True)
def phone_reveal(request, pk):
    """显示电话: show the numbers on a page of their own, and record that they were shown."""
    on = timezone.localdate()
    rows = FamilyPairing.objects.active().as_listed_on(on, request.user)
    pairing = get_object_or_404(rows.visible_to(request.user, on=on), pk=pk)
    children = Student.objects.filter(family=pairing.family_id)
    access.note(request, "student", list(children.values_list("pk", flat=True)), "reveal")
    context = {
        "label": "家庭结对",
        "name": pairing.name,
        "back": pairing.get_absolute_url(),
        "guardians": guardians_of(pairing),
    }
    return render(request, "walkins/phone.html", context)
