"""The address at which a person is reminded."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q


class MailboxQuerySet(models.QuerySet):
    def asked_with(self, token, *, user, at, hours):
        """The user's own, if an address waits there to be confirmed by this link at the moment."""
        return self.filter(user=user, token=token, asked_at__gt=at - timedelta(hours=hours))


class Mailbox(models.Model):
    """邮箱: the confirmed address of a user, and another one that waits until its link is opened.

    Nobody else reads it; no page, log or audit event has the address.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name="账号",
    )
    address = models.EmailField("邮箱地址", blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    is_on = models.BooleanField("邮件提醒", default=True)
    asked_address = models.EmailField("等待确认的地址", blank=True)
    # that of the link in the message to it
    token = models.UUIDField("链接", null=True, blank=True, unique=True, editable=False)
    asked_at = models.DateTimeField("填写时间", null=True, blank=True)

    objects = MailboxQuerySet.as_manager()

    is_bookkeeping = True

    class Meta:
        verbose_name = verbose_name_plural = "邮箱"
        constraints = [
            models.CheckConstraint(
                condition=Q(address="", confirmed_at=None)
                | (~Q(address="") & Q(confirmed_at__isnull=False)),
                name="coverage_mailbox_address_is_confirmed",
                violation_error_message="只用确认过的地址。",
            ),
            models.CheckConstraint(
                condition=Q(asked_address="", token=None, asked_at=None)
                | (~Q(asked_address="") & Q(token__isnull=False, asked_at__isnull=False)),
                name="coverage_mailbox_asked_has_a_link",
                violation_error_message="等待确认的地址要有链接。",
            ),
        ]

    def __str__(self):
        return f"邮箱 {self.pk}"

    @property
    def asked_hint(self):
        """The address that waits, without most of its name: its owner recognises it, a bystander does not."""
        name, _, host = self.asked_address.partition("@")
        return f"{name[: max(1, len(name) // 2)][:6]}***@{host}"

    def is_asked_at(self, moment, *, hours):
        """Whether an address waits whose link can still be used."""
        return self.token is not None and self.asked_at > moment - timedelta(hours=hours)
