from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from branch.core.files import (
    StoredContent,
    delete_on_commit,
    files_deleted_on_failure,
    stored,
    sweep,
)

from .tokens import FormToken

HELD_FOR = timedelta(days=1)
# files that one person has held at a time, in all forms
QUOTA = 60
# the directory of the private store that no backup contains
HELD = "held"
TOO_MANY = "您还没有保存的照片和附件已有 {} 个，“{}”没有留住，请先保存或移除几个。"


def held_name(instance, original):
    suffix = original.rpartition(".")[2].lower()
    return f"{HELD}/{uuid4().hex}.{suffix}"


class NotHeldError(ValidationError):
    """A file that is not held, and is sent with its form."""


class HeldFileQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(user_id=user.pk)

    def of_form(self, token):
        return self.filter(token=token)

    def refuse_full(self, name):
        """Refuse one more of these, which are those of a person."""
        if self.count() >= QUOTA:
            raise NotHeldError(TOO_MANY.format(QUOTA, name))

    def expired_at(self, moment):
        return self.filter(held_at__lt=moment - HELD_FOR)

    @transaction.atomic
    def drop(self):
        """Delete the rows and, once that is committed, their files; return their number."""
        rows = list(self)
        delete_on_commit(*rows)
        self.model.objects.filter(pk__in=[row.pk for row in rows]).delete()
        return len(rows)


class HeldFile(models.Model):
    """暂存的文件: a file chosen in a form that is not saved yet, as it will be stored; its owner alone reads it.

    It has the token of its form: saving the form copies it to its record and deletes it here.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="选的人"
    )
    token = models.UUIDField("表单令牌")
    field = models.CharField("表单的项", max_length=40)
    file = models.FileField("文件", upload_to=held_name, max_length=120)
    # of pictures only
    thumb = models.FileField("缩略图", upload_to=held_name, max_length=120, blank=True)
    width = models.PositiveIntegerField("宽", null=True, blank=True)
    height = models.PositiveIntegerField("高", null=True, blank=True)
    original_name = models.CharField("文件名", max_length=120)
    size = models.PositiveIntegerField("字节数")
    held_at = models.DateTimeField("存下时间", db_index=True)

    objects = HeldFileQuerySet.as_manager()

    is_bookkeeping = True

    class Meta:
        verbose_name = verbose_name_plural = "暂存的文件"
        ordering = ["pk"]
        indexes = [models.Index(fields=["user", "token"], name="core_held_form")]
        constraints = [
            models.CheckConstraint(
                condition=Q(thumb="", width=None, height=None)
                | (~Q(thumb="") & Q(width__gte=1, height__gte=1)),
                name="core_heldfile_is_picture_or_document",
                violation_error_message="照片要有缩略图和尺寸，附件没有。",
            )
        ]

    def __str__(self):
        return self.original_name

    @classmethod
    def hold(cls, *, user, token, field, name, value, at):
        """Store what a reader of `core.files` returned; None if the form has been saved.

        A person who has as many as `QUOTA` gets a `NotHeldError`.
        """
        facts = {"original_name": name[-120:], "field": field, "held_at": at}
        with files_deleted_on_failure() as files:
            row = cls(user_id=user.pk, token=token, **stored(cls, value) | facts)
            with transaction.atomic():
                is_saved = FormToken.objects.spent_by(user, token).exists()
                if not is_saved:
                    cls.objects.of(user).refuse_full(name)
                    row.save()
            if is_saved:
                files.close()
        return None if is_saved else row

    @classmethod
    def sweep(cls, moment):
        """Delete files of a day ago that no row has; return their number."""
        return sweep(cls, HELD, before=moment - HELD_FOR)

    @property
    def value(self):
        """What the reader of the file returned, to be stored in its record."""
        columns = {"file": StoredContent(self.file, size=self.size), "size": self.size}
        if not self.thumb:
            return columns | {"original_name": self.original_name}
        thumb = StoredContent(self.thumb, size=self.thumb.size)
        return columns | {"thumb": thumb, "width": self.width, "height": self.height}
