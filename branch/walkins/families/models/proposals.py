from django.db import models
from django.db.models import DateField, F, Prefetch, Q, Value
from django.utils import timezone

from branch.core.addresses import address_of
from branch.core.models import VersionedQuerySet
from branch.school.models import Family, Student
from branch.walkins.proposals import OPEN, Proposal, ProposalQuerySet, proposal_checks

from .pairings import Adult, FamilyPairing, children_known_to


class FamilyProposalQuerySet(ProposalQuerySet, VersionedQuerySet):
    former = "former"

    def visible_to(self, user, *, on=None):
        """All for the committee; those of families with a child of one's class; for the member asked, while open."""
        if user.has_perm("walkins.add_familypairing"):
            return self
        on = on or timezone.localdate()
        headed = Student.objects.headed_by(user, on=on).exclude(family=None)
        return self.filter(
            Q(family__in=headed.order_by().values("family")) | OPEN & Q(member__staff__user=user)
        )

    def as_listed_on(self, day, user):
        """Rows with `children`, those on the roll whom the user may read, or who are the reason for asking them."""
        known = children_known_to(user, on=day)
        asked = FamilyProposal.objects.asked_of(user).order_by().values("family")
        rows = Student.objects.filter(Q(pk__in=known.values("pk")) | Q(family__in=asked))
        children = Prefetch(
            "family__students",
            rows.on_roll_with_class_on(day).order_by("number"),
            to_attr="here",
        )
        found = self.select_related("member__staff", "family", "proposed_by")
        found = found.prefetch_related(children).annotate(as_of=Value(day, DateField()))
        return found.order_by("proposed_on", "pk")


class FamilyProposal(Proposal):
    """家庭结对建议: a member is asked to be paired with a family, which begins when an adult of it agrees too."""

    family = models.ForeignKey(
        Family, models.PROTECT, related_name="proposals", verbose_name="家庭"
    )
    # the pairing that it takes over: it ends as this one begins
    former = models.ForeignKey(
        FamilyPairing,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="原来的结对",
    )
    agreed_on = models.DateField("家长同意日期", null=True, blank=True)
    agreed_by = models.CharField("同意的家长", max_length=20, choices=Adult, blank=True)
    family_pairing = models.OneToOneField(
        FamilyPairing,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposal",
        verbose_name="开始的结对",
    )

    objects = FamilyProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "家庭结对建议"
        ordering = ["proposed_on", "pk"]
        indexes = [
            models.Index(fields=["member"], condition=OPEN, name="walkins_familyproposal_member")
        ]
        constraints = [
            *proposal_checks("walkins_familyproposal", "family_pairing"),
            models.UniqueConstraint(
                fields=["family"],
                condition=OPEN,
                name="walkins_familyproposal_one_open_per_family",
                violation_error_message="这个家庭已有一条结对建议还没有办完。",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on=None) | Q(accepted_on__isnull=False),
                name="walkins_familyproposal_accepted_first",
                violation_error_message="党员接受以后，再征求家长同意。",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on=None) ^ ~Q(agreed_by=""),
                name="walkins_familyproposal_says_who_agreed",
                violation_error_message="请选择同意的家长。",
            ),
            models.CheckConstraint(
                condition=~Q(closed_as="started") | Q(agreed_on__isnull=False),
                name="walkins_familyproposal_starts_when_agreed",
                violation_error_message="家长同意以后，结对才开始。",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on=None) | Q(agreed_on__gte=F("proposed_on")),
                name="walkins_familyproposal_agreed_after_it_is_made",
                violation_error_message="家长同意的日期不能早于提出建议的日期。",
            ),
        ]

    def __str__(self):
        return f"{self.member} — {self.family}"

    def get_absolute_url(self):
        """Its page; once it has begun, that of the pairing."""
        if self.family_pairing_id:
            return address_of("walkins:familypairing-detail", self.family_pairing_id)
        return address_of("walkins:familyproposal-detail", self.pk)

    def lock_subject(self):
        """Lock the family, so that its pairings begin one after the other."""
        Family.objects.select_for_update().get(pk=self.family_id)

    def head_user(self, on):
        """Nobody: a family may have children in several classes."""

    waits_for = "等家长同意"

    @property
    def name(self):
        """李明家; needs `as_listed_on`."""
        return f"{self.family.here[0]}家" if self.family.here else str(self.family)
