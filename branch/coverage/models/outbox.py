"""What is to leave the portal: one row a message, without a word and without an address."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F, Q

# How often a message may have been handed over without an answer: the second time is the last.
DOUBTS = 2
# A sender that has held its claim for so long counts as killed; it waits far less for each answer of a server.
SILENCE = timedelta(minutes=10)
# the beginning of a failure, and what it means
SAYS = (
    ("SMTPAuthentication", "邮件服务器不认用户名或密码"),
    ("SMTPRecipients", "邮件服务器不收这个地址"),
    ("SMTPSender", "邮件服务器不收发件地址"),
    ("SMTPData", "邮件服务器没有收下"),
    ("SMTP", "与邮件服务器的连接断了"),
    ("HTTP", "群机器人的地址不对或已停用"),
    ("errcode", "企业微信没有收下"),
    ("gaierror", "找不到服务器，请核对地址"),
    ("Connection", "连不上服务器"),
    ("Timeout", "服务器没有回音"),
    ("OSError", "连不上服务器"),
    ("SSL", "加密方式或证书不对"),
)


class ReminderRound(models.Model):
    """提醒的一轮: a day whose reminders are planned; once `ended_at` is set, nobody is added on that day."""

    day = models.DateField("日期", primary_key=True)
    ended_at = models.DateTimeField("排完时间", null=True, blank=True)

    is_bookkeeping = True

    class Meta:
        verbose_name = verbose_name_plural = "提醒的一轮"
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day} 的提醒"


class OutboxQuerySet(models.QuerySet):
    def due_at(self, moment):
        """Those that wait and may be tried, oldest first."""
        waiting = self.filter(state=OutboxMessage.State.WAITING, next_try_at__lte=moment)
        return waiting.order_by("made_at", "pk")

    def abandoned_at(self, moment):
        """Those whose claim is older than `SILENCE`: their sender was killed."""
        silent = moment - SILENCE
        return self.filter(state=OutboxMessage.State.SENDING, claimed_at__lt=silent)

    def given_up(self):
        """Those that were not sent and are not settled yet."""
        return self.filter(state=OutboxMessage.State.GIVEN_UP, settled_at=None)

    def outlived_at(self, moment, *, days):
        """Those that ended and are older than so many days; what was given up only once it is settled."""
        over = self.exclude(state__in=(OutboxMessage.State.WAITING, OutboxMessage.State.SENDING))
        old = over.filter(made_at__lt=moment - timedelta(days=days))
        return old.exclude(state=OutboxMessage.State.GIVEN_UP, settled_at=None)

    def in_numbers(self):
        """{"sent_count": those that were sent, "waiting_count": those that wait or are being sent}."""
        state = OutboxMessage.State
        return self.aggregate(
            sent_count=Count("pk", filter=Q(state=state.SENT)),
            waiting_count=Count("pk", filter=Q(state__in=(state.WAITING, state.SENDING))),
        )

    @transaction.atomic
    def claim(self, pk, *, at):
        """Claim a waiting message for one sender and return it; None where it does not wait any more."""
        claim = uuid4()
        waits = self.filter(pk=pk, state=OutboxMessage.State.WAITING)
        taken = waits.update(
            state=OutboxMessage.State.SENDING,
            claim=claim,
            claimed_at=at,
            try_count=F("try_count") + 1,
        )
        return self.select_related("user").get(pk=pk) if taken else None

    def of_claim(self, message):
        """The row of the message while its claim is still that of `message`; none once another sender claimed it."""
        return self.filter(pk=message.pk, claim=message.claim, state=OutboxMessage.State.SENDING)


class OutboxMessage(models.Model):
    """待发消息: a message by one channel. Its words are made of constants and its numbers when it is sent."""

    class Channel(models.TextChoices):
        MAIL = "mail", "邮件"
        ROBOT = "robot", "企业微信群"

    class Kind(models.TextChoices):
        WEEK = "week", "每周提醒"
        DAY = "day", "当天提醒"
        LINK = "link", "确认邮箱"

        @property
        def permission(self):
            """What an addressee needs to be told, asked when it is planned and when it is sent."""
            return "coverage.daily_reminder" if self == self.DAY else "coverage.change_mailbox"

    class State(models.TextChoices):
        WAITING = "waiting", "待发"
        SENDING = "sending", "正在发"
        SENT = "sent", "已发"
        DROPPED = "dropped", "不用再发"
        GIVEN_UP = "given_up", "没有发出"

    # the occasion and the addressee; unique, so that two `tick`s at once plan one message
    key = models.CharField("场合", max_length=80, unique=True)
    channel = models.CharField("渠道", max_length=10, choices=Channel)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    # null: the group of the robot
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="收件人",
    )
    # {key of a duty, "" for all else: how many things fall due}
    counts = models.JSONField("件数", default=dict, blank=True)
    message_id = models.CharField("Message-ID", max_length=120, unique=True)
    made_at = models.DateTimeField("排定时间")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    next_try_at = models.DateTimeField("下次发送")
    # the claim of the sender that has it; a former sender finds that of another one here and stops
    claim = models.UUIDField(null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    try_count = models.PositiveSmallIntegerField("次数", default=0)
    # how often it was handed over and nobody knows whether it was taken
    doubt_count = models.PositiveSmallIntegerField("没有回音", default=0)
    # the class or the number of the last error; its text may have an address
    failure = models.CharField("原因", max_length=60, blank=True)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    settled_at = models.DateTimeField("知道了", null=True, blank=True)

    # whether the sender has counted this try as handed over; not stored
    was_handed_over = False

    objects = OutboxQuerySet.as_manager()

    is_bookkeeping = True

    class Meta:
        verbose_name = verbose_name_plural = "待发消息"
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="coverage_outbox_due"),
            models.Index(
                fields=["state"],
                condition=Q(state="given_up", settled_at=None),
                name="coverage_outbox_given_up",
            ),
            models.Index(fields=["user", "made_at"], name="coverage_outbox_by_user"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(doubt_count__lte=DOUBTS),
                name="coverage_outboxmessage_handed_over_twice_at_most",
                violation_error_message="没有回音的消息最多再发一次。",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at=None)),
                name="coverage_outboxmessage_sent_at_a_moment",
                violation_error_message="发出的消息要有发出时间。",
            ),
            models.CheckConstraint(
                condition=Q(state="sending", claim__isnull=False, claimed_at__isnull=False)
                | (~Q(state="sending") & Q(claim=None, claimed_at=None)),
                name="coverage_outboxmessage_claimed_while_sending",
                violation_error_message="正在发的消息要写明是谁在发。",
            ),
            models.CheckConstraint(
                condition=Q(channel="robot", user=None) | Q(channel="mail", user__isnull=False),
                name="coverage_outboxmessage_mail_has_an_addressee",
                violation_error_message="邮件要有收件人，群消息没有。",
            ),
        ]

    def __str__(self):
        return f"待发消息 {self.pk}"

    @property
    def count(self):
        """How many things fall due in all."""
        return sum(self.counts.values())

    @property
    def failure_says(self):
        """The last error in words, and what to do about it."""
        return next((says for start, says in SAYS if self.failure.startswith(start)), self.failure)

    @property
    def may_have_arrived(self):
        return self.doubt_count > 0
