"""The lines of the books; a line is entered, counted or refused, and never edited."""

from itertools import accumulate

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from branch.core.addresses import address_of
from branch.core.models import Versioned, VersionedQuerySet
from branch.core.money import yuan_says
from branch.school.models import Student
from branch.walkins.families.models import children_known_to
from branch.walkins.shares import Share, ShareQuerySet

from .drives import Drive
from .order import BOOK_ORDER, LATEST_FIRST, at_or_before, with_order
from .rules import CONSTRAINTS, Kind, Occasion, Reason, Refusal, Source, State

SIGNED = F("flow") * F("amount")


def total(amount=SIGNED, **conditions):
    """The sum of the amounts, 0 where there are none."""
    return Coalesce(Sum(amount, filter=Q(**conditions) if conditions else None), 0)


class AidQuerySet(VersionedQuerySet):
    def counted(self):
        return self.filter(state=State.COUNTED)

    def waiting(self):
        return self.filter(state=State.WAITING)

    def in_period(self, period):
        return self.filter(happened_on__range=(period.start, period.end))

    def visible_to(self, user, *, on=None):
        """All for the committee; for others those counted ones that reached a child whom they may read."""
        if user.has_perm("walkins.view_drive"):
            return self
        shares = AidRecipient.objects.visible_to(user, on=on)
        return self.filter(pk__in=shares.order_by().values("aid"))

    def to_be_decided_by(self, user):
        """待审核: lines that another entered."""
        return self.waiting().exclude(entered_by=user)

    def balance(self):
        """Ins less outs of the counted lines, in fen."""
        return self.counted().aggregate(sum=total())["sum"]

    def least_balance_from(self, day):
        """The least to which the balance of the counted lines falls on the day or later."""
        rows = self.counted()
        opening = rows.filter(happened_on__lte=day).balance()
        later = rows.filter(happened_on__gt=day).in_book_order()
        return min(accumulate([opening, *later.values_list(SIGNED, flat=True)]))

    def in_book_order(self):
        return with_order(self).order_by(*BOOK_ORDER)

    def latest_first(self):
        return with_order(self).order_by(*LATEST_FIRST)

    def with_balance(self, *, of_drive):
        """Annotate `balance` after each counted line: of its drive, or of all drives."""
        day, rows = OuterRef("happened_on"), with_order(Aid.objects.counted())
        before = rows.filter(Q(happened_on__lt=day) | Q(happened_on=day) & at_or_before())
        if of_drive:
            before = before.filter(drive=OuterRef("drive"))
        sums = before.order_by().annotate(all=Value(1)).values("all").annotate(sum=total())
        return with_order(self).annotate(balance=Subquery(sums.values("sum")))

    def with_standing(self):
        """Annotate `is_reversed` and whether a reversal waits, as `reversal_waits`."""
        own = Aid.objects.filter(reverses=OuterRef("pk")).order_by()
        return self.annotate(
            is_reversed=Exists(own.counted()), reversal_waits=Exists(own.waiting())
        )

    def with_whom(self):
        """Prefetch the shares of those whom each line reached, as `whom`, with class and number of its day."""
        shares = AidRecipient.objects.with_class_then().with_roll_number()
        shares = shares.order_by("student__number")
        return self.prefetch_related(Prefetch("recipients", shares, to_attr="whom"))

    def as_listed(self):
        """Lines with all that a page of the books shows."""
        return (
            self.select_related("entered_by", "decided_by", "reverses")
            .with_standing()
            .with_balance(of_drive=True)
            .with_whom()
        )


