from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branch.core import periods
from branch.core.addresses import address_of
from branch.core.models import StoredImage, Versioned, VersionedQuerySet

from .members import Member


class FlagPageQuerySet(VersionedQuerySet):
    def public_on(self, day):
        """Pages approved for the school year of the day, of members who work here and belong to the branch."""
        return self.filter(
            state=FlagPage.State.APPROVED,
            school_year=periods.school_year(day).start.year,
            member__in=Member.objects.here_on(day),
            member__staff__until_on=None,
        )

    def visible_to(self, user):
        """The user's own page; for those who may approve pages also those submitted."""
        allowed = Q(member__staff__user=user)
        if user.has_perm("members.approve_flagpage"):
            allowed |= ~Q(state=FlagPage.State.DRAFT)
        return self.filter(allowed)

    def portrait_visible_to(self, user, *, on):
        """Pages whose portrait the user may see: those public with it, one's own, those submitted with it."""
        seen = Q(pk__in=self.public_on(on).filter(shows_portrait=True).values("pk"))
        if user.is_authenticated:
            seen |= Q(member__staff__user=user)
        if user.has_perm("members.approve_flagpage"):
            seen |= Q(shows_portrait=True) & ~self.is_over(on)
        return self.filter(seen).exclude(portrait=None)

    @staticmethod
    def is_over(day):
        """The `Q` of pages of who is not here any more, and of years that cannot be carried over to that of the day."""
        last = periods.school_year(day).start.year - 1
        return ~Q(member__in=Member.objects.here_on(day)) | Q(school_year__lt=last)

    def to_take_down(self, day):
        """Pages that are over and still have more than the words of a draft."""
        return self.filter(self.is_over(day)).exclude(state=FlagPage.State.DRAFT, portrait=None)

    def with_name(self):
        """Annotate `name`: the member's."""
        return self.annotate(name=F("member__staff__name"))

    def in_roster_order(self):
        return self.order_by("member__surname_strokes", "member__staff__name", "pk")


class FlagPortrait(StoredImage):
    """公开页的照片: a portrait that a member chose for the public page; deleted as soon as it is taken back."""

    class Meta:
        verbose_name = verbose_name_plural = "公开页的照片"


class FlagPage(Versioned):
    """一个党员，一面旗帜: a member's public page, consented to by the member and approved by a colleague.

    It is public for one school year, and no longer once consent is withdrawn or the branch is left.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "未公开"
        SUBMITTED = "submitted", "待审核"
        APPROVED = "approved", "已公开"

    member = models.OneToOneField(
        Member, models.CASCADE, related_name="flag_page", verbose_name="党员"
    )
    post_title = models.CharField("示范岗名称", max_length=20, default="党员示范岗")
    roles = models.TextField("身份", max_length=60)
    pledge = models.CharField("公开承诺", max_length=120)
    pledged_on = models.DateField("承诺日期")
    # the member agrees that what they did for the community is listed, by month
    shows_deeds = models.BooleanField("列出做过的服务", default=False)
    portrait = models.OneToOneField(
        FlagPortrait,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="page",
        verbose_name="照片",
    )
    # the member's consent to the page, of `consented_at`, is also one to the portrait
    shows_portrait = models.BooleanField("公开照片", default=False)
    state = models.CharField("状态", max_length=20, choices=State, default=State.DRAFT)
    school_year = models.PositiveSmallIntegerField("学年（起始年）")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="撰写人"
    )
    consented_at = models.DateTimeField("本人同意公开时间", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审核人",
    )
    approved_at = models.DateTimeField("审核时间", null=True, blank=True)
    # what the committee asks to change; cleared when the page is submitted again
    remark = models.CharField("审核意见", max_length=100, blank=True)

    objects = FlagPageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党员公开页"
        permissions = [
            ("write_flagpage", "可以写自己的公开页"),
            ("approve_flagpage", "可以审核别人的公开页"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", consented_at=None)
                | ~Q(state="draft") & Q(consented_at__isnull=False),
                name="members_flagpage_is_shown_with_consent",
                violation_error_message="本人同意公开后才能送审。",
            ),
            models.CheckConstraint(
                condition=Q(shows_portrait=False)
                | Q(portrait__isnull=False, consented_at__isnull=False),
                name="members_flagpage_portrait_with_consent",
                violation_error_message="先选一张照片，本人同意后才能公开照片。",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None) & ~Q(state="approved")
                | Q(state="approved", approved_by__isnull=False, approved_at__isnull=False)
                & ~Q(approved_by=F("written_by")),
                name="members_flagpage_approved_by_another",
                violation_error_message="自己的公开页要由另一位同事审核。",
            ),
        ]

    def __str__(self):
        return f"{self.member}的公开页"

    def get_absolute_url(self):
        """The address of the page for approval; `public_url` is the public one."""
        return address_of("members:flag-detail", self.pk)

    @property
    def public_url(self):
        return address_of("members:flag", self.member_id)

    @property
    def portrait_url(self):
        """The address of the portrait; empty where the page shows the initial instead."""
        return address_of("members:flag-portrait", self.member_id) if self.shows_portrait else ""

    @property
    def preview_portrait_url(self):
        """The address of the portrait as its member sees the page; of a draft also before the consent."""
        is_chosen = self.shows_portrait or self.state == self.State.DRAFT
        is_seen = self.portrait_id and is_chosen
        return address_of("members:flag-portrait", self.member_id) if is_seen else ""

    @property
    def role_lines(self):
        return self.roles.splitlines()

    @property
    def honours(self):
        """The honours recorded before the member consented and a colleague approved."""
        rows = self.member.honours.all()
        for moment in filter(None, (self.consented_at, self.approved_at)):
            rows = rows.filter(recorded_at__lte=moment)
        return rows

    def held_the_year_before(self, day):
        return self.school_year == periods.school_year(day).start.year - 1

    def holds_on(self, day):
        return self.school_year == periods.school_year(day).start.year
