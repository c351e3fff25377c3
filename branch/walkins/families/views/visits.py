"""Home visits: listed, recorded, planned, completed, missed, corrected, withdrawn."""

from functools import partial

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView, FormView, ListView, UpdateView

from branch.core import access
from branch.core.files import serve
from branch.core.following import PhotosFollow, receive_photo
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
from branch.walkins.families.models import (
    FamilyNeed,
    FamilyPairing,
    HomeVisit,
    VisitedStudent,
    VisitNote,
    children_known_to,
    families_known_to,
    students_to_visit,
    visitors_named_by,
)

VISITOR = "走访教师"


class VisitShown(ShownMixin):
    """A page of visits; it notes the children it names."""

    def shown_ids(self, row):
        return [share.student_id for share in row.seen]


class VisitRows(TodayMixin):
    """Visits with the children whom the reader may read."""

    @cached_property
    def queryset(self):
        rows = HomeVisit.objects.select_related("visitor").prefetch_related("companions")
        return rows.with_children(self.request.user, on=self.today)


class VisitList(
    VisitShown,
    PermissionRequiredMixin,
    SortMixin,
    FilterMixin,
    VisibleToUserMixin,
    VisitRows,
    ListView,
):
    """家访: the visits the reader may see, the latest first."""

    permission_required = "walkins.view_homevisit"
    template_name = "walkins/visit_list.html"
    paginate_by = 20
    sorts = {
        "day": Sort("日期", "happened_on", "at_time"),
        "mode": Sort("走访方式", "mode", "happened_on", choices=HomeVisit.Mode),
        "visitor": Sort("走访人员", "visitor__name_keys", "happened_on"),
        "state": Sort("状态", "state", "happened_on", choices=HomeVisit.State),
    }

    @cached_property
    def filter(self):
        return forms.VisitFilter(self.request.GET, user=self.request.user, on=self.today)

    def get_context_data(self, **kwargs):
        planned = HomeVisit.objects.planned().made_by(self.request.user, on=self.today)
        return super().get_context_data(
            audience=audience_of("visit"),
            own_planned=planned.filter(happened_on__gte=self.today).count(),
            **kwargs,
        )


class VisitDetail(VisitShown, PermissionRequiredMixin, VisibleToUserMixin, VisitRows, DetailView):
    """One visit: its facts, photos and difficulties, and what may be done with it."""

    permission_required = "walkins.view_homevisit"
    template_name = "walkins/visit_detail.html"

    def get_context_data(self, **kwargs):
        visit, user, on = self.object, self.request.user, self.today
        own = HomeVisit.objects.filter(pk=visit.pk)
        needs = FamilyNeed.objects.visible_to(user, on=on).filter(visit=visit)
        note = VisitNote.objects.rewritable_by(user, on=on).filter(visit=visit).defer("sealed")
        known = children_known_to(user, on=on).filter(visit_shares__visit=visit)
        is_visitor = own.made_by(user, on=on).exists()
        return super().get_context_data(
            needs=needs.select_related("owner"),
            photos=visit.photos.all(),
            note=note.first(),
            knows_family=known.exists(),
            family_url=_family_url(visit, user, on=on),
            is_revisable=own.revisable_by(user, on=on).exists(),
            is_notable=user.has_perm("walkins.add_contactnote")
            and own.notable_by(user, on=on).filter(note=None).exists(),
            audience=audience_of("visit", reader=VISITOR if is_visitor else ""),
            **kwargs,
        )


def _family_url(visit, user, *, on):
    """The page on which the user reads the family: that of one's pairing, or of the family; empty without either."""
    families = [share.student.family_id for share in visit.seen]
    own = FamilyPairing.objects.held_by(user).filter(family__in=families).first()
    if own:
        return own.get_absolute_url()
    seen = Family.objects.visible_to(user, on=on).filter(pk__in=families).first()
    return seen.get_absolute_url() if seen else ""


class VisitTeamMixin(PermissionRequiredMixin, ActionFormMixin):
    """A form about who goes to whose home."""

    permission_required = "walkins.add_homevisit"

    @cached_property
    def students(self):
        return students_to_visit(self.request.user, on=self.today)

    def get_form_kwargs(self):
        user, on = self.request.user, self.today
        people = {"visitors": visitors_named_by(user, on=on), "staff": self._staff()}
        return super().get_form_kwargs() | people | {"user": user, "on": on}

    def _staff(self):
        """Colleagues who may go along: who works here, and who did on the day of the visit and is stored with it."""
        staff = Staff.objects.working_on(self.today)
        visit = getattr(self, "object", None)
        if visit is None:
            return staff
        stored = Q(pk__in=visit.companions.values("pk"))
        return Staff.objects.filter(stored | Q(pk__in=staff.values("pk"))).exclude(
            pk=visit.visitor_id
        )


