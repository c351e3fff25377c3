"""What a password may not be, said in Chinese; where it stands in the settings it is asked of every new one."""

import re
import unicodedata
from itertools import islice, product

from django.contrib.auth import password_validation as django_rules
from django.core.exceptions import ValidationError
from pypinyin import Style, pinyin

# What somebody else knows of a person is no secret: the rest of the password has to be one by itself.
LEAST_LEFT = 8
SHORTEST_KNOWN = 4
MOST_READINGS = 16


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


class NotLikeOwner(django_rules.UserAttributeSimilarityValidator):
    """Neither close to the owner's 工号, 姓名 or 手机, nor one of them with a few signs more."""

    def __init__(self):
        super().__init__(user_attributes=["username", "name", "phone"])

    def validate(self, password, user=None):
        super().validate(password, user)
        typed = unicodedata.normalize("NFKC", password).lower()
        for what, known in _known_of(user) if user else ():
            left = _plain(typed).replace(known, "")
            if known in _plain(typed) and len(left) < LEAST_LEFT:
                raise ValidationError(
                    self.get_error_message(),
                    code="password_too_similar",
                    params={"verbose_name": what},
                )

    def get_error_message(self):
        return "密码和您的%(verbose_name)s太像，请换一个。"

    def get_help_text(self):
        return "不要用姓名、工号或手机号。"


def _known_of(user):
    """(what it is called, as it is typed) for what colleagues know of a person."""
    known = [("工号", user.username), ("手机", user.phone)]
    known += [("姓名拼音", reading) for reading in _readings(user.name)]
    plain = [(what, _plain(value.lower())) for what, value in known]
    return [(what, value) for what, value in plain if len(value) >= SHORTEST_KNOWN]


def _readings(name):
    """renmuhao and muhaoren for 任沐浩, with every reading a character has."""
    syllables = pinyin(name, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    for spelled in islice(product(*syllables), MOST_READINGS):
        yield "".join(spelled)
        yield "".join(spelled[1:] + spelled[:1])


def _plain(text):
    return re.sub(r"[\W_]", "", text)
