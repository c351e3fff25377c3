"""What pairings of a member have in common, whether with a student or with a family."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q

from branch.core.dated import ONE_DAY, RUNNING
from branch.members.models import Member


class PairQuerySet(models.QuerySet):
    """Rows with a `member` that run from `started_on` to `until_on`."""

    def active(self):
        return self.filter(RUNNING)

    def active_on(self, day):
        """Rows that run on the day; the last day is one of theirs."""
        return self.filter(RUNNING | Q(until_on__gte=day), started_on__lte=day)

    def held_on(self, day):
        """Rows that run at the end of the day: one that ended on it is not one of them."""
        return self.filter(RUNNING | Q(until_on__gt=day), started_on__lte=day)

    def with_member_in_school_on(self, day):
        """Rows that run on the day and whose member has not left by then."""
        return self.active_on(day).filter(member__in=Member.objects.here_on(day))

    def settled_on(self, day):
        """Rows of the day whose member is here, and which nobody has been asked to take over: others are 待交接."""
        proposals = self.model._meta.get_field("successors").related_model.objects
        asked = proposals.taking_over(OuterRef("pk")).filter(proposed_on__lte=day)
        asked = asked.exclude(closed_as="withdrawn", closed_on__lte=day)
        asked = asked.filter(Q(called_off_on=None) | Q(called_off_on__gt=day))
        return self.with_member_in_school_on(day).filter(~Exists(asked))

    def handed_over_lately(self, day):
        """Running rows, and those that were handed over within half a year."""
        lately = Q(successors__closed_as="started", until_on__gte=day - timedelta(days=183))
        return self.filter(RUNNING | Q(pk__in=self.model.objects.filter(lately).values("pk")))

    def with_member_here(self, day):
        """Annotate `is_member_here`."""
        here = Member.objects.here_on(day).filter(pk=OuterRef("member"))
        return self.annotate(is_member_here=Exists(here))

    def held_by(self, user):
        """Running pairings of the user as member."""
        return self.active().filter(member__staff__user=user)


def check_member(member, started_on, *, on, day_says="结对日期"):
    """Refuse a member who was not of the branch on the first day, or who has left or is about to."""
    if not Member.objects.active_on(started_on).filter(pk=member.pk).exists():
        raise ValidationError({"member": f"这名教师在{day_says}不是本支部党员，请另选一名党员。"})
    # a member whose last day is today cannot start a new pairing
    if not Member.objects.here_on(on + ONE_DAY).filter(pk=member.pk).exists():
        raise ValidationError({"member": "这名党员已离校或转出，请另选一名党员。"})


def refuse_before_agreed(started_on, *days):
    """Refuse a first day before the last of the days on which those who are asked agreed."""
    if started_on < max(days):
        says = f"都同意以后才开始：最后一个同意的日期是 {max(days)}，请填这一天或以后。"
        raise ValidationError({"started_on": says})


def refuse_ended(pairing):
    """Refuse to end a pairing once more."""
    if not pairing.is_active:
        raise ValidationError("这个结对已经结束。")


def refuse_overlap(pairings, started_on):
    """Refuse a first day on which an earlier one of these pairings, all of the same two, still ran."""
    last = pairings.filter(until_on__gte=started_on).order_by("-until_on").first()
    if last:
        raise ValidationError(
            {"started_on": f"上一次结对到 {last.until_on} 为止，请填那以后的日期。"}
        )