class VisitNew(VisitTeamMixin, FormView):
    """A form for a visit to a family that is chosen in it."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"students": self.students}

    def get_initial(self):
        known = forms.VisitPrefill(self.request.GET)
        known.is_valid()
        own = Staff.objects.working_on(self.today).filter(user=self.request.user).first()
        return {**known.cleaned_data, "happened_on": self.today, "visitor": own and own.pk}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(audience=audience_of("visit", reader=VISITOR), **kwargs)
        shown = context["form"]["student"].offered
        access.note(self.request, "student", [student.pk for student in shown])
        return context


class VisitCreate(PhotosFollow, VisitNew):
    """记一次家访: family, day and mode; all else is optional."""

    form_class = forms.VisitForm
    template_name = "walkins/visit_form.html"
    page_of_all = "walkins:visit-list"
    success_message = "家访已记录。"

    def get_context_data(self, **kwargs):
        return super().get_context_data(last=self._last(), **kwargs)

    def _last(self):
        """The last visit to the student whom the link names, for comparison; None without one."""
        student = self.students.filter(pk=self.get_initial().get("student")).first()
        if student is None:
            return None
        access.note(self.request, "student", [student.pk])
        shares = VisitedStudent.objects.visible_to(self.request.user, on=self.today)
        shares = shares.filter(student=student).order_by()
        rows = HomeVisit.objects.done().filter(pk__in=shares.values("visit"))
        return rows.select_related("visitor").first()

    def perform(self, form):
        visit = actions.record_visit(on=self.today, by=self.request.user, **form.action_kwargs())
        return Done(visit, message=_recorded(visit, form, self.request.user, on=self.today))


def _recorded(visit, form, user, *, on):
    """The sentence shown: 家访已记录，登记困难 1 件。

    Who may not read the family's difficulties is not told whether one of a kind was there already.
    """
    if not form.cleaned_data.get("due_on"):
        return f"家访已记录。{_still_planned(visit)}"
    known = families_known_to(user, on=on).filter(students__visit_shares__visit=visit)
    if not known.exists():
        return "家访已记录，困难已列入清单。"
    return f"家访已记录，登记困难 {visit.needs.count()} 件。"


def _still_planned(visit):
    """That the same visitor has planned another visit to these children, which stays; empty without one."""
    shares = VisitedStudent.objects.filter(student__in=visit.shares.values("student"))
    rows = HomeVisit.objects.planned().filter(visitor=visit.visitor)
    other = rows.filter(pk__in=shares.order_by().values("visit")).order_by("happened_on").first()
    if other is None:
        return ""
    return f"约在 {other.happened_on:%m-%d} 的那一次还在；不用再去的，请在那一次里点“没有走成”。"


class VisitPlan(VisitNew):
    """约一次家访."""

    form_class = forms.VisitPlanForm
    template_name = "walkins/visit_plan.html"
    success_message = "家访已约好。走访后记一笔，才计入次数。"

    def perform(self, form):
        return actions.plan_visit(on=self.today, by=self.request.user, **form.action_kwargs())


class VisitChange(VisitShown, VisitRows, PermissionRequiredMixin, ActionFormMixin, UpdateView):
    """A page that changes one's own visit or, for the committee, any visit."""

    permission_required = "walkins.add_homevisit"

    def get_queryset(self):
        return super().get_queryset().revisable_by(self.request.user, on=self.today)


class VisitPlanned(VisitChange):
    """A page of a visit that is planned."""

    def get_queryset(self):
        return super().get_queryset().planned()


class VisitComplete(PhotosFollow, VisitTeamMixin, VisitPlanned):
    """记走访情况: a planned visit that was made."""

    form_class = forms.VisitFacts
    template_name = "walkins/visit_form.html"

    def get_initial(self):
        return {"happened_on": min(self.object.happened_on, self.today)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(audience=audience_of("visit", reader=VISITOR), **kwargs)

    def perform(self, form):
        visit = actions.complete_visit(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )
        return Done(visit, message=_recorded(visit, form, self.request.user, on=self.today))


class VisitMiss(VisitPlanned):
    """没有走成."""

    form_class = forms.VisitMissForm
    template_name = "walkins/visit_miss.html"
    success_message = "已记下没有走成。"

    def perform(self, form):
        newest = actions.miss_visit(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )
        moved = f"已改约 {newest.happened_on:%m-%d}。" if newest.is_planned else ""
        return Done(newest, message=moved)


class VisitUpdate(PhotosFollow, VisitTeamMixin, VisitChange):
    """更正: the facts of a visit that was made."""

    form_class = forms.VisitFacts
    template_name = "walkins/visit_form.html"
    success_message = "更正已保存。"

    def get_queryset(self):
        return super().get_queryset().done()

    def get_context_data(self, **kwargs):
        return super().get_context_data(audience=audience_of("visit", reader=VISITOR), **kwargs)

    def perform(self, form):
        return actions.revise_visit(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )


class VisitWithdraw(VisitChange):
    form_class = forms.VisitWithdrawForm
    template_name = "walkins/visit_withdraw.html"
    success_message = "家访记录已作废。"

    def get_success_url(self):
        return reverse("walkins:visit-list")

    def perform(self, form):
        actions.withdraw_visit(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )
        return Done(self.object)


@require_POST
@permission_required("walkins.add_homevisit", raise_exception=True)
def photo_add(request, pk):
    """Store one photo that follows its visit."""
    on = timezone.localdate()
    rows = HomeVisit.objects.done().revisable_by(request.user, on=on)
    visit = get_object_or_404(rows, pk=pk)
    return receive_photo(request, visit, partial(actions.add_photo, visit, on=on, by=request.user))


@require_safe
@permission_required("walkins.view_homevisit", raise_exception=True)
def photo_show(request, pk, photo_pk, *, is_small=False):
    """The picture, or its preview, to those who may read the visit."""
    on = timezone.localdate()
    visit = get_object_or_404(HomeVisit.objects.visible_to(request.user, on=on), pk=pk)
    photo = get_object_or_404(visit.photos, pk=photo_pk)
    shown = visit.shares.visible_to(request.user, on=on)
    access.note(request, "student", list(shown.values_list("student", flat=True)), "file")
    if is_small:
        return serve(photo.thumb, name=f"visit-photo-{photo.pk}-small.jpg", inline=True)
    return serve(photo.file, name=f"visit-photo-{photo.pk}.jpg", inline=True)
