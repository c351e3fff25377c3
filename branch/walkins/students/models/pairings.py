from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.db.models import Count, DateField, Exists, F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from branch.core.addresses import address_of
from branch.core.dated import RUNNING, DayBefore
from branch.members.models import Member
from branch.school.models import Student
from branch.school.windows import Rolling
from branch.walkins.figures import CONTACT_DAYS
from branch.walkins.pairs import PairQuerySet
from branch.walkins.proposals import Mode

from .needs import SupportNeed, students_in_need_seen_by
from .students import AboutStudent, AboutStudentQuerySet

CONTACT_WINDOW = Rolling(CONTACT_DAYS)


def contact_horizon(on):
    """The day before which a last contact is overdue; holidays do not count.

    Cached for a minute: a list, the desk and a duty ask for the same day.
    """
    key = f"walkins.contact_horizon:{on}"
    return cache.get_or_set(key, lambda: CONTACT_WINDOW.period(on).start, 60)


def members_to_confirm(on):
    """Members who can confirm what others record for them: here on the day, with a sign-in."""
    return Member.objects.here_on(on).filter(staff__user__is_active=True)


def members_to_pair(on):
    """Members who are here on the day, with `pairing_count` and `asked_count`.

    The one counts their pairings of that day, the other the students for whom they are asked now.
    """
    proposals = apps.get_model("walkins", "PairingProposal").objects.open()
    members = Member.objects.active_on(on).present_on(on).with_group_on(on)
    members = members.select_related("staff").annotate(
        pairing_count=_count_of_member(Pairing.objects.active_on(on)),
        asked_count=_count_of_member(proposals),
    )
    return members.in_roster_order()


def _count_of_member(rows):
    rows = rows.filter(member=OuterRef("pk")).order_by()
    return Coalesce(Subquery(rows.values("member").annotate(count=Count("pk")).values("count")), 0)


def pairings_say(count, asked):
    """现结对 4 名（含正在建议的）: all students whom a member has or is `asked` for, as a limit counts them."""
    return f"现结对 {count} 名{'（含正在建议的）' if asked else ''}"


def students_to_pair(user, *, on):
    """Students in need, of whom the user may see a need, with `is_paired` and `open_needs`."""
    running = Pairing.objects.with_member_in_school_on(on).filter(student=OuterRef("pk"))
    needs = Prefetch("needs", SupportNeed.objects.open_on(on), to_attr="open_needs")
    students = students_in_need_seen_by(user, on=on).annotate(is_paired=Exists(running))
    return students.prefetch_related(needs)


class PairingQuerySet(PairQuerySet, AboutStudentQuerySet):
    def led_by(self, user):
        """Running pairings whose goals the user sets: one's own; all for the committee."""
        return self.active() if user.has_perm("walkins.add_pairing") else self.held_by(user)

    def followed_by(self, user, *, on):
        """Running pairings whose 学习情况 the user records: one's own, of one's class, all for the committee."""
        if user.has_perm("walkins.add_pairing"):
            return self.active()
        headed = Student.objects.headed_by(user, on=on).values("pk")
        return self.active().filter(Q(member__staff__user=user) | Q(student__in=headed))

    def recordable_by(self, user, *, on):
        """Running pairings the user may record a contact for: one's own and, for the committee, all.

        Others record for a colleague who can confirm it: in a pairing they may read, or of a student with whom
        they are paired, too.
        """
        if user.has_perm("walkins.add_pairing"):
            return self.active()
        seen = Pairing.objects.visible_to(user, on=on).values("pk")
        shared = Pairing.objects.held_by(user).order_by().values("student")
        near = Q(pk__in=seen) | Q(student__in=shared)
        confirmed = Q(member__in=members_to_confirm(on).values("pk"))
        return self.active().filter(Q(member__staff__user=user) | near & confirmed)

    def with_confirming_member(self, on):
        """Annotate `can_confirm`, whether the member can confirm what others record."""
        able = members_to_confirm(on).filter(pk=OuterRef("member"))
        return self.annotate(can_confirm=Exists(able))

    def with_rights_of(self, user, *, on):
        """Annotate `may_record`, `may_lead` and `may_follow`: whether the user records contacts, goals, 学习情况."""
        here = {"pk": OuterRef("pk")}
        return self.annotate(
            may_record=Exists(Pairing.objects.recordable_by(user, on=on).filter(**here)),
            may_lead=Exists(Pairing.objects.led_by(user).filter(**here)),
            may_follow=Exists(Pairing.objects.followed_by(user, on=on).filter(**here)),
        )

    def visible_to(self, user, *, on=None):
        """All for the committee; else one's own until they end and those of one's class as head teacher.

        The counsellor also sees those of students with an open need.
        """
        on = on or timezone.localdate()
        if user.has_perm("walkins.add_pairing"):
            return self
        headed = Student.objects.headed_by(user, on=on)
        rows = Q(member__staff__user=user, until_on=None) | Q(student__in=headed.values("pk"))
        if user.has_perm("walkins.follow_open_needs"):
            rows |= Q(student__in=SupportNeed.objects.open().values("student"))
        return self.filter(rows)

    def with_last_contact(self, on):
        """Annotate `last_contact_on` and `waits_since`: that day, or the first day of the pairing."""
        last = Subquery(self._contacts_until(on).values("happened_on")[:1])
        return self.annotate(
            as_of=Value(on, DateField()),
            last_contact_on=last,
            waits_since=Coalesce(last, "started_on"),
        )

    def with_next_plan(self, day):
        """Annotate `next_plan`: what was written at the last contact for the next one."""
        last = self._contacts_until(day).values("contact__next_plan")
        return self.annotate(next_plan=Subquery(last[:1]))

    def as_listed_on(self, day):
        """Rows with everything a card or a list shows, in class order."""
        return (
            self.select_related("member__staff", "student")
            .prefetch_related(Prefetch("student__needs", to_attr="all_needs"))
            .with_class_on(day)
            .with_last_contact(day)
            .with_next_plan(day)
            .in_class_order()
        )

    def _contacts_until(self, day):
        """The contacts of the outer pairing up to a day, last first."""
        shares = self.model.contacts.through.objects
        return shares.filter(pairing=OuterRef("pk"), happened_on__lte=day).order_by(
            "-happened_on", "-contact_id"
        )

    def overdue_on(self, day):
        """待联系: pairings of the day whose last contact is longer ago than the figure allows."""
        waiting = self.active_on(day).with_last_contact(day)
        return waiting.filter(waits_since__lt=contact_horizon(day))


