from uuid import uuid4

from django.conf import settings
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q


class Stale(Exception):  # noqa: N818 (it is a state of affairs a page shows, not a fault)
    """Someone saved this record after the writer opened it; `current` is what stands now."""

    def __init__(self, current):
        super().__init__(f"{current._meta.label} {current.pk} is at version {current.version}")
        self.current = current


class VersionedQuerySet(models.QuerySet):
    def lock(self, pk, version):
        """The row, locked and moved to its next version; `Stale` if the writer saw an older one."""
        row = self.select_for_update(of=("self",)).get(pk=pk)
        if row.version != version:
            raise Stale(row)
        row.version += 1
        return row


class Versioned(models.Model):
    """A record two people may edit at once: the second to save is shown both texts."""

    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = VersionedQuerySet.as_manager()

    class Meta:
        abstract = True

    def validate_constraints(self, exclude=None):
        """All checks in one question: Django asks one each, which was a third of what a form costs.

        Where the answer is no, or a condition names an excluded field, Django asks for the sentences.
        """
        checks = [one for one in self._meta.constraints if isinstance(one, CheckConstraint)]
        if not self._hold(checks, exclude):
            return super().validate_constraints(exclude)
        refusals = {}
        for constraint in (one for one in self._meta.constraints if one not in checks):
            try:
                constraint.validate(type(self), self, exclude=exclude)
            except ValidationError as refusal:
                refusals = refusal.update_error_dict(refusals)
        if refusals:
            raise ValidationError(refusals)
        return None

    def _hold(self, checks, exclude):
        known = self._get_field_expression_map(meta=self._meta, exclude=exclude)
        try:
            return not checks or Q(*(check.condition for check in checks)).check(known)
        except FieldError:
            return False


def generated_name(instance, original):
    """A path that tells nothing: the uploader's file name is kept as a text column only."""
    suffix = original.rpartition(".")[2].lower()
    return f"{instance._meta.app_label}/{instance._meta.model_name}/{uuid4().hex}.{suffix}"


class StoredFile(models.Model):
    """A document kept outside the public folder and served by a view that asks its parent."""

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


class StoredImage(models.Model):
    """A picture re-encoded on arrival: no EXIF, no GPS, longest edge 1600 px, and a 720 px preview."""

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
