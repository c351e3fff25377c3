from django.conf import settings
from django.db import models
from django.db.models import DateField, F, Prefetch, Q, Value
from django.utils import timezone

from branch.core.addresses import address_of
from branch.core.dated import NOT_VOID, RUNNING, DayBefore, Voidable, VoidableQuerySet
from branch.core.models import Versioned, VersionedQuerySet
from branch.members.models import Member
from branch.school.models import Family, Student
from branch.walkins.pairs import PairQuerySet


class Adult(models.TextChoices):
    """Who of a family was there or agreed, without a name."""

    FATHER = "father", "父亲"
    MOTHER = "mother", "母亲"
    GRANDPARENT = "grandparent", "祖辈"
    OTHER = "other", "其他"


class FamilyPairingQuerySet(PairQuerySet, VoidableQuerySet, VersionedQuerySet):
    def visible_to(self, user, *, on=None):
        """All for the committee; one's own until they end; those of families with a child of one's class."""
        on = on or timezone.localdate()
        if user.has_perm("walkins.add_familypairing"):
            return self
        headed = Student.objects.headed_by(user, on=on).exclude(family=None)
        own = FamilyPairing.objects.held_by(user)
        return self.filter(
            Q(pk__in=own.values("pk")) | Q(family__in=headed.order_by().values("family"))
        )

    def as_listed_on(self, day, user):
        """Rows with `children`, those of the family on the roll whom the user may read, by member."""
        known = children_known_to(user, on=day).on_roll_with_class_on(day)
        children = Prefetch("family__students", known.order_by("number"), to_attr="here")
        rows = self.select_related("member__staff", "family").prefetch_related(children)
        rows = rows.annotate(as_of=Value(day, DateField()))
        return rows.order_by("member__staff__name_keys", "started_on", "pk")


class FamilyPairing(Voidable, Versioned):
    """家庭结对: one member supports one hardship family, with the family's consent, until it is ended."""

    class EndReason(models.TextChoices):
        DECLINED = "declined", "家长不再需要"
        NOT_LISTED = "not_listed", "不再是认定的困难家庭"
        LEFT = "left", "毕业或转学"
        MEMBER_MOVED = "member_moved", "党员调动"
        MISTAKEN = "mistaken", "登记有误"
        OTHER = "other", "其他"

    family = models.ForeignKey(
        Family, models.PROTECT, related_name="family_pairings", verbose_name="结对家庭"
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="family_pairings", verbose_name="结对党员"
    )
    started_on = models.DateField("结对日期")
    agreed_on = models.DateField("家长同意日期")
    agreed_by = models.CharField("同意的家长", max_length=20, choices=Adult)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="安排人"
    )
    until_on = models.DateField("最后一天", null=True, blank=True)
    end_reason = models.CharField("结束原因", max_length=20, choices=EndReason, blank=True)

    objects = FamilyPairingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "家庭结对"
        ordering = ["-started_on", "pk"]
        indexes = [
            models.Index(
                fields=["member"], condition=RUNNING & NOT_VOID, name="walkins_familypair_member"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["family", "member"],
                condition=RUNNING & NOT_VOID,
                name="walkins_familypairing_one_active_per_family_and_member",
                violation_error_message="该党员已与这个家庭结对。",
            ),
            models.CheckConstraint(
                condition=RUNNING | Q(until_on__gte=DayBefore(F("started_on"))),
                name="walkins_familypairing_ends_after_it_starts",
                violation_error_message="结束日期不能早于结对日期。",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__lte=F("started_on")),
                name="walkins_familypairing_agreed_before_it_starts",
                violation_error_message="家长同意后才能结对：同意日期不能晚于结对日期。",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None, end_reason="")
                | (Q(until_on__isnull=False) & ~Q(end_reason="")),
                name="walkins_familypairing_ends_with_a_reason",
                violation_error_message="结束结对时请选择原因。",
            ),
        ]

    def __str__(self):
        return f"{self.member} — {self.family}"

    def get_absolute_url(self):
        return address_of("walkins:familypairing-detail", self.pk)

    @property
    def is_active(self):
        return self.until_on is None

    @property
    def children(self):
        """The children of the family whom the reader may read; needs `as_listed_on`."""
        return self.family.here

    @property
    def children_and_classes(self):
        """(child, 初二（3）班) of each; needs `as_listed_on`."""
        return [(child, child.class_name_on(self.as_of)) for child in self.children]

    @property
    def name(self):
        """李明家; needs `as_listed_on`."""
        return f"{self.children[0]}家" if self.children else str(self.family)


def families_known_to(user, *, on):
    """Every family for the committee; those with a child of one's class; those one is paired with."""
    if user.has_perm("walkins.add_familypairing"):
        return Family.objects.all()
    headed = Student.objects.headed_by(user, on=on).exclude(family=None)
    held = FamilyPairing.objects.held_by(user)
    return Family.objects.filter(
        Q(pk__in=headed.order_by().values("family")) | Q(pk__in=held.order_by().values("family"))
    )


def children_known_to(user, *, on):
    """The students of these families whom the user may read by name: of a head teacher's, only those of the class."""
    if user.has_perm("walkins.add_familypairing"):
        return Student.objects.all()
    headed = Student.objects.headed_by(user, on=on)
    held = FamilyPairing.objects.held_by(user)
    return Student.objects.filter(
        Q(pk__in=headed.values("pk")) | Q(family__in=held.order_by().values("family"))
    )
