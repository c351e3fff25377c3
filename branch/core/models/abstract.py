from uuid import uuid4

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, FieldError, ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q


class Stale(Exception):  # noqa: N818 (a conflict that a page shows, not an error)
    """Raised where a record was saved by another since it was opened; `current` is its stored state."""

    def __init__(self, current):
        super().__init__(f"{current._meta.label} {current.pk} is at version {current.version}")
        self.current = current


class VersionedQuerySet(models.QuerySet):
    def lock(self, pk, version, *, check=None):
        """Lock the row and raise its version by one; raise `Stale` unless it has this version.

        `check(row)` refuses a row that takes the step no more, as one that has ended: before the versions are compared,
        so that nobody is offered to save over what cannot be saved.
        """
        row = self.select_for_update(of=("self",)).get(pk=pk)
        if check:
            check(row)
        if row.version != version:
            raise Stale(row)
        row.version += 1
        return row


class Versioned(models.Model):
    """A record that two people may edit at once; the second to save is shown both versions."""

    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = VersionedQuerySet.as_manager()

    class Meta:
        abstract = True

    def validate_constraints(self, exclude=None):
        """Validate all check constraints in one query; Django's one for each was a third of a form's cost.

        Django's own method runs, for its messages, where a check fails or names an excluded field. A sentence that
        begins with the name of a field is an error of that field, where the form has it.
        """
        try:
            self._validate_constraints(exclude)
        except ValidationError as refusal:
            raise ValidationError(self._at_their_fields(refusal)) from None

    def _at_their_fields(self, refusal):
        names = {str(field.verbose_name): field.name for field in self._meta.fields}
        placed = {}
        for name, errors in refusal.error_dict.items():
            for error in errors:
                begun = [said for said in names if error.messages[0].startswith(said)]
                own = name == NON_FIELD_ERRORS and begun
                field = names[max(begun, key=len)] if own else name
                placed.setdefault(field, []).append(error)
        return placed

    def _validate_constraints(self, exclude):
        constraints = self._meta.constraints
        checks = [check for check in constraints if isinstance(check, CheckConstraint)]
        if not self._satisfies(checks, exclude):
            return super().validate_constraints(exclude)
        refusals = {}
        for constraint in (other for other in constraints if other not in checks):
            try:
                constraint.validate(type(self), self, exclude=exclude)
            except ValidationError as refusal:
                refusals = refusal.update_error_dict(refusals)
        if refusals:
            raise ValidationError(refusals)
        return None

    def _satisfies(self, checks, exclude):
        known = self._get_field_expression_map(meta=self._meta, exclude=exclude)
        try:
            return not checks or Q(*(check.condition for check in checks)).check(known)
        except FieldError:
            return False


THUMB_EDGE = 720  # pixels, as `files.programs.picture` writes it


def generated_name(instance, original):
    """Return a random path; the name of the uploaded file is stored in a column only."""
    suffix = original.rpartition(".")[2].lower()
    return f"{instance._meta.app_label}/{instance._meta.model_name}/{uuid4().hex}.{suffix}"


class StoredFile(models.Model):
    """A document stored outside the public folder; a view serves it by the permissions of its parent."""

    file = models.FileField("文件", upload_to=generated_name, max_length=120)
    original_name = models.CharField("文件名", max_length=120)
    size = models.PositiveIntegerField("字节数")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.original_name


def thumb_width(width, height):
    """The width of a picture's preview, whose longer side has at most 720 pixels."""
    return round(width * min(1, THUMB_EDGE / max(width, height)))


class StoredImage(models.Model):
    """A picture re-encoded on upload: without EXIF and GPS, at most 1600 px, with a 720 px preview."""

    file = models.FileField("图片", upload_to=generated_name, max_length=120)
    thumb = models.FileField("缩略图", upload_to=generated_name, max_length=120)
    width = models.PositiveIntegerField("宽")
    height = models.PositiveIntegerField("高")
    size = models.PositiveIntegerField("字节数")
    alt = models.CharField("替代文字", max_length=120, blank=True)
    caption = models.CharField("图注", max_length=120, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.alt or self.caption or f"图片 {self.pk}"

    @property
    def thumb_width(self):
        return thumb_width(self.width, self.height)


class PhotosAwaited(models.Model):
    """A record whose photos may follow it (`core.following`), with the number of those that have not arrived."""

    photos_awaited = models.PositiveSmallIntegerField("未传上的照片", default=0, editable=False)

    class Meta:
        abstract = True

    def has_received_photo(self):
        """Await one photo less."""
        self.photos_awaited = max(0, self.photos_awaited - 1)
        self.save(update_fields=["photos_awaited"])
