from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone

from branch.core.addresses import address_of
from branch.school.models import Enrolment, HeadTeacherPost, Student
from branch.walkins.proposals import OPEN, Mode, Proposal, ProposalQuerySet, proposal_checks

from .needs import SupportNeed
from .pairings import Pairing, students_to_pair
from .students import AboutStudent, AboutStudentQuerySet

NONE_AGREED = Q(guardian_informed_on=None, student_agreed_on=None)


class PairingProposalQuerySet(ProposalQuerySet, AboutStudentQuerySet):
    def visible_to(self, user, *, on=None):
        """All for the committee; those of one's class for its head teacher; for the member asked, while open."""
        if user.has_perm("walkins.add_pairing"):
            return self
        on = on or timezone.localdate()
        headed = Student.objects.headed_by(user, on=on)
        return self.filter(Q(student__in=headed.values("pk")) | OPEN & Q(member__staff__user=user))

    def waiting_for(self, user, *, on):
        """Open ones in which the user has something to do, as the member asked or as the head teacher.

        Of a head teacher those to agree to, and those whose guardian and student are to be asked.
        """
        headed = Student.objects.headed_by(user, on=on)
        own = Q(student__in=headed.values("pk")) & (Q(head_agreed_on=None) | ~Q(accepted_on=None))
        return self.open().filter(Q(member__staff__user=user) | own)

    def as_listed_on(self, day):
        """Rows with everything a list shows, the oldest first."""
        needs = Prefetch("student__needs", SupportNeed.objects.open_on(day), to_attr="open_needs")
        rows = self.select_related("member__staff", "student", "proposed_by", "pairing")
        return rows.prefetch_related(needs).with_class_on(day).order_by("proposed_on", "pk")


class PairingProposal(Proposal, AboutStudent):
    """结对建议: a member is asked to be paired with a student, which begins when guardian and student agree too."""

    student = models.ForeignKey(
        Student, models.PROTECT, related_name="proposals", verbose_name="学生"
    )
    # the pairing that it takes over: it ends as this one begins
    replaces = models.ForeignKey(
        Pairing,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="原来的结对",
    )
    head_agreed_on = models.DateField("班主任同意", null=True, blank=True)
    guardian_informed_on = models.DateField("告诉监护人的日期", null=True, blank=True)
    guardian_mode = models.CharField("怎么告诉的", max_length=10, choices=Mode, blank=True)
    student_agreed_on = models.DateField("学生同意日期", null=True, blank=True)
    pairing = models.OneToOneField(
        Pairing,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposal",
        verbose_name="开始的结对",
    )

    objects = PairingProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "结对建议"
        ordering = ["proposed_on", "pk"]
        indexes = [
            models.Index(fields=["member"], condition=OPEN, name="walkins_proposal_open_member")
        ]
        constraints = [
            *proposal_checks("walkins_pairingproposal", "pairing"),
            models.UniqueConstraint(
                fields=["student"],
                condition=OPEN,
                name="walkins_pairingproposal_one_open_per_student",
                violation_error_message="这名学生已有一条结对建议还没有办完。",
            ),
            models.CheckConstraint(
                condition=NONE_AGREED | Q(accepted_on__isnull=False),
                name="walkins_pairingproposal_accepted_first",
                violation_error_message="党员接受以后，再问监护人和学生。",
            ),
            models.CheckConstraint(
                condition=Q(guardian_informed_on=None) ^ ~Q(guardian_mode=""),
                name="walkins_pairingproposal_says_how",
                violation_error_message="请选择怎么告诉监护人的。",
            ),
            models.CheckConstraint(
                condition=~Q(closed_as="started")
                | Q(guardian_informed_on__isnull=False, student_agreed_on__isnull=False),
                name="walkins_pairingproposal_starts_when_all_agreed",
                violation_error_message="监护人和学生都同意以后，结对才开始。",
            ),
            models.CheckConstraint(
                condition=Q(guardian_informed_on=None)
                | Q(guardian_informed_on__gte=F("proposed_on")),
                name="walkins_pairingproposal_guardian_after_it_is_made",
                violation_error_message="告诉监护人的日期不能早于提出建议的日期。",
            ),
            models.CheckConstraint(
                condition=Q(student_agreed_on=None) | Q(student_agreed_on__gte=F("proposed_on")),
                name="walkins_pairingproposal_student_after_it_is_made",
                violation_error_message="学生同意的日期不能早于提出建议的日期。",
            ),
        ]

    def __str__(self):
        return f"{self.member} — {self.student}"

    def get_absolute_url(self):
        """Its page; once it has begun, that of the pairing."""
        if self.pairing_id:
            return address_of("walkins:pairing-detail", self.pairing_id)
        return address_of("walkins:proposal-detail", self.pk)

    def lock_subject(self):
        """Lock the student, so that what changes their needs and pairings runs one after the other."""
        Student.objects.select_for_update(no_key=True).get(pk=self.student_id)

    def head_user(self, on):
        """The user who heads the class of the student on the day, or None."""
        post = head_post_of(self, on=on)
        return post and post.staff.user

    @property
    def waits_for(self):
        waits = [("监护人", self.guardian_informed_on), ("学生", self.student_agreed_on)]
        return f"等{'和'.join(who for who, day in waits if day is None)}同意"

    @property
    def kinds(self):
        """帮扶类别 of the needs that are open, 学业帮扶、成长陪伴; needs `as_listed_on`."""
        return "、".join(need.get_kind_display() for need in self.student.open_needs)

    @property
    def all_agreed_on(self):
        """The day on which the last of member, guardian and student agreed; None before."""
        days = (self.accepted_on, self.guardian_informed_on, self.student_agreed_on)
        return max(days) if all(days) else None


def students_to_propose_for(user, *, on):
    """Students in need without an open proposal: all for the committee, of one's class for its head teacher."""
    rows = students_to_pair(user, on=on)
    if not user.has_perm("walkins.add_pairing"):
        rows = rows.filter(pk__in=Student.objects.headed_by(user, on=on).values("pk"))
    return rows.exclude(pk__in=PairingProposal.objects.open().values("student"))


def students_without_a_member(user, *, on):
    """Those of them who are paired with nobody, in class order."""
    return students_to_propose_for(user, on=on).filter(is_paired=False).in_class_order()


def ways_to_propose(user, students, *, on):
    """{pk: (open proposal that the user reads, whether a new one is theirs to make)} of students to be paired."""
    if not students or not user.has_perm("walkins.propose_pairing"):
        return {}
    rows = PairingProposal.objects.visible_to(user, on=on).open().filter(student__in=students)
    asked = {row.student_id: row for row in rows.select_related("member__staff")}
    free = students_to_propose_for(user, on=on).filter(pk__in=students)
    ways = dict.fromkeys(free.order_by().values_list("pk", flat=True), (None, True))
    return ways | {pk: (row, False) for pk, row in asked.items()}


def head_post_of(proposal, *, on):
    """The post of who heads the class of the student on a day, or None."""
    posts = HeadTeacherPost.objects.active_on(on).select_related("staff__user")
    enrolled = Enrolment.objects.active_on(on).filter(student=proposal.student_id)
    return posts.filter(school_class__in=enrolled.values("school_class")).first()
