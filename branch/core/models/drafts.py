from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from .tokens import FormToken

KEPT_FOR = timedelta(days=7)
UNDO_FOR = timedelta(hours=1)
# drafts a user may have at once
MOST = 50


class DraftQuerySet(models.QuerySet):
    def of(self, user):
        """The drafts a user may take up again; one whose form has been saved meanwhile is none."""
        spent = FormToken.objects.filter(user=OuterRef("user"), token=OuterRef("token"))
        return self.filter(~Exists(spent), user_id=user.pk, discarded_at=None)

    def discarded_by(self, user, *, at):
        """The drafts a user discarded in the hour before a moment, which may be brought back."""
        return self.filter(user_id=user.pk, discarded_at__gte=at - UNDO_FOR)

    def named(self, name):
        return self.filter(name=name)

    def expired_at(self, moment):
        """Drafts older than 7 days, and those discarded an hour ago, which nobody will bring back."""
        return self.filter(
            Q(saved_at__lt=moment - KEPT_FOR) | Q(discarded_at__lt=moment - UNDO_FOR)
        )


class Draft(models.Model):
    """草稿: what a person typed into a form and has not sent; nobody else reads it.

    It has the token of the form it was typed into: saving that form ends the draft.
    """

    LONGEST_ADDRESS = 300

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="写的人"
    )
    token = models.UUIDField("表单令牌")
    name = models.CharField("表单", max_length=20)
    address = models.CharField("表单地址", max_length=LONGEST_ADDRESS)
    # {name of a field: [values sent]}
    values = models.JSONField("内容")
    # milliseconds of the browser's clock, by which it tells whether its own copy is newer
    stamp = models.CharField("浏览器时刻", max_length=20, blank=True)
    saved_at = models.DateTimeField("存下时间", db_index=True)
    discarded_at = models.DateTimeField("丢弃时间", null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    is_bookkeeping = True

    class Meta:
        verbose_name = verbose_name_plural = "草稿"
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "token"],
                name="core_draft_one_a_form",
                violation_error_message="这份草稿已经存过。",
            )
        ]

    def __str__(self):
        return self.name

    @classmethod
    @transaction.atomic
    def keep(cls, *, user, token, at, **facts):
        """Store what is typed now in place of what was kept before.

        None if the form has been saved, or if the user has too many drafts already.
        """
        if FormToken.objects.spent_by(user, token).exists():
            return None
        others = cls.objects.filter(user_id=user.pk).exclude(token=token)
        if others.count() >= MOST:
            return None
        facts |= {"saved_at": at, "discarded_at": None}
        return cls.objects.update_or_create(facts, user_id=user.pk, token=token)[0]

    @property
    def data(self):
        """What was typed, as a browser would send it."""
        data = QueryDict(mutable=True)
        for name, values in self.values.items():
            data.setlist(name, values)
        return data

    @property
    def is_filled(self):
        """Whether anything is typed or chosen in it."""
        return any(
            value for name, sent in self.values.items() if name != "version" for value in sent
        )

    @property
    def kept_until(self):
        return self.saved_at + KEPT_FOR

    @property
    def url(self):
        """The address of its form, filled with the draft."""
        return f"{self.address}{'&' if '?' in self.address else '?'}draft={self.token}"
