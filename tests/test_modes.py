"""The portal started as each mode starts it: with the machine's variables and nothing else."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "GUANGQIN_MODE": "production",
    "GUANGQIN_SECRET_KEY": "a-key-of-the-tests-0123456789-abcdefghijklmnopqrstuvwxyz",
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
client = Client(HTTP_HOST="portal.example.cn", HTTP_X_FORWARDED_PROTO=sys.argv[1])
with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
    answer = client.get(sys.argv[2])
print(json.dumps({
    "status": answer.status_code,
    "headers": dict(answer.headers),
    "cookies": {name: dict(cookie) for name, cookie in answer.cookies.items()},
}))
"""


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


def ask(path, *, data, scheme="https"):
    answered = run("-W", "ignore", "-c", ASK, scheme, path, data=data, **PRODUCTION)
    assert answered.returncode == 0, answered.stderr
    return json.loads(answered.stdout)


@pytest.mark.parametrize(
    ("missing", "remedy"),
    [
        ("GUANGQIN_SECRET_KEY", "50 位以上的随机字符串"),
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
    counted = run(
        "-c",
        "import django; django.setup()\n"
        "from branch.accounts.models import User; print(User.objects.count())",
        data=data,
        **PRODUCTION,
    )
    assert counted.stdout == "0\n"


SIGN_IN = """
import logging
import django
django.setup()
logging.disable(logging.CRITICAL)
from django.contrib.auth import authenticate
from django.test import RequestFactory
from branch.accounts.models import User
for name, password in (("secretary", "guangqin-demo"), ("teacher", "winter-sun-42")):
    User.objects.create_user(username=name, password=password, name=name)
    print(authenticate(RequestFactory().get("/"), username=name, password=password))
User.objects.all().delete()
"""


def test_a_demo_school_moved_into_production_lets_nobody_in(data):
    tried = run("-c", SIGN_IN, data=data, **PRODUCTION)

    assert tried.stdout.split() == ["None", "teacher"], tried.stderr


def test_passwords_are_kept_with_argon2(data):
    hashed = run(
        "-c",
        "import django; django.setup()\n"
        "from django.contrib.auth.hashers import make_password; print(make_password('x'))",
        data=data,
        **PRODUCTION,
    )

    assert hashed.stdout.startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")


def test_the_sign_in_page_says_what_browsers_must_do(data):
    answer = ask("/accounts/login/", data=data)

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


def test_cookies_belong_to_this_host_alone_and_never_travel_in_the_open(data):
    cookie = ask("/accounts/login/", data=data)["cookies"]["__Host-csrf"]

    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_plain_http_is_led_to_https(data):
    answer = ask("/accounts/login/", data=data, scheme="http")

    assert answer["status"] == 301
    assert answer["headers"]["Location"] == "https://portal.example.cn/accounts/login/"


def test_a_machine_that_asks_is_answered_without_https(data):
    assert ask("/healthz", data=data, scheme="http")["status"] == 200


def test_the_style_guide_is_for_development_only(data):
    assert ask("/styleguide/", data=data)["status"] in (302, 404)


def test_demo_starts_without_any_variable_but_its_mode(tmp_path):
    started = run("manage.py", "check", data=tmp_path, GUANGQIN_MODE="demo")

    assert started.returncode == 0, started.stderr
