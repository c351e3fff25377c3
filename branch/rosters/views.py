"""导入名册: upload, sheets and header, columns, check, confirmation, and undo within a day."""

from time import sleep

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import FormView, ListView, TemplateView, View
from django.views.generic.edit import FormMixin

from branch.core import access
from branch.core.files import download
from branch.core.forms import ActionForm
from branch.core.locking import is_conflict
from branch.core.models import AuditEvent
from branch.core.views import RACED, ActionFormMixin, Done, FilterMixin, TodayMixin, act
from branch.rosters import actions
from branch.rosters.importer import Importer
from branch.rosters.models import ImportBatch

from . import forms, workbooks
from .summary import Summary

RECENT_COUNT = 20
# chunks per request: about a second, so that the progress bar moves and no proxy times out
CHUNKS_PER_REQUEST = 5
State = ImportBatch.State
CHECKED_AGAIN = "检查以后情况有了变化，已重新检查。请看过下面会怎样，再导入一次。"
STEPS = ("上传", "工作表和表头", "对应列", "检查", "导入")


class RosterMixin(PermissionRequiredMixin, TodayMixin):
    permission_required = "rosters.view_importbatch"
    step = 0

    def get_context_data(self, **kwargs):
        steps = [(label, number == self.step) for number, label in enumerate(STEPS, start=1)]
        return super().get_context_data(steps=steps, **kwargs)


class KindMixin(RosterMixin):
    """A page of one kind of roster; a kind that the user may not import does not exist."""

    @cached_property
    def importer(self):
        importer = Importer.or_404(self.kwargs["kind"])
        if not self.request.user.has_perm(importer.permission):
            raise Http404
        return importer


class BatchMixin(RosterMixin):
    """A page of one batch; redirects to the current step from a past one, and to the list on a refusal."""

    # the states of the batch in which the page may be used
    open_in = ()

    @cached_property
    def batch(self):
        return get_object_or_404(
            ImportBatch.objects.visible_to(self.request.user), pk=self.kwargs["pk"]
        )

    @property
    def importer(self):
        return self.batch.importer

    def dispatch(self, request, *args, **kwargs):
        if self.has_permission() and self.open_in and not self._is_open():
            return redirect("rosters:import-detail", self.batch.pk)
        try:
            return super().dispatch(request, *args, **kwargs)
        # the file cannot be read like this, or its state has changed
        except ValidationError as refusal:
            messages.error(request, "".join(refusal.messages))
            return redirect("rosters:import-list")

    def _is_open(self):
        return self.batch.state in self.open_in and not self.batch.is_emptied

    def get_context_data(self, **kwargs):
        return super().get_context_data(batch=self.batch, importer=self.importer, **kwargs)

    def note_rows(self, rows, action="view"):
        """Note whose data these rows show: the person, or the row of one who is not in the database."""
        if not self.importer.shown_kind:
            return
        name = self.importer.key.name
        keys = {row.pk: row.values.get(name) for row in rows}
        known = self.importer.shown_by_key([key for key in keys.values() if key])
        access.note(self.request, self.importer.shown_kind, known.values(), action)
        unknown = [pk for pk, key in keys.items() if key not in known]
        access.note(self.request, "import_row", unknown, action)

    def note_first_cells(self, cells):
        """Note whose data the first cells of the file show: the file, and the people who are known."""
        if self.importer.shown_kind:
            known = self.importer.shown_by_key(cells)
            access.note(self.request, self.importer.shown_kind, known.values())
            access.note(self.request, "import", [self.batch.pk])


class ImportList(RosterMixin, TemplateView):
    http_method_names = ["get", "head"]
    template_name = "rosters/import_list.html"

    def get_context_data(self, **kwargs):
        importers = Importer.open_to(self.request.user)
        recent = ImportBatch.objects.visible_to(self.request.user).select_related("by")
        hurdles = (importer.hurdle(self.today) for importer in importers)
        return super().get_context_data(
            importers=importers,
            batches=[(batch, batch.importer.title) for batch in recent[:RECENT_COUNT]],
            hurdles=list(dict.fromkeys(filter(None, hurdles))),
            **kwargs,
        )


