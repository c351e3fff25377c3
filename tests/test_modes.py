"""The portal started as each mode starts it: with the machine's variables and nothing else."""

import json
import os
import secrets
import sqlite3
import subprocess
import sys
from base64 import b64encode
from contextlib import closing

import pytest
from django.conf import settings

PRODUCTION = {
    "GUANGQIN_MODE": "production",
    "GUANGQIN_SECRET_KEY": secrets.token_urlsafe(50),
    "GUANGQIN_SEAL_KEYS": f"k1:{b64encode(secrets.token_bytes(32)).decode()}",
    "GUANGQIN_HOSTS": "portal.example.cn,www.example.cn",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
# What a stranger's first answer says, asked as the proxy asks. Static files need not be collected here.
ASK = """
import json, logging, sys
import django
django.setup()
logging.disable(logging.CRITICAL)
from django.conf import settings
from django.test import Client, override_settings
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
answers = {}
with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
    for url in sys.argv[1:]:
        scheme, path = url.split("://portal.example.cn")
        client = Client(HTTP_HOST="portal.example.cn", HTTP_X_FORWARDED_PROTO=scheme)
        answer = client.get(path)
        answers[url] = {
            "status": answer.status_code,
            "headers": dict(answer.headers),
            "cookies": {name: dict(cookie) for name, cookie in answer.cookies.items()},
        }
print(json.dumps(answers))
"""
SITE = "https://portal.example.cn"
SIGN_IN, STYLE_GUIDE = f"{SITE}/accounts/login/", f"{SITE}/styleguide/"
PLAIN_SIGN_IN = "http://portal.example.cn/accounts/login/"
PLAIN_HEALTH = "http://portal.example.cn/healthz"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A production portal with an empty database."""
    directory = tmp_path_factory.mktemp("production")
    migrated = run("manage.py", "migrate", "--verbosity", "0", data=directory, **PRODUCTION)
    assert migrated.returncode == 0, migrated.stderr
    return directory


def run(*command, data, **variables):
    """Python in a new process that knows these variables and no others of ours."""
    system = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GUANGQIN_", "DJANGO_", "DATABASE_"))
    }
    ours = {
        "DJANGO_SETTINGS_MODULE": "guangqin.settings",
        "GUANGQIN_DATA_DIR": str(data),
        "PYTHONUTF8": "1",
    }
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=system | ours | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def answers(data):
    """What a production portal answers each address with; started once for all of them."""
    addresses = (SIGN_IN, STYLE_GUIDE, PLAIN_SIGN_IN, PLAIN_HEALTH)
    answered = run("-W", "ignore", "-c", ASK, *addresses, data=data, **PRODUCTION)
    assert answered.returncode == 0, answered.stderr
    return json.loads(answered.stdout)


@pytest.mark.parametrize(
    ("missing", "remedy"),
    [
        ("GUANGQIN_SECRET_KEY", "50 位以上的随机字符串"),
        ("GUANGQIN_SEAL_KEYS", "一把 32 字节的随机钥匙，由两个人各存一份"),
        ("GUANGQIN_HOSTS", "请在 .env 中写入网站域名"),
    ],
)
def test_production_does_not_start_without_a_variable_and_says_what_to_do(
    tmp_path, missing, remedy
):
    started = run("manage.py", "check", data=tmp_path, **(PRODUCTION | {missing: ""}))

    assert started.returncode == 1
    assert f"缺少环境变量 {missing}。" in started.stderr
    assert remedy in started.stderr


@pytest.mark.parametrize(
    ("key", "why"),
    [
        (secrets.token_urlsafe(30), "太短或太简单"),
        ("guangqin" * 10, "太短或太简单"),
        ("django-insecure-" + secrets.token_urlsafe(50), "是公开的"),
        ("dev-only-key-never-used-in-production-0000000000", "是公开的"),
        ("only-for-checks-0123456789-abcdefghijklmnopqrstuvwxyz", "是公开的"),
    ],
    ids=["short", "simple", "a template's", "dev's", "a Makefile's"],
)
@pytest.mark.parametrize("name", ["GUANGQIN_SECRET_KEY", "GUANGQIN_OLD_SECRET_KEYS"])
def test_production_does_not_start_with_a_key_that_can_be_guessed(tmp_path, name, key, why):
    started = run("manage.py", "check", data=tmp_path, **(PRODUCTION | {name: key}))

    assert started.returncode == 1
    assert f"环境变量 {name} 中的密钥{why}，别人可以猜到。请在 .env 中写入" in started.stderr


@pytest.mark.parametrize(
    ("key", "why"),
    [
        (f"k1:{settings.SEAL_KEY}", "是公开的"),
        (PRODUCTION["GUANGQIN_SEAL_KEYS"] + "A", "不是完整的 base64"),
    ],
    ids=["the tests'", "cut off"],
)
def test_production_does_not_start_with_a_bad_key_of_sealed_texts(tmp_path, key, why):
    started = run("manage.py", "check", data=tmp_path, **(PRODUCTION | {"GUANGQIN_SEAL_KEYS": key}))

    assert started.returncode == 1
    assert f"GUANGQIN_SEAL_KEYS 里的第 1 把钥匙{why}" in started.stderr.replace("（k1）", "")


@pytest.mark.parametrize("hosts", ["*", "dj.example.cn,*", "dj.example.cn, *.cn", " , "])
def test_production_does_not_start_for_every_host(tmp_path, hosts):
    started = run("manage.py", "check", data=tmp_path, **(PRODUCTION | {"GUANGQIN_HOSTS": hosts}))

    assert started.returncode == 1
    assert "GUANGQIN_HOSTS 不能是 *" in started.stderr
    assert "请在 .env 中写入网站域名" in started.stderr


def test_an_unknown_mode_is_refused(tmp_path):
    started = run("manage.py", "check", data=tmp_path, GUANGQIN_MODE="staging")

    assert started.returncode == 1
    assert "GUANGQIN_MODE 只能是 dev、demo、production，现在是“staging”。" in started.stderr


def test_a_shared_queue_without_its_package_is_refused_with_the_remedy(tmp_path):
    queue = {"GUANGQIN_TASKS_URL": "redis://127.0.0.1:6379/1"}
    started = run("manage.py", "check", data=tmp_path, **PRODUCTION, **queue)

    assert started.returncode == 1
    assert "GUANGQIN_TASKS_URL 要用 django-tasks-rq，这里没有安装。" in started.stderr


def test_production_settings_leave_nothing_to_warn_about(tmp_path):
    checked = run(
        "manage.py", "check", "--deploy", "--fail-level", "WARNING", data=tmp_path, **PRODUCTION
    )

    assert checked.returncode == 0, checked.stderr
    assert checked.stdout == "System check identified no issues (0 silenced).\n"


def test_the_demo_school_never_enters_production(data):
    seeded = run("manage.py", "seed_demo", data=data, **PRODUCTION)

    assert seeded.returncode == 1
    assert "演示学校不能装进正式的门户" in seeded.stderr
    with closing(sqlite3.connect(data / "guangqin.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM accounts_user").fetchone() == (0,)


TRY = """
import json, logging
import django
django.setup()
logging.disable(logging.CRITICAL)
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.test import RequestFactory
from branch.accounts.models import User
entered = {}
for name, password in (("secretary", "guangqin-demo"), ("teacher", "winter-sun-42")):
    User.objects.create_user(username=name, password=password, name=name)
    user = authenticate(RequestFactory().get("/"), username=name, password=password)
    entered[name] = user is not None
User.objects.all().delete()
print(json.dumps({"entered": entered, "hash": make_password("x")}))
"""


@pytest.fixture(scope="module")
def tried(data):
    """What production does with passwords; started once for all that is asked of it."""
    tried = run("-c", TRY, data=data, **PRODUCTION)
    assert tried.returncode == 0, tried.stderr
    return json.loads(tried.stdout)


def test_a_demo_school_moved_into_production_lets_nobody_in(tried):
    assert tried["entered"] == {"secretary": False, "teacher": True}


def test_passwords_are_kept_with_argon2(tried):
    assert tried["hash"].startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")


def test_the_sign_in_page_says_what_browsers_must_do(answers):
    answer = answers[SIGN_IN]

    assert answer["status"] == 200
    said = answer["headers"]
    assert set(said["Content-Security-Policy"].split("; ")) == POLICY
    assert said["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert said["X-Content-Type-Options"] == "nosniff"
    assert said["X-Frame-Options"] == "DENY"
    assert said["Referrer-Policy"] == "same-origin"
    assert said["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in said["Permissions-Policy"]
    assert "no-store" in said["Cache-Control"]


def test_cookies_belong_to_this_host_alone_and_never_travel_in_the_open(answers):
    cookie = answers[SIGN_IN]["cookies"]["__Host-csrf"]

    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_plain_http_is_led_to_https(answers):
    answer = answers[PLAIN_SIGN_IN]

    assert answer["status"] == 301
    assert answer["headers"]["Location"] == SIGN_IN


def test_a_machine_that_asks_is_answered_without_https(answers):
    assert answers[PLAIN_HEALTH]["status"] == 200


def test_the_style_guide_is_for_development_only(answers):
    assert answers[STYLE_GUIDE]["status"] in (302, 404)


def test_demo_starts_without_any_variable_but_its_mode(tmp_path):
    started = run("manage.py", "check", data=tmp_path, GUANGQIN_MODE="demo")

    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize(
    ("variables", "remedy"),
    [
        ({"GUANGQIN_MAIL_HOST": "smtp.example.cn"}, "还要写发件地址"),
        ({"GUANGQIN_MAIL_SECURITY": "starttls"}, "GUANGQIN_MAIL_SECURITY 只能是 ssl"),
        (
            {"GUANGQIN_ROBOT_SECRET_URL": "http://qyapi.example.cn/send?key=k-9"},
            "要以 https:// 开头",
        ),
    ],
    ids=["without a sender", "unknown security", "in the clear"],
)
def test_production_does_not_start_with_half_of_what_reminders_need(tmp_path, variables, remedy):
    started = run("manage.py", "check", data=tmp_path, **PRODUCTION, **variables)

    assert started.returncode == 1
    assert remedy in started.stderr
    assert "k-9" not in started.stderr.splitlines()[-1]


MAIL = (
    "from django.conf import settings as s; print(s.HAS_MAIL, s.EMAIL_HOST, s.EMAIL_PORT,"
    " s.EMAIL_USE_SSL, s.DEFAULT_FROM_EMAIL, s.PORTAL_URL)"
)


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({}, "False  465 True  https://portal.example.cn"),
        (
            {"GUANGQIN_MAIL_HOST": "smtp.example.cn", "GUANGQIN_MAIL_USER": "dj@example.cn"},
            "True smtp.example.cn 465 True dj@example.cn https://portal.example.cn",
        ),
    ],
    ids=["none", "one server"],
)
def test_a_school_names_its_server_for_mail_or_sends_none(tmp_path, variables, says):
    started = run("-c", MAIL, data=tmp_path, **PRODUCTION, **variables)

    assert started.stdout.strip() == says
