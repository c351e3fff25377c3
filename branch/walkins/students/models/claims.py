"""Records that count nowhere: claims that wait for their member, and tries that reached nobody."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from branch.core.addresses import address_of
from branch.core.models import AuditEvent
from branch.walkins.shares import Share, ShareQuerySet

from .contacts import ContactRecord
from .pairings import Pairing, members_to_confirm

# verb of the event that ended a claim → what is said of it afterwards
ENDS = {
    "claim.confirmed": "这一条已确认，已计入。",
    "claim.refused": "这一条已删去，没有计入。",
    "claim.taken_back": "这一条已收回，没有计入。",
}


class ContactClaimQuerySet(models.QuerySet):
    def confirmable(self, on):
        """Claims whose member can confirm them: still here, with a sign-in, and every pairing runs."""
        ended = ClaimPairing.objects.filter(claim=OuterRef("pk"), pairing__until_on__isnull=False)
        return self.filter(~Exists(ended), member__in=members_to_confirm(on).values("pk"))

    def to_settle_by(self, user, *, on):
        """Claims that the user confirms or refuses: one's own and, for the committee, those nobody can confirm."""
        can = self.confirmable(on)
        own = can.filter(member__staff__user=user)
        if not user.has_perm("walkins.add_pairing"):
            return own
        orphaned = self.exclude(pk__in=can.order_by().values("pk"))
        return self.filter(
            Q(pk__in=own.order_by().values("pk")) | Q(pk__in=orphaned.order_by().values("pk"))
        )

    def visible_to(self, user, *, on=None):
        """All for the committee; one's own while they can be confirmed; those one recorded and still may record."""
        on = on or timezone.localdate()
        if user.has_perm("walkins.add_pairing"):
            return self
        closed = ClaimPairing.objects.filter(claim=OuterRef("pk")).exclude(
            pairing__in=Pairing.objects.recordable_by(user, on=on).order_by().values("pk")
        )
        own = self.to_settle_by(user, on=on).order_by().values("pk")
        return self.filter(Q(pk__in=own) | Q(~Exists(closed), recorded_by=user))


class ContactClaim(ContactRecord):
    """代记: a contact that somebody else recorded for its member, who confirms it; until then it counts nowhere."""

    pairings = models.ManyToManyField(
        Pairing, through="walkins.ClaimPairing", related_name="claims", verbose_name="学生"
    )

    objects = ContactClaimQuerySet.as_manager()

    class Meta(ContactRecord.Meta):
        verbose_name = verbose_name_plural = "代记"
        constraints = [
            *ContactRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(minutes__isnull=False),
                name="walkins_contactclaim_says_its_minutes",
                violation_error_message="请选择时长。",
            ),
        ]

    def get_absolute_url(self):
        return reverse("walkins:claim-detail", args=[self.pk])


class ClaimPairing(Share):
    """代记对象: one pairing of the member that a claim is for; of a pairing and a day one claim waits at most."""

    claim = models.ForeignKey(ContactClaim, models.CASCADE, related_name="shares")
    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="claim_shares")

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代记对象"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "happened_on"],
                name="walkins_claimpairing_one_waits_a_day",
                violation_error_message="这名学生这一天已有一条代记等结对党员确认。",
            )
        ]

    def __str__(self):
        return f"{self.claim} {self.pairing_id}"


class ContactTryQuerySet(models.QuerySet):
    def visible_to(self, user, *, on=None):
        """Tries of pairings the user may see."""
        return self.filter(pairing__in=Pairing.objects.visible_to(user, on=on).values("pk"))


class ContactTry(models.Model):
    """没联系上: a try of a day that reached nobody; it is no contact and counts nowhere."""

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="tries", verbose_name="结对")
    tried_on = models.DateField("日期")
    mode = models.CharField("方式", max_length=20, choices=ContactRecord.Mode)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="记录人"
    )
    recorded_at = models.DateTimeField("记录时间", auto_now_add=True)

    objects = ContactTryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "没联系上"
        ordering = ["-tried_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "tried_on", "mode"],
                name="walkins_contacttry_once_a_day_and_mode",
                violation_error_message="这一天已记过一次没联系上。",
            )
        ]

    def __str__(self):
        return f"{self.tried_on} 没联系上"

    def get_absolute_url(self):
        return address_of("walkins:pairing-detail", self.pairing_id)


def claim_end_says(pk, user):
    """What became of a claim that is gone, for who recorded or settled it; empty for anybody else."""
    events = AuditEvent.objects.filter(target_type=ContactClaim._meta.label_lower, target_id=pk)
    last = events.filter(verb__in=ENDS).first()
    if last is None or not events.filter(actor=user).exists():
        return ""
    return ENDS[last.verb]
