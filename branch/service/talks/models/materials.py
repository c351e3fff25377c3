from django.db import models
from django.db.models import Q

from branch.activities.models import Activity
from branch.core.models import StoredFile

from .released import Released, ReleasedQuerySet


class EventMaterialQuerySet(ReleasedQuerySet):
    def public(self):
        """Files that strangers may have: meant for them, released, of an event that they see and that stands."""
        seen = Q(activity__programme__is_public=True, activity__is_announced=True)
        rows = self.released().filter(seen, is_public=True)
        return rows.exclude(activity__state=Activity.State.CANCELLED)

    def waiting_for(self, user):
        rows = super().waiting_for(user).filter(is_public=True)
        return rows.exclude(activity__state=Activity.State.CANCELLED)


class EventMaterial(StoredFile, Released):
    """资料: a file of an event with a title, for those who read the event or, once released, for everybody."""

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="materials", verbose_name="活动"
    )
    title = models.CharField("资料名称", max_length=60)
    is_public = models.BooleanField("放到公开网页上", default=False)

    objects = EventMaterialQuerySet.as_manager()

    class Meta(Released.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "活动资料"
        ordering = ["pk"]
        constraints = [
            *Released.Meta.constraints,
            models.CheckConstraint(
                condition=Q(is_public=True) | Q(released_by=None),
                name="service_eventmaterial_released_is_public",
                violation_error_message="不公开的资料不用公开审看。",
            ),
        ]

    def __str__(self):
        return self.title

    def waits_for(self, user):
        """Not a file for colleagues alone."""
        return self.is_public and super().waits_for(user)

    @property
    def public_texts(self):
        return [("title", self.title), ("title", self.original_name)]

    @property
    def suffix(self):
        """PDF, of a file that is downloaded."""
        return self.original_name.rpartition(".")[2].upper()