class ImportCreate(KindMixin, ActionFormMixin, FormView):
    http_method_names = ["get", "head", "post"]
    template_name = "rosters/import_form.html"
    form_class = forms.RosterForm
    success_message = "文件已上传，还没有写入任何数据。"
    step = 1

    def get_context_data(self, **kwargs):
        return super().get_context_data(importer=self.importer, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"importer": self.importer, "on": self.today}

    def perform(self, form):
        name, content, file = form.cleaned_data["file"]
        digest = actions.digest_of(self.importer.kind, content)
        stopped = actions.interrupted(digest)
        if stopped:
            actions.drop_file(file)
            message = "这份文件上次没有导完，可以接着导入。"
            return Done(stopped, address=_address_of(stopped), message=message)
        batch = actions.keep_file(
            file,
            kind=self.importer.kind,
            file_name=self.importer.listed_as(name),
            digest=digest,
            effective_on=self.importer.effective_on(self.today),
            by=self.request.user,
        )
        return Done(batch, address=_address_of(batch))


def _address_of(batch):
    page = "import-layout" if batch.state == State.UPLOADED else "import-detail"
    return reverse(f"rosters:{page}", args=[batch.pk])


class ReadingFormView(BatchMixin, FormView):
    """A page for choosing how the file is read."""

    http_method_names = ["get", "head", "post"]
    open_in = (State.UPLOADED, State.CHECKED)

    @cached_property
    def reading(self):
        return forms.Reading(self.batch, on=self.today)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reading": self.reading}

    def get_context_data(self, **kwargs):
        self.note_first_cells(self.reading.first_cells)
        return super().get_context_data(**kwargs)


class ImportLayout(ReadingFormView):
    template_name = "rosters/import_layout.html"
    form_class = forms.LayoutForm
    step = 2

    def form_valid(self, form):
        actions.choose_layout(self.batch, choices=form.choices())
        return redirect("rosters:import-columns", self.batch.pk)


class ImportColumns(ReadingFormView):
    template_name = "rosters/import_columns.html"
    form_class = forms.ColumnsForm
    step = 3

    def form_valid(self, form):
        try:
            actions.check_batch(self.batch, on=self.today, choices=form.choices())
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        except IntegrityError:  # somebody checked the same file at the same moment
            form.add_error(None, RACED)
            return self.form_invalid(form)
        actions.remember(self.importer, form.chosen_by_hand, by=self.request.user)
        return redirect("rosters:import-detail", self.batch.pk)


