from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from branch.core.models.abstract import generated_name

from .book import book_from_json, open_book
from .importer import UNLISTED, Importer

UNDO_HOURS = 24


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The batches of the kinds of roster the user may import."""
        return self.filter(kind__in=[importer.kind for importer in Importer.open_to(user)])

    def unfinished(self):
        """Begun and stopped half-way: the rest is waiting to be written, or to be taken back."""
        begun = (ImportBatch.State.WRITING, ImportBatch.State.UNDOING)
        return self.filter(state__in=begun, is_emptied=False)

    def expired_at(self, moment):
        """Past the day in which an import can be taken back; what it remembers of people goes then.

        An undo that has begun may end: it is given another day.
        """
        before = moment - timedelta(hours=UNDO_HOURS)
        full = self.filter(is_emptied=False).annotate(kept_from=Coalesce("done_at", "created_at"))
        undoing = Q(state=ImportBatch.State.UNDOING, undone_at__gte=before)
        return full.filter(kept_from__lt=before).exclude(undoing)


class ImportBatch(models.Model):
    """导入批次: one roster file, from its check to its last row, and back again within 24 hours."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", "已上传"
        CHECKED = "checked", "待确认"
        WRITING = "writing", "正在导入"
        DONE = "done", "已导入"
        UNDOING = "undoing", "正在撤销"
        UNDONE = "undone", "已撤销"

    kind = models.CharField("名册", max_length=20)
    # what was read from the uploaded file, as JSON; the upload itself is not kept
    file = models.FileField("文件", upload_to=generated_name, max_length=120, blank=True)
    file_name = models.CharField("文件名", max_length=120)
    # of the file's bytes: the same file again goes on where an interrupted import stopped
    digest = models.CharField(max_length=64, db_index=True)
    # which sheets, header rows and columns the person chose, where they differ from what was found
    choices = models.JSONField(default=dict, blank=True)
    # the day from which newcomers belong to their class
    effective_on = models.DateField("在班起始日期")
    state = models.CharField("状态", max_length=20, choices=State, default=State.UPLOADED)
    # {"rows", "good", "new", "changed", "unchanged", "errors", "warnings"}: how many
    counts = models.JSONField(default=dict, blank=True)
    # sentences about the file as a whole: skipped sheets, columns that are never read
    remarks = models.JSONField(default=list, blank=True)
    # what the check found in many rows at once, see `summary`
    outcomes = models.JSONField(default=list, editable=False)
    warnings = models.JSONField(default=list, editable=False)
    # {"app.model:key": [version an undo gave it, version the import's earlier rows left]}: several rows
    # may have changed one record, and an undo takes back the last of them first
    restored_versions = models.JSONField(default=dict, editable=False)
    is_emptied = models.BooleanField(default=False, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="导入人",
    )
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    done_at = models.DateTimeField("导入时间", null=True, blank=True)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(done_at__isnull=False),
                name="rosters_importbatch_undone_after_done",
                violation_error_message="还没有导入的名册不能撤销。",
            )
        ]

    def __str__(self):
        return self.file_name

    @property
    def importer(self):
        """The declaration of this kind of roster."""
        return Importer.of(self.kind)

    @property
    def book(self):
        """The sheets of the file, as they were read when it was uploaded."""
        with self.file.open("rb") as file:
            content = file.read()
        if self.file.name.endswith(".json"):
            return book_from_json(content)
        # uploaded while files were still kept as they came
        return open_book(self.file_name, content)

    @property
    def stated_outcomes(self):
        """(the `Outcome`, what the check stored of it) of each kind it found."""
        stored = {one["kind"]: one for one in self.outcomes}
        declared = [one for one in self.importer.outcomes if one.kind in stored]
        return [(one, stored[one.kind]) for one in declared]

    @property
    def endings(self):
        """{kind: the sentence to tick} of the consequences that end something."""
        return {
            one.kind: one.counted.format(found["count"])
            for one, found in self.stated_outcomes
            if one.is_ending
        }

    @property
    def options(self):
        """{kind: the label of its tick} of the consequences that are optional."""
        return {
            one.kind: f"移出名单：{one.counted.format(found['count'])}"
            for one, found in self.stated_outcomes
            if one.is_optional
        }

    @property
    def shown_counts(self):
        """The counts, with those who are removed from a list apart from those who are changed."""
        removed = self.counts.get("unlisted", 0)
        return self.counts | {"changed": self.counts["changed"] - removed, "removed": removed}

    @property
    def listed_count(self):
        """The number of good rows that are in the file."""
        return self.counts["good"] - self.counts.get("unlisted", 0)

    @property
    def done_count(self):
        """The number of good rows written or undone so far, while that is running."""
        if self.state == self.State.WRITING:
            return self.counts["good"] - self.lines.to_write().count()
        if self.state == self.State.UNDOING:
            return self.counts["good"] - self.lines.to_undo().count()
        return 0

    @property
    def has_rows(self):
        """Whether what the file says is still there; of a confidential roster until it is written."""
        return not self.is_emptied and not (self.done_at and self.importer.is_confidential)

    @property
    def undo_until(self):
        return self.done_at and self.done_at + timedelta(hours=UNDO_HOURS)

    def may_be_undone_at(self, moment):
        """Whether this import can still be taken back."""
        is_done = self.state == self.State.DONE and not self.is_emptied
        return is_done and moment < self.undo_until


