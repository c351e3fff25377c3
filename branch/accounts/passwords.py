"""Password validators with messages in Chinese; `AUTH_PASSWORD_VALIDATORS` in the settings names them."""

import re
import unicodedata
from itertools import islice, product

from django.contrib.auth import password_validation as django_rules
from django.core.exceptions import ValidationError
from pypinyin import Style, pinyin

DEMO_PASSWORD = "guangqin-demo"  # noqa: S105 (printed when the demo starts; opens nothing in production)
# Colleagues know a person's name and numbers: without these, the password must still be long enough.
MIN_REST_LENGTH = 8
MIN_KNOWN_LENGTH = 4
MAX_READINGS = 16


class LongEnough(django_rules.MinimumLengthValidator):
    def get_error_message(self):
        return f"密码太短，至少要 {self.min_length} 位。"

    def get_help_text(self):
        return f"密码至少 {self.min_length} 位。"


class NotCommon(django_rules.CommonPasswordValidator):
    def get_error_message(self):
        return "这个密码太常见，容易被猜到，请换一个。"

    def get_help_text(self):
        return "不要用常见的密码。"


class NotOnlyDigits(django_rules.NumericPasswordValidator):
    def get_error_message(self):
        return "密码不能全是数字，请加上字母。"

    def get_help_text(self):
        return "密码不能全是数字。"


class NotOfTheDemo:
    """Refuses the password of the demo school's users, which is printed in public, in any spelling."""

    def validate(self, password, user=None):
        typed = unicodedata.normalize("NFKC", password).lower()
        if _plain(DEMO_PASSWORD) in _plain(typed):
            raise ValidationError("这是演示学校公开的密码，请换一个。", code="password_of_the_demo")

    def get_help_text(self):
        return "不要用演示学校的密码。"


class NotLikeOwner(django_rules.UserAttributeSimilarityValidator):
    """Refuses a password similar to the owner's 工号, 姓名 or 手机, or one of them with a few characters more."""

    def __init__(self):
        super().__init__(user_attributes=["username", "name", "phone"])

    def validate(self, password, user=None):
        super().validate(password, user)
        typed = unicodedata.normalize("NFKC", password).lower()
        for label, known in _known_of(user) if user else ():
            rest = _plain(typed).replace(known, "")
            if known in _plain(typed) and len(rest) < MIN_REST_LENGTH:
                raise ValidationError(
                    self.get_error_message(),
                    code="password_too_similar",
                    params={"verbose_name": label},
                )

    def get_error_message(self):
        return "密码和您的%(verbose_name)s太像，请换一个。"

    def get_help_text(self):
        return "不要用姓名、工号或手机号。"


def _known_of(user):
    """(label, value) of what colleagues know of a user, lower case without separators."""
    known = [("工号", user.username), ("手机", user.phone)]
    known += [("姓名拼音", reading) for reading in _readings(user.name)]
    plain = [(label, _plain(value.lower())) for label, value in known]
    return [(label, value) for label, value in plain if len(value) >= MIN_KNOWN_LENGTH]


def _readings(name):
    """The pinyin of a name in both orders (renmuhao, muhaoren), for every reading of its characters."""
    syllables = pinyin(name, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    for spelled in islice(product(*syllables), MAX_READINGS):
        yield "".join(spelled)
        yield "".join(spelled[1:] + spelled[:1])


def _plain(text):
    return re.sub(r"[\W_]", "", text)
