from django.db import models
from django.db.models import F, Q

from branch.activities.models import Activity


class TripStop(models.Model):
    """站点: a place at which a trip stops, from and to a time of its day, and what if it rains."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="stops")
    order = models.PositiveSmallIntegerField("次序")
    place = models.CharField("地点", max_length=40)
    starts = models.TimeField("从")
    ends = models.TimeField("到")
    note = models.CharField("说明", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "站点"
        ordering = ["activity", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "order"],
                name="service_tripstop_one_at_a_place_in_the_order",
                violation_error_message="两站的次序重复了。",
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="service_tripstop_ends_after_it_starts",
                violation_error_message="到的时间要晚于从的时间。",
            ),
        ]

    def __str__(self):
        return self.place