class ImportedRowQuerySet(models.QuerySet):
    def good(self):
        return self.exclude(verdict=ImportedRow.Verdict.ERROR)

    def unlisted(self):
        """Rows for records that the file no longer lists."""
        return self.filter(row=UNLISTED)

    def to_write(self):
        """Good rows that wait to be written, in the file's order."""
        return self.good().filter(written_at=None).order_by("position")

    def to_undo(self):
        """Written rows that changed something, last first: what came later may lean on what came before."""
        return self.filter(written_at__isnull=False, undone_at=None).order_by("-position")


class ImportedRow(models.Model):
    """导入行: one row of a roster file: what was read, what is wrong with it, what it changed.

    Emptied with its batch after 24 hours, as it repeats what the file says of people.
    """

    class Verdict(models.TextChoices):
        NEW = "new", "新增"
        CHANGED = "changed", "更新"
        UNCHANGED = "unchanged", "不变"
        ERROR = "error", "错误"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    sheet = models.CharField("工作表", max_length=60, blank=True)
    row = models.PositiveIntegerField("行号")
    # what the page calls the row by: a number and a name
    label = models.CharField(max_length=80, blank=True)
    verdict = models.CharField("结果", max_length=10, choices=Verdict)
    # {field: cleaned value}, of a row in error what could be read
    values = models.JSONField(default=dict)
    # the cells as they were read, for the spreadsheet of rows to mend
    cells = models.JSONField(default=dict)
    # [{"column", "code", "message"}]
    errors = models.JSONField(default=list)
    # [sentence]: read all the same, worth a look
    warnings = models.JSONField(default=list)
    # [{"kind", "says"}]: what the row does to other records
    outcomes = models.JSONField(default=list)
    # [{"model", "pk", "op": new|changed|gone, "before", "after"}], in the order they were made
    changes = models.JSONField(default=list)
    # what an undo had to leave, and why
    left = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入行"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "position"], name="rosters_importedrow_once_per_position"
            )
        ]
        indexes = [models.Index(fields=["batch", "verdict"], name="rosters_importedrow_verdict")]

    def __str__(self):
        return f"第 {self.row} 行"


class ChosenColumns(models.Model):
    """选过的列: which columns somebody chose by hand, for the next file with the same titles."""

    kind = models.CharField("名册", max_length=20)
    # of the titles in their order, which are not kept themselves
    shape = models.CharField(max_length=64)
    # {field label: index}
    columns = models.JSONField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="选择人"
    )
    chosen_at = models.DateTimeField("选择时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "选过的列"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "shape"], name="rosters_chosencolumns_once_per_shape"
            )
        ]

    def __str__(self):
        return self.shape[:8]
