from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from branch.core.addresses import address_of
from branch.core.models import PhotosAwaited, SealedText, StoredImage, Versioned, VersionedQuerySet
from branch.core.periods import school_year
from branch.school.models import SchoolClass, Staff, Student
from branch.walkins.notes import NoteQuerySet
from branch.walkins.shares import Share, ShareQuerySet
from branch.walkins.students.models import Pairing

from .needs import FamilyNeed
from .pairings import Adult, FamilyPairing, children_known_to


class HomeVisitQuerySet(VersionedQuerySet):
    def planned(self):
        return self.filter(state=HomeVisit.State.PLANNED)

    def done(self):
        return self.filter(state=HomeVisit.State.DONE)

    def of_school_year(self, first_year):
        period = school_year(date(first_year, 9, 1))
        return self.filter(happened_on__range=(period.start, period.end))

    def counted(self, *, with_phone):
        """Visits that were made and count as visits; by telephone only if the figure of the day says so."""
        rows = self.done()
        return rows if with_phone else rows.exclude(mode=HomeVisit.Mode.PHONE)

    def made_by(self, user, *, on):
        """Visits of which the user, who works here, is or was to be the visitor."""
        working = Staff.objects.working_on(on).filter(user=user)
        return self.filter(visitor__in=working)

    def to_be_settled_by(self, user, *, on):
        """One's own and, for the committee, those of visitors who have left the school."""
        own = self.made_by(user, on=on)
        if not user.has_perm("walkins.add_familypairing"):
            return own
        gone = self.exclude(visitor__in=Staff.objects.working_on(on).values("pk"))
        return self.filter(Q(pk__in=own.values("pk")) | Q(pk__in=gone.values("pk")))

    def joined_by(self, user, *, on):
        """Visits of the user as visitor or companion, until the school year of the visit is over."""
        working = Staff.objects.working_on(on).filter(user=user)
        taken = HomeVisit.companions.through.objects.filter(staff__in=working)
        joined = Q(visitor__in=working) | Q(pk__in=taken.values("homevisit"))
        return self.filter(joined, happened_on__gte=school_year(on).start)

    def visible_to(self, user, *, on=None):
        """All for the committee; those to a child of one's class or of a family one is paired with; one's own.

        A visitor reads a visit until its school year is over.
        """
        if user.has_perm("walkins.add_familypairing"):
            return self
        seen = VisitedStudent.objects.visible_to(user, on=on)
        return self.filter(pk__in=seen.order_by().values("visit"))

    def with_children(self, user, *, on):
        """Prefetch `seen`, the children of each visit whom the user may read, with their class of that day."""
        shares = VisitedStudent.objects.visible_to(user, on=on).with_class_then()
        shares = shares.select_related("student").order_by("student__number")
        return self.prefetch_related(Prefetch("shares", shares, to_attr="seen"))

    def with_note_for(self, user, *, on):
        """Annotate `note_id`, of the sealed note that the user wrote and may open."""
        notes = VisitNote.objects.rewritable_by(user, on=on).filter(visit=OuterRef("pk"))
        return self.annotate(note_id=Subquery(notes.values("pk")[:1]))

    def revisable_by(self, user, *, on):
        """Visits the user may correct or withdraw: all for the committee, else one's own of the school year.

        A head teacher's own are those, too, that he or she recorded for a colleague, to a child of the class.
        """
        if user.has_perm("walkins.add_familypairing"):
            return self
        headed = Student.objects.headed_by(user, on=on)
        near = VisitedStudent.objects.filter(student__in=headed.values("pk"))
        made = HomeVisit.objects.made_by(user, on=on)
        recorded = Q(recorded_by=user, pk__in=near.order_by().values("visit"))
        return self.filter(
            recorded | Q(pk__in=made.values("pk")), happened_on__gte=school_year(on).start
        )

    def notable_by(self, user, *, on):
        """Visits that were made, of which the user as the visitor may write a sealed note."""
        return self.done().made_by(user, on=on).filter(happened_on__gte=school_year(on).start)


