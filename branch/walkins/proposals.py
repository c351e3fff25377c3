"""What proposals of a pairing have in common, whether with a student or with a family."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from branch.core.models import Versioned
from branch.members.models import Member

OPEN = Q(closed_on=None)


class Mode(models.TextChoices):
    """How a guardian was told of a pairing and agreed."""

    FACE = "face", "当面"
    PHONE = "phone", "电话"
    WRITTEN = "written", "书面"


class ProposalQuerySet(models.QuerySet):
    """Rows by which a `member` is asked, open until they are closed.

    A subclass names in `former` its column of the pairing that is taken over.
    """

    former = "replaces"

    def open(self):
        return self.filter(OPEN)

    def open_on(self, day):
        """Rows made by the day and not closed by it."""
        return self.filter(OPEN | Q(closed_on__gt=day), proposed_on__lte=day)

    def closed(self):
        return self.exclude(OPEN)

    def asked_of(self, user):
        """Open ones of the user as member, whether or not they have answered."""
        return self.open().filter(member__staff__user=user)

    def in_handover(self):
        """Those that take over a pairing and were neither taken back nor called off: it is 待交接."""
        rows = self.exclude(**{self.former: None})
        return rows.filter(called_off_on=None).exclude(closed_as="withdrawn")

    def taking_over(self, pairing):
        """Those that take over this pairing, a row or the key of an outer query."""
        return self.filter(**{self.former: pairing})

    def taking_over_any(self, pairings):
        """Those that take over one of these pairings."""
        return self.filter(**{f"{self.former}__in": pairings})


class Proposal(Versioned):
    """A member is asked to be paired; it ends with the pairing, or with somebody's no."""

    class Closed(models.TextChoices):
        STARTED = "started", "已开始"
        DECLINED = "declined", "请换人"
        NOT_AGREED = "not_agreed", "没有开始"
        WITHDRAWN = "withdrawn", "已撤回"

    class Decline(models.TextChoices):
        """A choice and not a text, so that nothing about a student or a family is written in it."""

        NO_TIME = "no_time", "时间不够"
        UNFIT = "unfit", "不合适"
        OTHER = "other", "另有原因"

    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="建议的党员")
    proposed_on = models.DateField("提出日期")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    # why this member although they have as many students as the figure allows
    over_reason = models.CharField("超过规定名数的原因", max_length=60, blank=True)
    accepted_on = models.DateField("接受日期", null=True, blank=True)
    closed_on = models.DateField("结束日期", null=True, blank=True)
    closed_as = models.CharField("结果", max_length=20, choices=Closed, blank=True)
    # of a hand-over that the committee gave up: the member keeps the pairing
    called_off_on = models.DateField("不再交接", null=True, blank=True, editable=False)
    # read by the committee alone
    decline_reason = models.CharField("不能接受的原因", max_length=20, choices=Decline, blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self):
        return self.closed_on is None

    def asks(self, user):
        """Whether the user is the member who is asked."""
        return self.member.staff.user_id == user.pk

    def may_be_stopped_by(self, user):
        """Once accepted, whoever reads it says that somebody did not agree; before, it is taken back.

        Who is asked says no by declining it: the committee and who proposed take it back.
        """
        is_own = self.proposed_by_id == user.pk
        return bool(self.accepted_on) or is_own or user.has_perm("walkins.add_pairing")

    @property
    def taken_over(self):
        """The pairing that it takes over, or None."""
        return getattr(self, type(self).objects.all().former)

    @property
    def state_says(self):
        """等本人接受, 等监护人和学生同意, or how it ended."""
        if not self.is_open:
            return self.get_closed_as_display()
        return "等本人接受" if self.accepted_on is None else self.waits_for

    @property
    def end_says(self):
        """How a closed one ended, within a sentence: 已停下."""
        return {"started": "结对已开始", "not_agreed": "已停下"}.get(
            self.closed_as, self.get_closed_as_display()
        )

    @property
    def tone(self):
        """The kind of `components/status.html` that goes with the state."""
        if self.is_open:
            return "soon" if self.accepted_on is None else "info"
        return {"started": "ok", "declined": "today"}.get(self.closed_as, "info")


def proposal_checks(name, pairing):
    """The constraints of every kind of proposal: `name` begins their names, `pairing` is the column of what began."""
    return [
        models.CheckConstraint(
            condition=Q(closed_on=None, closed_as="")
            | (Q(closed_on__isnull=False) & ~Q(closed_as="")),
            name=f"{name}_closes_with_a_result",
            violation_error_message="结束结对建议时要写明结果。",
        ),
        models.CheckConstraint(
            condition=Q(decline_reason="") ^ Q(closed_as="declined"),
            name=f"{name}_declined_with_a_reason",
            violation_error_message="请选择原因。",
        ),
        models.CheckConstraint(
            condition=Q(closed_as="started") ^ Q(**{pairing: None}),
            name=f"{name}_started_with_a_pairing",
            violation_error_message="开始结对以后，建议才算办成。",
        ),
        models.CheckConstraint(
            condition=Q(closed_on=None) | Q(closed_on__gte=F("proposed_on")),
            name=f"{name}_closes_after_it_is_made",
            violation_error_message="结束日期不能早于提出日期。",
        ),
        models.CheckConstraint(
            condition=Q(accepted_on=None) | Q(accepted_on__gte=F("proposed_on")),
            name=f"{name}_accepted_after_it_is_made",
            violation_error_message="接受日期不能早于提出日期。",
        ),
    ]


def way_to_pair(row, *, page, url, says, permission="coverage.add_excuse"):
    """The fields of a `Gap` that lead to who was asked, to the hand-over of who is paired, or else to `url`.

    `row` is annotated with `proposal`, `asked` and `held_by`: the open proposal, the name of the member asked, the
    member of a running pairing. `page` is the name of a proposal's address, `permission` that of proposing.
    """
    if row.proposal:
        asked = f"已请{row.asked}，同意以后才计入"
        url = reverse(page, args=[row.proposal])
        shown = {"url": url, "says": asked, "button": "查看建议", "permission": permission}
        return shown | {"is_waiting": True}
    if row.held_by:
        handover = reverse("walkins:handover-detail", args=[row.held_by])
        return {"url": handover, "says": "待交接，请别的党员接手", "button": "办理交接"}
    return {"url": url, "says": says, "button": "安排结对", "permission": permission}
