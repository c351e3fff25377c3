"""Drives: listed, opened, corrected; the books of one, with the form for what is given."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views.generic import FormView, ListView, UpdateView

from branch.core import access
from branch.core.figures import figure
from branch.core.sorting import Sort, SortMixin
from branch.core.views import ActionFormMixin, Done, VisibleToUserMixin
from branch.school.models import Staff, Student
from branch.walkins.aid import actions, forms
from branch.walkins.aid.models import (
    Aid,
    Drive,
    public_sentence,
    sources_of,
    sums_of,
)
from branch.walkins.audience import audience_of
from branch.walkins.figures import AID_GOODS_ALONE

LISTED = 30  # lines on a page


class DriveList(PermissionRequiredMixin, SortMixin, VisibleToUserMixin, ListView):
    """帮困助学: the drives, the latest first, each with what came in, went out, is left and waits."""

    permission_required = "walkins.view_drive"
    template_name = "walkins/drive_list.html"
    paginate_by = 20
    sorts = {
        "day": Sort("日期", "started_on"),
        "keeper": Sort("经办", "keeper__name_keys"),
    }

    def get_queryset(self):
        rows = Drive.objects.visible_to(self.request.user)
        return rows.with_sums().select_related("keeper").order_by("-started_on", "-pk")


class DriveEdit(PermissionRequiredMixin, ActionFormMixin):
    form_class = forms.DriveForm
    template_name = "walkins/drive_form.html"

    def get_form_kwargs(self):
        user, on = self.request.user, self.today
        staff = Staff.objects.working_on(on)
        if current := getattr(self, "object", None):
            staff = staff | Staff.objects.filter(pk=current.keeper_id)
        return super().get_form_kwargs() | {"staff": staff, "user": user, "on": on}


class DriveCreate(DriveEdit, FormView):
    permission_required = "walkins.add_drive"
    success_message = "活动已建好。先登记收入，再登记支出。"

    def get_initial(self):
        own = Staff.objects.working_on(self.today).filter(user=self.request.user).first()
        return {"started_on": self.today, "keeper": own and own.pk}

    def perform(self, form):
        return actions.start_drive(on=self.today, by=self.request.user, **form.action_kwargs())


class DriveUpdate(DriveEdit, VisibleToUserMixin, UpdateView):
    permission_required = "walkins.change_drive"
    queryset = Drive.objects.all()
    success_message = "活动已更新。"

    def perform(self, form):
        return actions.revise_drive(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )


class OnDrive(PermissionRequiredMixin, ActionFormMixin):
    """A page on one drive that the user may see."""

    @cached_property
    def drive(self):
        rows = Drive.objects.visible_to(self.request.user).select_related("keeper")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_initial(self):
        return {"happened_on": self.today}

    def get_success_url(self):
        return self.drive.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(drive=self.drive, **kwargs)


class IncomeCreate(OnDrive, FormView):
    """登记收入."""

    permission_required = "walkins.add_aid"
    form_class = forms.IncomeForm
    template_name = "walkins/income_form.html"
    success_message = "收入已登记，另一名支委审核后计入。"

    def perform(self, form):
        line = actions.enter_income(
            self.drive, on=self.today, by=self.request.user, **form.action_kwargs()
        )
        return Done(line, address=self.drive.get_absolute_url())


class DriveDetail(OnDrive, FormView):
    """The books of a drive: figures, lines with their balance, the form for what is given, the sources."""

    permission_required = ("walkins.view_drive", "walkins.add_aid")
    form_class = forms.AidForm
    template_name = "walkins/drive_detail.html"

    @cached_property
    def lines(self):
        return Aid.objects.filter(drive=self.drive)

    @cached_property
    def page(self):
        """The page of the keys of the lines; a drive has few enough to read them all."""
        keys = list(self.lines.latest_first().values_list("pk", flat=True))
        return Paginator(keys, LISTED).get_page(forms.PageOfLines(self.request.GET).shown)

    @cached_property
    def listed(self):
        """The lines of the page, chosen before their balances are computed, which would be those of all."""
        rows = Aid.objects.filter(pk__in=list(self.page)).as_listed()
        return list(rows.latest_first())

    def get_form_kwargs(self):
        students = Student.objects.on_roll_with_class_on(self.today)
        return super().get_form_kwargs() | {"students": students, "on": self.today}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        shown = {share.student_id for line in self.listed for share in line.whom}
        shown |= {student.pk for student in context["form"]["students"].offered}
        access.note(self.request, "student", sorted(shown))
        sums = sums_of(self.lines)
        sentence, why_not = public_sentence(self.drive, sums)
        return context | {
            "page_obj": self.page,
            "lines": self.listed,
            "sums": sums,
            "sources": sources_of(self.lines),
            "sheet": self._sheet(sums),
            "sentence": sentence,
            "why_not": why_not,
            "alone": figure(AID_GOODS_ALONE.key, on=self.today),
            "audience": audience_of("aid"),
        }

    def _sheet(self, sums):
        """The address of the ledger of this drive, over all of its lines."""
        drive, last = self.drive, sums.last_on or self.drive.started_on
        end = max(last, drive.ended_on or self.today)
        asked = {"drive": drive.pk, "start": drive.started_on, "end": end}
        return f"{reverse('ledgers:ledger-print', args=['aid'])}?{urlencode(asked)}"

    def perform(self, form):
        line = actions.enter_aid(
            self.drive, on=self.today, by=self.request.user, **form.action_kwargs()
        )
        waits = "已提交，另一名支委审核后才付、才计入。"
        says = waits if line.is_waiting else "已登记，已计入支出。"
        return Done(line, address=self.drive.get_absolute_url(), message=says)