class Pairing(AboutStudent):
    """结对: one member supports one student, from a day until it is ended."""

    class EndReason(models.TextChoices):
        GOAL_MET = "goal_met", "目标达成"
        ON_REQUEST = "on_request", "学生或家长要求更换"
        GRADUATED = "graduated", "毕业"
        TRANSFERRED = "transferred", "转学"
        MEMBER_MOVED = "member_moved", "党员调动"
        OTHER = "other", "其他"

    class Outcome(models.TextChoices):
        DONE = "done", "办结"
        HANDED_OVER = "handed_over", "交接"
        PAUSED = "paused", "暂停"

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="pairings", verbose_name="结对党员"
    )
    student = models.ForeignKey(
        Student, models.PROTECT, related_name="pairings", verbose_name="学生"
    )
    started_on = models.DateField("结对日期")
    guardian_informed_on = models.DateField("监护人知情")
    # of earlier pairings neither is known
    guardian_mode = models.CharField("怎么告诉的", max_length=10, choices=Mode, blank=True)
    student_agreed_on = models.DateField("学生同意", null=True, blank=True)
    # why this member although they have as many students as the figure allows
    over_reason = models.CharField("超过规定名数的原因", max_length=60, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="安排人"
    )
    until_on = models.DateField("最后一天", null=True, blank=True)
    end_reason = models.CharField("结束原因", max_length=20, choices=EndReason, blank=True)
    outcome = models.CharField("结果", max_length=20, choices=Outcome, blank=True)

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "结对"
        ordering = ["-started_on", "pk"]
        indexes = [
            # (member) needs none: the unique index below begins with the member.
            models.Index(
                fields=["student"],
                condition=RUNNING,
                name="walkins_pairing_active_student",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "student"],
                condition=RUNNING,
                name="walkins_pairing_one_active_per_member_and_student",
                violation_error_message="该党员已与这名学生结对。",
            ),
            models.CheckConstraint(
                condition=RUNNING | Q(until_on__gte=DayBefore(F("started_on"))),
                name="walkins_pairing_ends_after_it_starts",
                violation_error_message="结束日期不能早于结对日期。",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None, end_reason="", outcome="")
                | (Q(until_on__isnull=False) & ~Q(end_reason="") & ~Q(outcome="")),
                name="walkins_pairing_ends_with_reason_and_outcome",
                violation_error_message="结束结对时请选择原因和结果。",
            ),
        ]

    def __str__(self):
        return f"{self.member} — {self.student}"

    def get_absolute_url(self):
        return address_of("walkins:pairing-detail", self.pk)

    @property
    def is_active(self):
        return self.until_on is None

    @property
    def days_waited(self):
        """Days since the last contact or, before the first, since the pairing began; needs `with_last_contact`."""
        return (self.as_of - self.waits_since).days

    def waited_since(self, horizon):
        """(days waited, days that may pass until the next contact), the first at most the second, for a meter."""
        allowed = max((self.as_of - horizon).days, 1)
        return min(self.days_waited, allowed), allowed

    @property
    def kinds(self):
        """帮扶类别: the kinds of need while the pairing ran, 学业帮扶、成长陪伴; needs `as_listed_on`."""
        return "、".join(dict.fromkeys(need.get_kind_display() for need in self.needs_then))

    @property
    def needs_then(self):
        """The needs while the pairing ran; needs `as_listed_on`."""
        return [need for need in self.student.all_needs if need.overlaps(self)]

    @property
    def is_for_learning(self):
        """Whether one of these is a need for 学业帮扶."""
        return any(need.kind == SupportNeed.Kind.LEARNING for need in self.needs_then)

    @property
    def last_contact_says(self):
        """16 天前; needs `with_last_contact`."""
        if self.last_contact_on is None:
            return "还没有"
        return f"{self.days_waited} 天前" if self.days_waited else "今天"

    @property
    def days_recorded(self):
        """The days of its contacts, also those that wait to be confirmed, of tries, of the steps of its goals, of bands."""
        steps = self.goals.exclude(steps=None).values_list("steps__happened_on", flat=True)
        dated = (
            rows.values_list("happened_on", flat=True) for rows in (self.shares, self.progress)
        )
        waiting = self.claim_shares.values_list("happened_on", flat=True)
        tried = self.tries.values_list("tried_on", flat=True)
        return [day for days in (*dated, steps, waiting, tried) for day in days]

    def covers(self, day):
        """Whether the pairing ran on the day, its last day included."""
        return self.started_on <= day and (self.until_on is None or day <= self.until_on)
