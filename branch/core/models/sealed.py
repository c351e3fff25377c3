from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from branch.core import sealing

from .abstract import Versioned, VersionedQuerySet


class SealedQuerySet(VersionedQuerySet):
    def under_older_keys(self):
        """Rows that `reseal` has yet to move to the newest key."""
        return self.exclude(sealed__startswith=sealing.beginning(sealing.newest_key()))


class SealedText(Versioned):
    """A record with a text that nobody reads but through `open`, and who wrote it when.

    The plain text is never an attribute of the row. Who may open it says `readable_by` of the concrete model.
    The text is bound to the model's label: a migration that renames the model has to seal its rows again.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid4, editable=False)
    sealed = models.TextField("密文", editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="写的人"
    )
    written_at = models.DateTimeField("写下时间")
    rewritten_at = models.DateTimeField("改写时间", null=True, blank=True)

    objects = SealedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed__startswith=f"{sealing.MARK}."),
                name="%(app_label)s_%(class)s_is_sealed",
                violation_error_message="保密记录没有加密，不能保存。",
            ),
            models.CheckConstraint(
                condition=Q(rewritten_at=None) | Q(rewritten_at__gte=models.F("written_at")),
                name="%(app_label)s_%(class)s_rewritten_later",
                violation_error_message="改写时间不能早于写下时间。",
            ),
        ]

    def __str__(self):
        return self._meta.verbose_name

    @property
    def place(self):
        """What the text is bound to: model, field and row."""
        return f"{self._meta.label_lower}.sealed:{self.pk}"

    @sensitive_variables("text")
    def seal(self, text):
        """Replace the sealed text; the row is not saved."""
        self.sealed = sealing.seal(text, place=self.place)

    def open(self):
        """Return the plain text; raise a `SealError` if it cannot be opened."""
        return sealing.unseal(self.sealed, place=self.place)

    @property
    def saved_at(self):
        return self.rewritten_at or self.written_at

    @property
    def rewrite_count(self):
        return self.version - 1

    def move_to_newest_key(self):
        """Seal the text anew; return whether it was stored, which it is not if it was rewritten since it was read."""
        anew = sealing.seal(self.open(), place=self.place)
        as_read = self._meta.base_manager.filter(pk=self.pk, sealed=self.sealed)
        return bool(as_read.update(sealed=anew))


def sealed_models():
    """Every concrete model of sealed text."""
    return [model for model in apps.get_models() if issubclass(model, SealedText)]
