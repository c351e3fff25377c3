from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse

from branch.core.addresses import address_of
from branch.core.models import SealedText, Versioned, VersionedQuerySet
from branch.members.models import Member
from branch.school.models import Staff
from branch.walkins.notes import NoteQuerySet
from branch.walkins.shares import Share, ShareQuerySet

from .pairings import Pairing


class ContactQuerySet(VersionedQuerySet):
    def visible_to(self, user, *, on=None):
        """Contacts with at least one pairing the user may see."""
        seen = ContactPairing.objects.visible_to(user, on=on)
        return self.filter(pk__in=seen.values("contact"))

    def revisable_by(self, user):
        """Contacts the user may correct: all for the committee, else one's own while every pairing runs.

        Those of a home visit are corrected with it.
        """
        own = self.filter(visit=None, is_bare=False)
        if user.has_perm("walkins.add_pairing"):
            return own
        ended = ContactPairing.objects.of_member().filter(
            contact=OuterRef("pk"), pairing__until_on__isnull=False
        )
        return own.filter(~Exists(ended), member__staff__user=user)

    def helped_by(self, user):
        """Contacts of colleagues at which the user was a companion, the latest first; those of visits are visits."""
        return self.filter(companions__user=user, visit=None).order_by("-happened_on", "-pk")

    def notable_by(self, user, *, on):
        """Contacts with one student of which the user, as the paired member, may write a sealed note."""
        working = Staff.objects.working_on(on).filter(user=user)
        alone = ContactPairing.objects.filter(pairing__in=Pairing.objects.active()).alone()
        own = self.filter(visit=None, is_bare=False)  # a visit has a note of its own
        is_alone = Exists(alone.filter(contact=OuterRef("pk")))
        return own.filter(is_alone, member__staff__in=working)


class ContactRecord(models.Model):
    """The facts of one contact of a member, whether it counts or waits for the member."""

    class Kind(models.TextChoices):
        CARE = "care", "心灵关怀"
        TUTORING = "tutoring", "课业辅导"
        AID = "aid", "帮困助学"

    class Mode(models.TextChoices):
        FACE = "face", "面谈"
        PHONE = "phone", "电话"
        ONLINE = "online", "线上"
        WRITTEN = "written", "书面"
        # of home visits alone
        HOME = "home", "家访"

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="%(class)ss", verbose_name="结对党员"
    )
    companions = models.ManyToManyField(
        Staff, related_name="%(class)ss_joined", blank=True, verbose_name="协同人员"
    )
    kind = models.CharField("帮扶类型", max_length=20, choices=Kind)
    happened_on = models.DateField("日期")
    mode = models.CharField("方式", max_length=20, choices=Mode, default=Mode.FACE)
    # of a home visit nobody is asked
    minutes = models.PositiveSmallIntegerField(
        "时长（分钟）",
        null=True,
        blank=True,
        default=20,
        validators=[
            MinValueValidator(1, "时长在 1 到 600 分钟之间。"),
            MaxValueValidator(600, "时长在 1 到 600 分钟之间。"),
        ],
    )
    fact = models.CharField("简要情况", max_length=200, blank=True)
    next_plan = models.CharField("下次打算", max_length=100, blank=True)
    next_on = models.DateField("下次约定日期", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="记录人"
    )
    recorded_at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 600)),
                name="%(app_label)s_%(class)s_minutes_in_a_day",
                violation_error_message="时长在 1 到 600 分钟之间。",
            ),
            models.CheckConstraint(
                condition=Q(next_on=None) | Q(next_on__gte=F("happened_on")),
                name="%(app_label)s_%(class)s_next_comes_later",
                violation_error_message="下次约定日期不能早于这次的日期。",
            ),
        ]

    def __str__(self):
        return f"{self.happened_on} {self.get_kind_display()}"

    @property
    def companions_say(self):
        """苏清和、韩若溪."""
        return "、".join(str(person) for person in self.companions.all())


