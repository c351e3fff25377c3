"""Where members are registered: one community at a time, with its receipt, and what they ticked."""

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery

from branch.core.addresses import address_of
from branch.core.dated import (
    NOT_VOID,
    RUNNING,
    Dated,
    DatedQuerySet,
    ends_after_it_starts,
)
from branch.core.models import StoredFile, Versioned, VersionedQuerySet
from branch.members.models import Member

from .wordings import ChecklistItem, Community, no_home_address

SEES_ALL = "service.view_communityregistration"


class OfMemberQuerySet(VersionedQuerySet):
    def visible_to(self, user):
        """All for the committee; one's own for a member."""
        return self if user.has_perm(SEES_ALL) else self.filter(member__staff__user=user)


class RegistrationQuerySet(OfMemberQuerySet, DatedQuerySet):
    def running(self):
        return self.filter(RUNNING)

    def with_paper(self):
        """Annotate `has_receipt`, and `has_paper`: a receipt of the member or the list of the community."""
        receipt = Exists(RegistrationReceipt.objects.filter(registration_id=OuterRef("pk")))
        return self.annotate(has_receipt=receipt, has_paper=receipt | Q(paper__isnull=False))


class CommunityPaper(StoredFile):
    """社区名单: the list by which the committee registered several members at once."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="papers")

    class Meta:
        verbose_name = verbose_name_plural = "社区名单"


class CommunityRegistration(Dated, Versioned):
    """居住地报到: the community in which a member is registered, from a day; no address of a home."""

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="community_registrations", verbose_name="党员"
    )
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="registrations", verbose_name="居住社区"
    )
    from_on = models.DateField("报到日期")
    post = models.CharField("认领岗位", max_length=20, blank=True, validators=[no_home_address])
    paper = models.ForeignKey(
        CommunityPaper,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name="社区名单",
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "居住地报到"
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=RUNNING & NOT_VOID,
                name="service_registration_one_running",
                violation_error_message="这名党员已经登记过报到，请看过再改。",
            ),
            ends_after_it_starts("service_registration_ends_after_it_starts"),
        ]

    def __str__(self):
        return f"{self.member} {self.community}"

    def get_absolute_url(self):
        return address_of("service:register-member", self.member_id)


class RegistrationReceipt(StoredFile):
    """回执: the one paper that shows a registration; the member and the committee open it."""

    registration = models.OneToOneField(
        CommunityRegistration, models.CASCADE, related_name="receipt"
    )

    class Meta:
        verbose_name = verbose_name_plural = "报到回执"


class ItemTick(models.Model):
    """勾选: a member did what an item says; the day is that of the tick."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="item_ticks")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="ticks")
    ticked_on = models.DateField("日期")

    class Meta:
        verbose_name = verbose_name_plural = "事项的勾选"
        constraints = [
            models.UniqueConstraint(
                fields=["member", "item"],
                name="service_itemtick_once",
                violation_error_message="这一项已经勾选过了。",
            )
        ]

    def __str__(self):
        return f"{self.item} {self.ticked_on}"


def registered_on(day):
    """Whether the outer member is registered on the day, as a condition."""
    rows = CommunityRegistration.objects.active_on(day).filter(member=OuterRef("pk"))
    return Exists(rows)


def with_registration(members, *, on):
    """Prefetch the registration of the day as `registrations_then`, a list of one or none.

    `registered_from` is its first day, by which a list is sorted.
    """
    rows = CommunityRegistration.objects.active_on(on)
    first = rows.filter(member=OuterRef("pk")).values("from_on")[:1]
    shown = rows.select_related("community").with_paper()
    return members.annotate(registered_from=Subquery(first)).prefetch_related(
        Prefetch("community_registrations", shown, to_attr="registrations_then")
    )


def items_of(member, *, on):
    """[(三报到, its items)], each item with `ticked_on`, the day on which the member ticked it, or None."""
    rows = ChecklistItem.objects.active_on(on).annotate(
        ticked_on=models.Subquery(
            ItemTick.objects.filter(member=member, item=OuterRef("pk")).values("ticked_on")[:1]
        )
    )
    rows = list(rows)
    groups = [
        (group.label, [row for row in rows if row.group == group]) for group in ChecklistItem.Group
    ]
    return [(label, found) for label, found in groups if found]