class HomeVisit(PhotosAwaited, Versioned):
    """家访: one visit to the home of one or several children of a family. Facts only, no names.

    Its children are those of the family who were at school that day, so that families joined or split later
    change nothing about it.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "已约"
        DONE = "done", "已走访"
        MISSED = "missed", "没有走成"

    class Mode(models.TextChoices):
        HOME = "home", "入户"
        PHONE = "phone", "电话"
        ONLINE = "online", "线上"

    class MissReason(models.TextChoices):
        NOBODY = "nobody", "家里没人"
        NOT_NOW = "not_now", "家长不便"
        MOVED = "moved", "改期"

    class WithdrawReason(models.TextChoices):
        """A choice and not a text, so that nothing about the family is written in it."""

        TWICE = "twice", "重复记录"
        WRONG_FAMILY = "wrong_family", "记错了家庭"
        DID_NOT_HAPPEN = "did_not_happen", "没有走访"
        OTHER = "other", "其他"

    class Topic(models.TextChoices):
        """What came up: a category of difficulty, or that there is none."""

        PLACE = FamilyNeed.Kind.PLACE.value, FamilyNeed.Kind.PLACE.label
        SUPPLIES = FamilyNeed.Kind.SUPPLIES.value, FamilyNeed.Kind.SUPPLIES.label
        LIVING = FamilyNeed.Kind.LIVING.value, FamilyNeed.Kind.LIVING.label
        CARE = FamilyNeed.Kind.CARE.value, FamilyNeed.Kind.CARE.label
        MEDICAL = FamilyNeed.Kind.MEDICAL.value, FamilyNeed.Kind.MEDICAL.label
        OTHER = FamilyNeed.Kind.OTHER.value, FamilyNeed.Kind.OTHER.label
        NONE = "none", "暂无困难"

    state = models.CharField("状态", max_length=10, choices=State, default=State.DONE)
    happened_on = models.DateField("日期")
    at_time = models.TimeField("时间", null=True, blank=True)
    mode = models.CharField("走访方式", max_length=10, choices=Mode)
    visitor = models.ForeignKey(
        Staff, models.PROTECT, related_name="visits", verbose_name="走访教师"
    )
    companions = models.ManyToManyField(
        Staff, related_name="visits_joined", blank=True, verbose_name="同行人员"
    )
    is_return = models.BooleanField("回访", default=False)
    # whether the family was confirmed in hardship in that school year; shown as the family's hardship is
    is_hardship = models.BooleanField("困难家庭", default=False, editable=False)
    topics = models.JSONField("家庭困难", default=list, blank=True)
    present = models.JSONField("在场", default=list, blank=True)
    fact = models.CharField("走访情况", max_length=200, blank=True)
    advice = models.CharField("家长意见建议", max_length=200, blank=True)
    miss_reason = models.CharField("没有走成的原因", max_length=10, choices=MissReason, blank=True)
    # the tick 家长同意拍照; without it there are no photos
    may_photograph = models.BooleanField("家长同意拍照", default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="记录人"
    )
    recorded_at = models.DateTimeField("记录时间", auto_now_add=True)

    objects = HomeVisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "家访"
        ordering = ["-happened_on", "-pk"]
        indexes = [
            models.Index(fields=["-happened_on", "-id"], name="walkins_visit_by_day"),
            models.Index(fields=["visitor", "-happened_on"], name="walkins_visit_visitor_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="missed") & ~Q(miss_reason="")
                | ~Q(state="missed") & Q(miss_reason=""),
                name="walkins_homevisit_missed_with_a_reason",
                violation_error_message="请选择没有走成的原因。",
            ),
            models.CheckConstraint(
                condition=Q(may_photograph=True) | Q(photos_awaited=0),
                name="walkins_homevisit_photos_with_consent",
                violation_error_message="家长同意拍照，才能传照片。",
            ),
        ]

    def __str__(self):
        return f"家访 {self.pk}"

    def get_absolute_url(self):
        return address_of("walkins:visit-detail", self.pk)

    def clean(self):
        """Check the two lists against their choices, which a database constraint cannot read."""
        for name, choices in (("topics", self.Topic), ("present", Adult)):
            if set(getattr(self, name)) - set(choices.values):
                raise ValidationError({name: "请从列出的选项里选。"})
        if self.Topic.NONE in self.topics and len(self.topics) > 1:
            raise ValidationError({"topics": "选了“暂无困难”，就不要再勾别的困难。"})

    @property
    def is_planned(self):
        return self.state == self.State.PLANNED

    @property
    def is_done(self):
        return self.state == self.State.DONE

    @property
    def title(self):
        """入户走访, 线上走访 or 电话联系."""
        is_call = self.mode == self.Mode.PHONE
        return "电话联系" if is_call else f"{self.get_mode_display()}走访"

    @property
    def kind_says(self):
        """走访类别 of the ledger: 回访, 困难家庭 or 普访."""
        if self.is_return:
            return "回访"
        return "困难家庭" if self.is_hardship else "普访"

    @property
    def names(self):
        """李明、李悦: the children whom the reader may read; needs `with_children`."""
        return "、".join(share.student.name for share in self.seen)

    @property
    def class_names(self):
        """初二（3）班、初一（5）班; needs `with_children`."""
        return "、".join(dict.fromkeys(share.class_name for share in self.seen))

    @property
    def team(self):
        """周文静、韩若溪: the visitor and the companions."""
        return "、".join(str(person) for person in [self.visitor, *self.companions.all()])

    @property
    def topics_say(self):
        """学习场所、照护不足."""
        return "、".join(self.Topic(value).label for value in self.topics)

    @property
    def present_says(self):
        """父亲、母亲."""
        return "、".join(Adult(value).label for value in self.present)


class VisitedStudentQuerySet(ShareQuerySet):
    def visible_to(self, user, *, on=None):
        """Rows of one's own visits, and those of children whom the user may read: `children_known_to`."""
        on = on or timezone.localdate()
        if user.has_perm("walkins.add_familypairing"):
            return self
        joined = HomeVisit.objects.joined_by(user, on=on)
        known = children_known_to(user, on=on)
        return self.filter(
            Q(visit__in=joined.order_by().values("pk")) | Q(student__in=known.values("pk"))
        )