class ImportDetail(BatchMixin, FilterMixin, FormMixin, ListView):
    """The state of a batch: the result of its check, its progress, or the result of the import."""

    http_method_names = ["get", "head", "post"]
    form_class = forms.BeginForm
    paginate_by = 50
    templates = {
        State.CHECKED: "rosters/import_check.html",
        State.WRITING: "rosters/import_progress.html",
        State.UNDOING: "rosters/import_progress.html",
    }

    @property
    def step(self):
        return 4 if self.batch.state == State.CHECKED else 5

    def get(self, request, *args, **kwargs):
        if self.batch.state == State.UPLOADED and not self.batch.is_emptied:
            return redirect("rosters:import-layout", self.batch.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if self.batch.state != State.CHECKED or self.batch.is_emptied:
            return redirect("rosters:import-detail", self.batch.pk)
        form = self.get_form()
        if form.is_valid():
            return self.form_valid(form)
        self.object_list = self.get_queryset()
        return self.form_invalid(form)

    def get_template_names(self):
        if self.batch.is_emptied and self.batch.state not in (State.DONE, State.UNDONE):
            return ["rosters/import_gone.html"]
        return [self.templates.get(self.batch.state, "rosters/import_result.html")]

    def get_form_kwargs(self):
        errors = self.batch.counts.get("errors", 0)
        return super().get_form_kwargs() | {
            "error_count": errors,
            "has_effective_on": self.importer.has_effective_on,
            "endings": self.batch.endings,
            "options": self.batch.options,
        }

    def get_initial(self):
        return {"effective_on": self.batch.effective_on}

    @cached_property
    def queryset(self):
        return self.batch.lines.all() if self.batch.has_rows else self.batch.lines.none()

    @cached_property
    def filter(self):
        return forms.RowFilter(self.request.GET, errors=self.batch.counts.get("errors"))

    def get_context_data(self, **kwargs):
        left, summary = self._left, Summary(self.batch)
        context = super().get_context_data(
            warnings=summary.warnings,
            outcomes=summary.outcomes,
            kinds=self._kinds(),
            has_news=bool(self.batch.counts.get("new") or self.batch.counts.get("changed")),
            left=[row.left for row in left],
            done=self.batch.done_count,
            may_undo=self.batch.may_be_undone_at(timezone.now()),
            undo_until=self.batch.undo_until,
            **kwargs,
        )
        self.note_rows([*context["object_list"], *left, *summary.named.values()])
        return context | {"rows": summary.told(context["object_list"])}

    @property
    def _left(self):
        """The rows that an undo could not remove or restore."""
        if self.batch.state != State.UNDONE:
            return []
        return list(self.batch.lines.exclude(left=""))

    def _kinds(self):
        counts, shown = self.batch.counts, self.filter.shown
        if not counts or not self.batch.has_rows:
            return []
        keys = {"error": "errors", "warned": "warnings"}
        kinds = [("all", "全部", counts["rows"])] + [
            (value, label, counts.get(keys.get(value, value)))
            for value, label in forms.RowFilter.SHOWN
        ]
        return [
            {"label": f"{label} {count}", "url": f"?show={value}", "current": shown == value}
            for value, label, count in kinds
            if count
        ]

    def form_valid(self, form):
        effective_on = form.cleaned_data.get("effective_on")
        if not actions.is_still_as_shown(self.batch, on=self.today, effective_on=effective_on):
            messages.error(self.request, CHECKED_AGAIN)
            return redirect("rosters:import-detail", self.batch.pk)
        actions.begin_import(
            self.batch,
            skip_errors="skip_errors" in form.fields,
            effective_on=effective_on,
            agreed=form.agreed,
            by=self.request.user,
        )
        return _advance(self.request, self.batch, on=self.today)


@require_POST
@permission_required("rosters.view_importbatch", raise_exception=True)
def import_advance(request, pk):
    """继续: write or undo the next rows; a script on the page sends this by itself."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)
    return _advance(request, batch, on=timezone.localdate())


def _advance(request, batch, *, on):
    try:
        for _ in range(CHUNKS_PER_REQUEST):
            batch = actions.advance(batch, on=on, at=timezone.now(), by=request.user)
            if batch.state not in (State.WRITING, State.UNDOING):
                break
            sleep(actions.PAUSE_BETWEEN_CHUNKS)
    except ValidationError as refusal:
        messages.error(request, "".join(refusal.messages))
    except DatabaseError as error:
        if not is_conflict(error):
            raise
        messages.error(request, f"{RACED}请按“继续”。")
    return redirect("rosters:import-detail", batch.pk)


@require_POST
@permission_required("rosters.view_importbatch", raise_exception=True)
def import_discard(request, pk):
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)
    return act(
        request,
        lambda: actions.discard_batch(batch, by=request.user),
        back="rosters:import-list",
        message="文件已丢弃，没有写入任何数据。",
    )


class ImportUndo(BatchMixin, ActionFormMixin, FormView):
    """撤销: the page first says what will be undone."""

    http_method_names = ["get", "head", "post"]
    form_class = ActionForm
    template_name = "rosters/import_undo.html"
    success_message = "正在撤销。"
    open_in = (State.DONE,)
    step = 5

    def perform(self, form):
        return actions.begin_undo(self.batch, at=timezone.now(), by=self.request.user)

    def get_success_url(self):
        return reverse("rosters:import-detail", args=[self.batch.pk])


class ImportProblems(BatchMixin, View):
    """下载问题行: the rows with errors, as a spreadsheet; the export is recorded."""

    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        if not self.batch.has_rows:
            return redirect("rosters:import-detail", self.batch.pk)
        content, rows = workbooks.problems_workbook(self.batch)
        self.note_rows(rows, "export")
        AuditEvent.record(
            actor=request.user,
            verb="import.problems_exported",
            target=self.batch,
            says=f"{len(rows)} 行",
        )
        return download(content, name=f"{self.importer.title}-要改的行.xlsx")


class ImportTemplate(KindMixin, View):
    """下载模板: the column titles, without data."""

    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        content = workbooks.template_workbook(self.importer)
        return download(content, name=f"{self.importer.title}模板.xlsx")