class Aid(Versioned):
    """一笔: a line of a drive's books, in whole fen; `flow` is 1 for what comes in, -1 for what goes out."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="lines", verbose_name="活动")
    number = models.PositiveIntegerField("第几笔")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    flow = models.SmallIntegerField("收支")
    is_goods = models.BooleanField("物资", default=False)
    amount = models.PositiveBigIntegerField("金额（分）")
    source = models.CharField("来源", max_length=10, choices=Source)
    happened_on = models.DateField("日期")
    payee = models.CharField("收款单位", max_length=40, blank=True)
    receipt = models.CharField("票据号", max_length=40, blank=True)
    goods = models.CharField("物资名称和数量", max_length=60, blank=True)
    occasion = models.CharField("慰问事由", max_length=10, choices=Occasion, blank=True)
    # stays when the shares of students who left are deleted
    recipient_count = models.PositiveSmallIntegerField("受助人数", default=0)

    # whether a second person has to approve it, by the figure of the day it was entered
    needs_two = models.BooleanField("两人办理", default=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    entered_on = models.DateField("登记日期")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    decided_on = models.DateField("审核日期", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审核人",
    )
    refusal = models.CharField("不同意的原因", max_length=10, choices=Refusal, blank=True)

    reverses = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversals",
        verbose_name="冲正",
    )
    reason = models.CharField("冲正原因", max_length=10, choices=Reason, blank=True)
    remark = models.CharField("补充说明", max_length=60, blank=True)

    objects = AidQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "帮困助学收支"
        ordering = ["-happened_on", "flow", "-pk"]
        indexes = [
            models.Index(fields=["drive", "happened_on"], name="walkins_aid_drive_day"),
            models.Index(fields=["happened_on"], name="walkins_aid_day"),
            models.Index(
                fields=["drive"], condition=Q(state="waiting"), name="walkins_aid_waiting"
            ),
        ]
        constraints = CONSTRAINTS

    def __str__(self):
        return f"第 {self.number} 笔"

    def get_absolute_url(self):
        return address_of("walkins:aid-detail", self.pk)

    @property
    def signed(self):
        return self.flow * self.amount

    @property
    def is_income(self):
        return self.kind == Kind.INCOME

    @property
    def is_waiting(self):
        return self.state == State.WAITING

    @property
    def is_counted(self):
        return self.state == State.COUNTED

    @property
    def is_reversal(self):
        return self.reverses_id is not None

    @property
    def is_off(self):
        """Whether it is struck out: reversed, refused or withdrawn; needs `with_standing`."""
        return self.is_reversed or self.state in (State.REFUSED, State.WITHDRAWN)

    @property
    def amount_says(self):
        """+3,000.00 or −600.00."""
        return f"{'+' if self.flow > 0 else ''}{yuan_says(self.signed)}"

    @property
    def is_open_to_reversal(self):
        """Whether it may be reversed; needs `with_standing`."""
        is_taken = self.is_reversed or self.reversal_waits
        return self.is_counted and not self.is_reversal and not is_taken

    @property
    def title(self):
        """工会, 冲正第 6 笔, 初三（1）班 0088, 初三（1）班 0088 等 6 名; needs `with_whom`."""
        if self.is_reversal:
            return f"冲正{self.reverses}"
        return self.get_source_display() if self.is_income else self.whom_says

    @property
    def whom_says(self):
        """The first student by class and number, and how many there are; needs `with_whom`."""
        if not self.whom:
            return f"学生 {self.recipient_count} 名"
        first = self.whom[0]
        number = first.roll_number or "（未编号）"
        more = f" 等 {self.recipient_count} 名" if self.recipient_count > 1 else ""
        return f"{first.class_name} {number}{more}"

    @property
    def purpose(self):
        """爱心助学款, 物资, 入冬慰问; of what comes in 收入."""
        if self.kind == Kind.COMFORT:
            return f"{self.get_occasion_display()}慰问"
        return {Kind.INCOME: "收入", Kind.MONEY: "爱心助学款"}.get(self.kind, "物资")

    @property
    def what_says(self):
        """The small line: 爱心助学款，票据 学助字第 0417 号; 物资：棉被 6 件，金额为折价; of a reversal why."""
        if self.is_reversal:
            return "，".join(text for text in (self.get_reason_display(), self.remark) if text)
        texts = [] if self.is_income else [self.purpose]
        if self.goods:
            texts = [f"{self.purpose}：{self.goods}", "金额为折价"]
        if self.payee and self.is_income:
            texts.append(self.payee)
        if self.receipt:
            texts.append(f"票据 {self.receipt}")
        return "，".join(texts)

    @property
    def voucher(self):
        """学校财务室 学助字第 0417 号: who took the money, and the number of the receipt."""
        return " ".join(text for text in (self.payee, self.receipt) if text)


class AidRecipientQuerySet(ShareQuerySet):
    def visible_to(self, user, *, on=None):
        """All for the committee; those of children whom the user may read, of lines that are counted."""
        if user.has_perm("walkins.view_drive"):
            return self
        known = children_known_to(user, on=on or timezone.localdate())
        return self.filter(aid__state=State.COUNTED, student__in=known.values("pk"))

    def reached(self):
        """Shares of lines that are counted and not reversed."""
        reversals = Aid.objects.counted().exclude(reverses=None).order_by()
        return self.filter(aid__state=State.COUNTED).exclude(aid__in=reversals.values("reverses"))


class AidRecipient(Share):
    """受助学生: a student whom a line reached, at school on that day; deleted when its term after school is over."""

    aid = models.ForeignKey(Aid, models.CASCADE, related_name="recipients")
    student = models.ForeignKey(Student, models.PROTECT, related_name="aid_shares")

    objects = AidRecipientQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "受助学生"
        ordering = ["student__number", "pk"]
        indexes = [
            models.Index(fields=["student", "-happened_on"], name="walkins_aidrecipient_last"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["aid", "student"],
                name="walkins_aidrecipient_once",
                violation_error_message="这名学生已在这一笔里。",
            )
        ]

    def __str__(self):
        return f"{self.aid} {self.student_id}"
