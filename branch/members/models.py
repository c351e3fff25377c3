from django.db import models
from django.db.models import Q

from branch.core.models import Excuse
from branch.school.models import Staff
from branch.school.models.classes import DatedQuerySet, ends_after_it_starts


class PartyGroup(models.Model):
    """党小组."""

    name = models.CharField("党小组", max_length=20, unique=True)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "党小组"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class MemberQuerySet(models.QuerySet):
    def active_on(self, day):
        """Members of the branch on that day, full or probationary."""
        return self.filter(pk__in=MemberStatus.objects.active_on(day).values("member"))

    def voting_on(self, day):
        """有表决权: full members. Source: 党章, probationary members neither vote nor stand."""
        full = MemberStatus.objects.active_on(day).filter(kind=MemberStatus.Kind.FULL)
        return self.filter(pk__in=full.values("member"))

    def present_on(self, day):
        """Without those away for long (支教, long leave), who leave 应到."""
        away = Excuse.objects.active_on(day).standing(Member)
        return self.exclude(pk__in=away.values("subject_id"))

    def matching(self, typed):
        """Whom somebody may mean who typed this: by the name of the member of staff."""
        return self.filter(staff__in=Staff.objects.matching(typed).values("pk"))

    def in_roster_order(self):
        """By group, then 姓氏笔画, then number: never by any count."""
        return self.order_by("group__order", "surname_strokes", "staff__name", "staff__number")


class Member(models.Model):
    """党员: the Party membership of one member of staff."""

    staff = models.OneToOneField(
        Staff, models.PROTECT, related_name="member", verbose_name="教职工"
    )
    group = models.ForeignKey(
        PartyGroup, models.PROTECT, related_name="members", verbose_name="党小组"
    )
    joined_on = models.DateField("入党时间")
    surname_strokes = models.PositiveSmallIntegerField("姓氏笔画", default=99)
    born_on = models.DateField("出生年月", null=True, blank=True)
    ethnicity = models.CharField("民族", max_length=10, blank=True)
    education = models.CharField("学历", max_length=10, blank=True)
    remark = models.CharField("备注", max_length=100, blank=True)
    is_public = models.BooleanField("本人同意公开", default=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党员"

    def __str__(self):
        return self.staff.name


class MemberStatus(models.Model):
    """党员类别: probationary or full, from a day to a day; no row for a day means not of this branch."""

    class Kind(models.TextChoices):
        PROBATIONARY = "probationary", "预备党员"
        FULL = "full", "正式党员"

    member = models.ForeignKey(Member, models.CASCADE, related_name="statuses")
    kind = models.CharField("党员类别", max_length=20, choices=Kind)
    from_on = models.DateField("自")
    until_on = models.DateField("至", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党员类别"
        ordering = ["-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(until_on=None),
                name="members_memberstatus_one_open_per_member",
                violation_error_message="这名党员已有一个现行类别，请先写上它的结束日期。",
            ),
            ends_after_it_starts("members_memberstatus_ends_after_it_starts"),
        ]

    def __str__(self):
        return f"{self.member} {self.get_kind_display()}"


class Office(models.Model):
    """党内职务: secretary and committee seats, from a day to a day."""

    class Kind(models.TextChoices):
        SECRETARY = "secretary", "书记"
        DEPUTY = "deputy", "副书记"
        ORGANISATION = "organisation", "组织委员"
        PUBLICITY = "publicity", "宣传委员"
        DISCIPLINE = "discipline", "纪检委员"
        YOUTH = "youth", "青年委员"

    member = models.ForeignKey(Member, models.CASCADE, related_name="offices")
    kind = models.CharField("党内职务", max_length=20, choices=Kind)
    from_on = models.DateField("自")
    until_on = models.DateField("至", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党内职务"
        ordering = ["-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(until_on=None),
                name="members_office_one_open_per_kind",
                violation_error_message="这个职务已有人担任，请先写上原任的结束日期。",
            ),
            ends_after_it_starts("members_office_ends_after_it_starts"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.member}"


class Standard(models.Model):
    """争当: one of the six pioneer standards; the branch names those its report leaves open."""

    code = models.SlugField("代号", max_length=20, unique=True)
    title = models.CharField("名称", max_length=20, blank=True)
    description = models.CharField("要求", max_length=100, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "争当标准"
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["title"],
                condition=~Q(title=""),
                name="members_standard_title_once",
                violation_error_message="已有同名的标准。",
            )
        ]

    def __str__(self):
        return self.title or f"第 {self.order} 项（待支部定名）"