class Contact(ContactRecord, Versioned):
    """帮扶记录: one contact of a member with one or several paired students. Facts only."""

    class WithdrawReason(models.TextChoices):
        """A choice and not a text, so that nothing about the student is written in it."""

        TWICE = "twice", "重复记录"
        WRONG_STUDENT = "wrong_student", "记错了学生"
        DID_NOT_HAPPEN = "did_not_happen", "没有联系成"
        OTHER = "other", "其他"

    # those of the member and those of companions
    pairings = models.ManyToManyField(
        Pairing, through="walkins.ContactPairing", related_name="contacts", verbose_name="学生"
    )
    # the home visit that this also is; corrected and withdrawn with it
    visit = models.ForeignKey(
        "walkins.HomeVisit",
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="contacts",
    )

    # past its term: date, kind, mode and minutes alone are left, for the ledgers of past years
    is_bare = models.BooleanField("文字已到期删除", default=False, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta(ContactRecord.Meta):
        verbose_name = verbose_name_plural = "帮扶记录"
        indexes = [
            models.Index(
                fields=["recorded_by", "happened_on", "id"], name="walkins_contact_recorder_day"
            )
        ]
        constraints = [
            *ContactRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(minutes__isnull=False) | Q(visit__isnull=False) | Q(is_bare=True),
                name="walkins_contact_says_its_minutes",
                violation_error_message="请选择时长。",
            ),
            models.UniqueConstraint(
                fields=["visit", "member"],
                condition=Q(visit__isnull=False),
                name="walkins_contact_once_per_visit_and_member",
                violation_error_message="这次家访已经记进该党员的帮扶记录。",
            ),
        ]

    def get_absolute_url(self):
        """The page of its member's first pairing, whose timeline shows it."""
        own = (row for row in self.shares.all() if row.pairing.member_id == self.member_id)
        return address_of("walkins:pairing-detail", next(own).pairing_id)


class ContactPairingQuerySet(ShareQuerySet):
    student_path = "pairing__student"

    def visible_to(self, user, *, on=None):
        """Rows whose pairing the user may see; of a contact with several students, only those."""
        return self.filter(pairing__in=Pairing.objects.visible_to(user, on=on).values("pk"))

    def of_member(self):
        """Rows of the contact's own member; the others credit a companion who is paired with the student too."""
        return self.filter(pairing__member=F("contact__member"))

    def once_for(self, user):
        """Rows the user may see, of one student in one contact only one: the member's, if it is among them."""
        seen = self.visible_to(user)
        first = ContactPairing.objects.visible_to(user).of_member()
        first = first.filter(
            contact=OuterRef("contact"), pairing__student=OuterRef("pairing__student")
        )
        return seen.filter(Q(pairing__member=F("contact__member")) | ~Exists(first.order_by()))

    def alone(self):
        """Rows of the member whose contact has no other student."""
        others = ContactPairing.objects.filter(contact=OuterRef("contact"))
        others = others.exclude(pairing__student=OuterRef("pairing__student"))
        return self.of_member().filter(~Exists(others))

    def with_note_for(self, user, *, on):
        """Annotate `note_id`, of the sealed note the user may open, and `may_write_note`, whether one is missing."""
        here = {"contact": OuterRef("contact")}
        readable = ContactNote.objects.readable_by(user, on=on).filter(**here)
        notable = Contact.objects.notable_by(user, on=on).filter(pk=OuterRef("contact"))
        is_written = Exists(ContactNote.objects.filter(**here))
        return self.annotate(
            note_id=Subquery(readable.values("pk")[:1]),
            may_write_note=Exists(notable) & ~is_written,
        )

    def with_open_visit_for(self, user, *, on):
        """Annotate `is_visit_open`, whether the contact is a home visit that the user may read."""
        visits = Contact._meta.get_field("visit").related_model.objects
        seen = visits.visible_to(user, on=on).filter(pk=OuterRef("contact__visit"))
        return self.annotate(is_visit_open=Exists(seen))


class ContactPairing(Share):
    """帮扶对象: one pairing a contact was for, of its member or of a companion who is paired with the student too."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="shares")
    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="shares")

    objects = ContactPairingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "帮扶对象"
        ordering = ["-happened_on", "-contact_id", "pk"]
        indexes = [
            models.Index(
                fields=["pairing", "-happened_on", "-contact"], name="walkins_contact_pairing_last"
            ),
            models.Index(fields=["happened_on"], name="walkins_contact_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "pairing"],
                name="walkins_contactpairing_once",
                violation_error_message="这名学生已在这条记录里。",
            )
        ]

    def __str__(self):
        return f"{self.contact} {self.pairing_id}"


class ContactNoteQuerySet(NoteQuerySet):
    def open_to_authors(self, on):
        """Notes of contacts whose pairing runs."""
        running = ContactPairing.objects.filter(pairing__in=Pairing.objects.active()).alone()
        return self.filter(Exists(running.filter(contact=OuterRef("contact"))))

    def about(self, student):
        return self.filter(contact__pairings__student=student)


class ContactNote(SealedText):
    """保密记录: the sealed note of a contact with one student, read by its author and the counsellor."""

    contact = models.OneToOneField(
        Contact,
        models.PROTECT,
        related_name="note",
        verbose_name="帮扶记录",
        error_messages={"unique": "这条帮扶记录已经有一段保密记录，请打开改写。"},
    )

    objects = ContactNoteQuerySet.as_manager()

    class Meta(SealedText.Meta):
        verbose_name = verbose_name_plural = "保密记录"

    def get_absolute_url(self):
        return reverse("walkins:note-detail", args=[self.pk])