class VisitedStudent(Share):
    """走访对象: a child of the family that a visit was to, at school on that day."""

    visit = models.ForeignKey(HomeVisit, models.CASCADE, related_name="shares")
    student = models.ForeignKey(Student, models.PROTECT, related_name="visit_shares")

    objects = VisitedStudentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访对象"
        ordering = ["student__number", "pk"]
        indexes = [
            models.Index(
                fields=["student", "-happened_on", "-visit"], name="walkins_visited_student_last"
            ),
            models.Index(fields=["happened_on"], name="walkins_visited_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "student"],
                name="walkins_visitedstudent_once",
                violation_error_message="这名学生已在这次家访里。",
            )
        ]

    def __str__(self):
        return f"{self.visit} {self.student_id}"


def students_to_visit(user, *, on):
    """Students on the roll whose family the user may record a visit to, with their class.

    All for the committee; those of one's class, those one is paired with, those of families one is paired with.
    A visit that is planned gives no reach: its visitor completes it.
    """
    rows = Student.objects.on_roll_with_class_on(on)
    if user.has_perm("walkins.add_familypairing"):
        return rows
    headed = Student.objects.headed_by(user, on=on)
    held = FamilyPairing.objects.held_by(user)
    return rows.filter(
        Q(pk__in=headed.values("pk"))
        | Q(pk__in=Pairing.objects.held_by(user).order_by().values("student"))
        | Q(family__in=held.order_by().values("family"))
    )


def visitors_named_by(user, *, on):
    """Colleagues whom the user may name as the visitor of a visit: for the committee and head teachers all.

    Others name themselves.
    """
    working = Staff.objects.working_on(on)
    heads = SchoolClass.objects.headed_by(user, on=on)
    if user.has_perm("walkins.add_familypairing") or heads.exists():
        return working
    return working.filter(user=user)


class VisitNoteQuerySet(NoteQuerySet):
    def open_to_authors(self, on):
        """Notes of visits of the school year of the day."""
        return self.filter(visit__happened_on__gte=school_year(on).start)

    def about(self, student):
        return self.filter(visit__shares__student=student)


class VisitNote(SealedText):
    """保密记录 of a home visit, read by the visitor who wrote it and the counsellor; companions do not."""

    visit = models.OneToOneField(
        HomeVisit,
        models.PROTECT,
        related_name="note",
        verbose_name="家访",
        error_messages={"unique": "这次家访已经有一段保密记录，请打开改写。"},
    )

    objects = VisitNoteQuerySet.as_manager()

    class Meta(SealedText.Meta):
        verbose_name = verbose_name_plural = "保密记录（家访）"

    def get_absolute_url(self):
        return reverse("walkins:visitnote-detail", args=[self.pk])


class VisitPhoto(StoredImage):
    """家访照片: a private picture, with the key the phone gave it, so that none is stored twice."""

    visit = models.ForeignKey(HomeVisit, models.CASCADE, related_name="photos")
    key = models.UUIDField("照片编号", unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "家访照片"
        ordering = ["order", "pk"]
