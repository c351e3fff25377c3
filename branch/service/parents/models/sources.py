"""What comes from one network: how fast it signs up, and how often it guesses a code. No address is stored."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from branch.core.networks import pseudonym_of

from .openings import ParentOpening

# from one network at once, and one more a second
AT_ONCE, EVERY = 120, timedelta(seconds=1)
QUIET = timedelta(days=1)
WRONG_COUNTED = timedelta(hours=1)
WRONG_OF_A_SOURCE, WRONG_OF_AN_EVENT = 10, 100


def pseudonym(address, *, at):
    """Stands for the network of an address on the day of a moment."""
    return pseudonym_of(address, purpose="service.address", day=timezone.localdate(at))[:32]


def pseudonyms_since(address, *, since, at):
    """The pseudonyms of a network between two moments: two if the day has changed, so that no count begins anew."""
    return {pseudonym(address, at=moment) for moment in (since, at)}


class BusyQuerySet(models.QuerySet):
    def of_network(self, owner, address, *, at):
        """The row of a network of the day; at midnight a new one goes on from that of the day before."""
        of_owner = {self.model.owner: owner}
        known = pseudonyms_since(address, since=at - AT_ONCE * EVERY, at=at)
        before = self.filter(**of_owner, pseudonym__in=known)
        busy_until = before.aggregate(until=models.Max("busy_until"))["until"] or at
        row, _ = self.get_or_create(
            **of_owner,
            pseudonym=pseudonym(address, at=at),
            defaults={"busy_until": busy_until},
        )
        return row

    def quiet_since(self, moment):
        """Rows with a pseudonym whose network has sent nothing since a moment."""
        return self.filter(busy_until__lte=moment).exclude(pseudonym="")


class Busy(models.Model):
    """How fast one network sends something to a public form, by a pseudonym of its address."""

    # the name of the relation to what it is counted for
    owner = ""
    # emptied by `tick` when the day is over
    pseudonym = models.CharField(max_length=32, blank=True)
    # each one sent moves it by a second; how far it is ahead of the clock says how many came at once
    busy_until = models.DateTimeField()

    class Meta:
        abstract = True

    def takes_one_at(self, at):
        """Count one more at a moment; whether it was within what one network may send."""
        ahead = max(self.busy_until, at) + EVERY
        if ahead - at > AT_ONCE * EVERY:
            return False
        self.busy_until = ahead
        return True


SEATED = ("confirmed", "waiting")


class SignUpSourceQuerySet(BusyQuerySet):
    def forget_quiet(self, *, at):
        """Empty the pseudonyms of networks that have been quiet for a day; return how many."""
        return self.quiet_since(at - QUIET).update(pseudonym="")

    def to_decide(self):
        """Rows with unverified sign-ups, or with as many as may come at once, and both numbers."""
        unverified = models.Q(signups__state="unverified")
        rows = self.annotate(
            unverified=models.Count("signups", filter=unverified),
            others=models.Count("signups", filter=models.Q(signups__state__in=SEATED)),
        )
        return rows.filter(models.Q(unverified__gt=0) | models.Q(others__gte=AT_ONCE))


class SignUpSource(Busy):
    """报名来源: what one network sends for an event, by a pseudonym of its address."""

    opening = models.ForeignKey(ParentOpening, models.CASCADE, related_name="sources")
    owner = "opening"

    objects = SignUpSourceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报名来源"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "pseudonym"],
                condition=~models.Q(pseudonym=""),
                name="service_signupsource_once",
            )
        ]

    def __str__(self):
        return f"来源 {self.pk}"


class WrongTryQuerySet(models.QuerySet):
    def of_network(self, address, *, at):
        known = pseudonyms_since(address, since=at - WRONG_COUNTED, at=at)
        return self.filter(pseudonym__in=known)

    def counted_at(self, at):
        return self.filter(at__gt=at - WRONG_COUNTED)

    def over_at(self, at):
        return self.filter(at__lte=at - WRONG_COUNTED)


class WrongTry(models.Model):
    """查错一次: a wrong code or wrong digits for an event; of what was typed nothing is stored."""

    opening = models.ForeignKey(ParentOpening, models.CASCADE, related_name="wrong_tries")
    pseudonym = models.CharField(max_length=32)
    at = models.DateTimeField(db_index=True)

    objects = WrongTryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "查错的次数"
        ordering = ["pk"]

    def __str__(self):
        return f"查错 {self.pk}"
