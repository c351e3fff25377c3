from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

ALREADY_SAVED = "这一页已经保存过一次，请重新打开再记。"


def _digest(token, words, secret=None):
    """The HMAC of what was sent; the token goes in, so that equal words in two forms differ."""
    text = f"{token} {words}"
    return salted_hmac("core.FormToken", text, secret=secret, algorithm="sha256").hexdigest()


class FormTokenQuerySet(models.QuerySet):
    def expired_at(self, moment):
        """Tokens no browser can still be about to replay: older than 48 hours."""
        return self.filter(created_at__lt=moment - timedelta(hours=48))

    def spent_by(self, user, token):
        """The row of a token this person has spent; a stranger's have no user."""
        return self.filter(user_id=user.pk, token=token)


class FormToken(models.Model):
    """One form, one record: the same form sent again is led to what its first sending stored."""

    # null: sent by a stranger, on a public form
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    token = models.UUIDField()
    digest = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = FormTokenQuerySet.as_manager()

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
        """(the token row, whether this is its first use); a concurrent twin waits for the first.

        A token spent on other words is refused. Written before it is looked for: nearly every form
        is sent once.
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
        """Whether it was spent on these words, under the secret key of today or one before it."""
        secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return any(
            constant_time_compare(self.digest, _digest(self.token, words, secret))
            for secret in secrets
        )

    def lead_to(self, address):
        """Store where a replay is led; of a record that stood before, the address was known."""
        if address != self.address:
            self.address = address
            self.save(update_fields=["address"])
