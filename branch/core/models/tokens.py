from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

ALREADY_SAVED = "这一页已经保存过一次，请重新打开再记。"


def _digest(token, words, secret=None):
    """Return the HMAC of what was sent; it includes the token, so that equal forms differ."""
    text = f"{token} {words}"
    return salted_hmac("core.FormToken", text, secret=secret, algorithm="sha256").hexdigest()


class FormTokenQuerySet(models.QuerySet):
    def expired_at(self, moment):
        """Tokens older than 8 days: by then the last draft of their form is gone too."""
        return self.filter(created_at__lt=moment - timedelta(days=8))

    def spent_by(self, user, token):
        """The row of a token this user has spent; a stranger's row has no user."""
        return self.filter(user_id=user.pk, token=token)


class FormToken(models.Model):
    """A token spent by a form: the same form sent again is redirected to the first result."""

    # null: sent without signing in, on a public form
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    token = models.UUIDField()
    digest = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = FormTokenQuerySet.as_manager()

    is_bookkeeping = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "token"], name="core_formtoken_spent_once"),
            models.UniqueConstraint(
                fields=["token"],
                condition=models.Q(user=None),
                name="core_formtoken_spent_once_by_a_stranger",
            ),
        ]

    def __str__(self):
        return str(self.token)

    @classmethod
    def spend(cls, *, user, token, words, address=""):
        """Return (the token row, whether this is its first use); a concurrent replay waits for the first.

        A token spent on other words is refused. The row is inserted before it is looked for, because
        nearly every form is sent once.
        """
        try:
            with transaction.atomic():
                digest = _digest(token, words)
                row = cls(user_id=user.pk, token=token, digest=digest, address=address)
                row.save(force_insert=True)
                return row, True
        except IntegrityError:
            row = cls.objects.spent_by(user, token).get()
        if not row.is_of(words):
            raise ValidationError(ALREADY_SAVED, code="already_saved")
        return row, False

    def is_of(self, words):
        """Whether it was spent on these words, under the current secret key or a former one."""
        secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return any(
            constant_time_compare(self.digest, _digest(self.token, words, secret))
            for secret in secrets
        )

    def store_address(self, address):
        """Store the address a replay is redirected to, unless `spend` has stored it already."""
        if address != self.address:
            self.address = address
            self.save(update_fields=["address"])
