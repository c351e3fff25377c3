from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branch.core.models import Versioned, VersionedQuerySet


class ReleasedQuerySet(VersionedQuerySet):
    def released(self):
        """Rows that a second person has let the public read."""
        return self.filter(released_by__isnull=False)

    def waiting_for(self, user):
        """Rows to be released for which this user is a second person."""
        return self.filter(released_by=None).exclude(written_by=user)


class Released(Versioned):
    """A text for the public, read by it once another than its writer has released it; a change takes it back."""

    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填写人"
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="公开人",
    )
    released_on = models.DateField("公开日期", null=True, blank=True)

    objects = ReleasedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by=None, released_on=None)
                | Q(released_by__isnull=False, released_on__isnull=False),
                name="service_%(class)s_released_with_its_day",
                violation_error_message="公开要有公开日期。",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("written_by")),
                name="service_%(class)s_released_by_a_second",
                violation_error_message="自己填写的，请另一个人看过再公开。",
            ),
        ]

    @property
    def is_released(self):
        return self.released_by_id is not None

    def waits_for(self, user):
        """Whether it is to be released, and this user is a second person."""
        return not self.is_released and self.written_by_id != user.pk

    @property
    def public_texts(self):
        """The texts that the public would read, for the checks of words."""
        raise NotImplementedError
