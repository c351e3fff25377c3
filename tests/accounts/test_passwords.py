"""Bad passwords are refused, with messages in Chinese."""

import re

import pytest
from django.contrib.auth.password_validation import (
    get_default_password_validators,
    validate_password,
)
from django.core.exceptions import ValidationError

from branch.accounts.forms import NewPasswordForm
from branch.accounts.models import User

OWNER = User(username="GQ2014", name="任沐浩", phone="15451450612")
SHORT = "密码太短，至少要 8 位。"
COMMON = "这个密码太常见，容易被猜到，请换一个。"
DEMO = "这是演示学校公开的密码，请换一个。"
DIGITS = "密码不能全是数字，请加上字母。"
NUMBER, PHONE, NAME, READING = (
    f"密码和您的{what}太像，请换一个。" for what in ("工号", "手机", "姓名", "姓名拼音")
)


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("kq7-x", [SHORT]),
        ("password", [COMMON]),
        ("12345678", [COMMON, DIGITS]),
        ("73519", [SHORT, DIGITS]),
        ("73519284620", [DIGITS]),
        ("gq2014zz", [NUMBER]),
        ("x-gq-2014-7q2", [NUMBER]),
        ("a15451450612", [PHONE]),
        ("任沐浩", [NAME, SHORT]),
        ("renmuhao", [READING]),
        ("RenMuhao2026", [READING]),
        ("ren.mu.hao!1", [READING]),
        ("muhaoren88", [READING]),
        ("guangqin-demo", [DEMO]),
        ("Guangqin-Demo-2026", [DEMO]),
        ("ｇｕａｎｇｑｉｎ＿ｄｅｍｏ", [DEMO]),
    ],
)
def test_a_bad_password_is_refused_in_chinese(password, says):
    form = NewPasswordForm(OWNER, {"new_password1": password, "new_password2": password})

    sentences = [sentence for errors in form.errors.values() for sentence in errors]
    assert sentences == says
    assert [word for sentence in sentences for word in re.findall("[A-Za-z]+", sentence)] == []


def test_two_different_passwords_are_refused_in_chinese():
    form = NewPasswordForm(OWNER, {"new_password1": "bamboo-River-88", "new_password2": "x"})

    assert form.errors == {"new_password2": ["两次填的密码不一样，请再填一次。"]}


@pytest.mark.parametrize("password", ["bamboo-River-88", "renmuhao-bamboo-river"])
def test_a_good_password_is_accepted(password):
    assert validate_password(password, OWNER) is None


def test_every_pinyin_of_a_surname_is_checked():
    with pytest.raises(ValidationError, match="姓名拼音"):
        validate_password("zengxiaomi", User(username="T1", name="曾小米"))


def test_advice_is_in_chinese():
    advice = [rule.get_help_text() for rule in get_default_password_validators()]

    assert advice == [
        "不要用姓名、工号或手机号。",
        "密码至少 8 位。",
        "不要用常见的密码。",
        "密码不能全是数字。",
        "不要用演示学校的密码。",
    ]
