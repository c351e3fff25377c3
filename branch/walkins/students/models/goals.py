"""What a pairing is to reach, and how it stands: dated steps, in three states."""

from django.conf import settings
from django.db import models
from django.db.models import DateField, F, Prefetch, Q, Value

from branch.core.models import Versioned, VersionedQuerySet

from .pairings import Pairing


class OfPairingQuerySet(models.QuerySet):
    """Rows of a `pairing`, read by those who read the pairing."""

    def visible_to(self, user, *, on=None):
        seen = Pairing.objects.visible_to(user, on=on)
        return self.filter(pairing__in=seen.values("pk"))


class GoalQuerySet(OfPairingQuerySet, VersionedQuerySet):
    def kept_by(self, user):
        """Goals the user may step or drop: all for the committee, else those of one's own pairings."""
        if user.has_perm("walkins.add_pairing"):
            return self
        return self.filter(pairing__in=Pairing.objects.held_by(user).values("pk"))

    def as_listed_on(self, day):
        """Rows with their steps up to the day, for `state` and `is_open`."""
        steps = GoalStep.objects.filter(happened_on__lte=day)
        rows = self.filter(set_on__lte=day).annotate(as_of=Value(day, DateField()))
        return rows.prefetch_related(Prefetch("steps", steps, to_attr="steps_so_far"))


class Goal(Versioned):
    """目标: what a student and the member want to reach, in one short line, until it is reached or dropped."""

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="goals", verbose_name="结对")
    what = models.CharField("目标", max_length=40)
    set_on = models.DateField("定下日期")
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="定下的人"
    )
    dropped_on = models.DateField("不再做", null=True, blank=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目标"
        ordering = ["set_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dropped_on=None) | Q(dropped_on__gte=F("set_on")),
                name="walkins_goal_dropped_after_it_is_set",
                violation_error_message="不再做的日期不能早于定下的日期。",
            ),
        ]

    def __str__(self):
        """Without its text, so that no list or message has it by accident."""
        return f"目标 {self.pk}"

    def get_absolute_url(self):
        return f"{self.pairing.get_absolute_url()}#goals"

    @property
    def last_step(self):
        """The last step up to the day of `as_listed_on`."""
        return self.steps_so_far[-1] if self.steps_so_far else None

    @property
    def state(self):
        return self.last_step.state if self.last_step else GoalStep.State.NOT_YET

    @property
    def is_dropped(self):
        return self.dropped_on is not None and self.dropped_on <= self.as_of

    @property
    def is_open(self):
        """Whether it was neither reached nor dropped by that day."""
        return not self.is_dropped and self.state != GoalStep.State.DONE


class GoalStep(models.Model):
    """目标的一步: how a goal stands from a day on; appended, undone on its day, never edited."""

    class State(models.TextChoices):
        NOT_YET = "not_yet", "还没有"
        BETTER = "better", "有进步"
        DONE = "done", "做到了"

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="steps", verbose_name="目标")
    state = models.CharField("状态", max_length=10, choices=State)
    happened_on = models.DateField("日期")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="记录人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "目标的一步"
        ordering = ["happened_on", "pk"]

    def __str__(self):
        return f"{self.happened_on} {self.get_state_display()}"
