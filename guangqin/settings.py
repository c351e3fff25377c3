"""Settings for the three modes: dev, demo and production (the default).

Values that differ between machines come from the environment or from `.env`; a value missing in
production is an `ImproperlyConfigured` error that names the remedy.
"""

import os
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from guangqin.seal_keys import NEW_SEAL_KEY, read_keys

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

MODES = ("dev", "demo", "production")
MODE = env("GUANGQIN_MODE", default="production")
if MODE not in MODES:
    raise ImproperlyConfigured(f"GUANGQIN_MODE 只能是 {'、'.join(MODES)}，现在是“{MODE}”。")
IS_PRODUCTION = MODE == "production"
DEBUG = MODE == "dev"


def required(name, remedy):
    """The value of a variable; in production `ImproperlyConfigured` with the remedy if it is missing."""
    value = env(name, default="")
    if not value and IS_PRODUCTION:
        raise ImproperlyConfigured(f"缺少环境变量 {name}。{remedy}")
    return value


NEW_KEY = (
    "请在 .env 中写入一个 50 位以上的随机字符串，不要与别处共用。可以这样生成："
    "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
)
DEV_KEY = "dev-only-key-never-used-in-production-0000000000"
# Parts of keys that stand or stood in this code or in Django's template of a project.
PUBLIC_KEYS = (DEV_KEY[:12], "django-insecure", "only-for-checks", "a-key-of-the-tests")


def secret(name, key):
    """The key; in production `ImproperlyConfigured` if it can be guessed."""
    is_public = any(part in key.lower() for part in PUBLIC_KEYS)
    # 50 random characters have more than 20 different ones
    is_weak = len(key) < 50 or len(set(key)) < 20
    if IS_PRODUCTION and (is_public or is_weak):
        why = "是公开的" if is_public else "太短或太简单"
        raise ImproperlyConfigured(f"环境变量 {name} 中的密钥{why}，别人可以猜到。{NEW_KEY}")
    return key


SECRET_KEY = secret("GUANGQIN_SECRET_KEY", required("GUANGQIN_SECRET_KEY", NEW_KEY) or DEV_KEY)
OLD_KEYS = env.list("GUANGQIN_OLD_SECRET_KEYS", default=[])
SECRET_KEY_FALLBACKS = [secret("GUANGQIN_OLD_SECRET_KEYS", key) for key in OLD_KEYS if key]
# {name: key} of sealed text; the first one writes, all of them open
SEAL_KEYS = read_keys(
    required("GUANGQIN_SEAL_KEYS", NEW_SEAL_KEY),
    secrets=[SECRET_KEY, *SECRET_KEY_FALLBACKS],
    public=PUBLIC_KEYS if IS_PRODUCTION else (),
)
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
if IS_PRODUCTION:
    NAME_HOSTS = "请在 .env 中写入网站域名，如 GUANGQIN_HOSTS=dj.example.edu.cn。"
    hosts = required("GUANGQIN_HOSTS", NAME_HOSTS).split(",")
    ALLOWED_HOSTS = [host.strip() for host in hosts if host.strip()]
    if not ALLOWED_HOSTS or any("*" in host for host in ALLOWED_HOSTS):
        raise ImproperlyConfigured(f"GUANGQIN_HOSTS 不能是 *，否则谁的域名都算本站。{NAME_HOSTS}")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

# Of pypinyin only the readings of single characters: its phrases take 45 MB a process, and names have
# their own (`school.surnames`).
os.environ |= {"PYPINYIN_NO_PHRASES": "1", "PYPINYIN_NO_DICT_COPY": "1"}

# Data is stored beside the code unless the environment names another directory.
DATA_DIR = Path(env("GUANGQIN_DATA_DIR", default=str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

INSTALLED_APPS = [
    "branch.core",
    "branch.accounts",
    "branch.operations",
    "branch.rosters",
    "branch.ledgers",
    "branch.coverage",
    "branch.school",
    "branch.harm",
    "branch.members",
    "branch.activities",
    "branch.service",
    "branch.walkins",
    "branch.news",
    "branch.portal",
    "branch.demo",
    "crispy_forms",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    # What sets headers is outermost: whatever refuses a request further in is refused with them.
    "branch.core.middleware.RequestLog",
    "branch.core.middleware.BrowserPolicies",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "branch.core.public.CachedPages",
    "branch.core.middleware.KnownVerbs",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "branch.core.verbs.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "branch.core.verbs.RefusedVerbs",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "branch.core.middleware.ReadingLog",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "guangqin.urls"
DEFAULT_EXCEPTION_REPORTER_FILTER = "branch.core.reports.ReportFilter"
WSGI_APPLICATION = "guangqin.wsgi.application"
FORM_RENDERER = "branch.core.forms.bound.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "branch.portal.context.shell",
            ],
        },
    }
]

# IMMEDIATE is about correctness: a read-then-write transaction that starts DEFERRED fails with
# "database is locked" under concurrent writers. FULL lets an acknowledged record survive a power cut.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA secure_delete=ON; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
    ),
}
DATABASES = {
    "default": env.db_url(
        "DATABASE_URL", default=f"sqlite:///{quote(str(DATA_DIR / 'guangqin.sqlite3'))}"
    )
}
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    # PostgreSQL would compile the long queries of the duties at each request, ten times as long as they run.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Each process has its own cache; several machines share one through CACHE_URL.
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
if "locmem" in CACHES["default"]["BACKEND"]:
    # Django's default of 300 would evict pages that are still read; a page has 10 to 30 kB.
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 2000}
# Addresses that anyone can make up without end evict one another here, and no page that exists.
CACHES["made_up"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "made_up",
    "OPTIONS": {"MAX_ENTRIES": 200},
}

# Work outside a request waits in the database, for `manage.py db_worker`. Several machines may share
# a queue in Valkey or Redis instead: docs/operations.md says what it takes.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
TASKS_URL = env("GUANGQIN_TASKS_URL", default="")
if TASKS_URL:
    if find_spec("django_tasks_rq") is None:
        raise ImproperlyConfigured(
            "GUANGQIN_TASKS_URL 要用 django-tasks-rq，这里没有安装。请按 docs/operations.md 安装，或删去这一行。"
        )
    TASKS = {"default": {"BACKEND": "django_tasks_rq.RQBackend"}}
    # RQ would end a job after three minutes
    RQ_QUEUES = {"default": {"URL": TASKS_URL, "DEFAULT_TIMEOUT": 3600}}
    INSTALLED_APPS.append("django_rq")

# Reminders leave by any SMTP server and by a group robot of 企业微信. Names with PASSWORD or SECRET are hidden
# by Django in its reports.
OWN_URL = f"https://{ALLOWED_HOSTS[0]}" if IS_PRODUCTION else "http://127.0.0.1:8000"
PORTAL_URL = (env("GUANGQIN_URL", default="") or OWN_URL).rstrip("/")
EMAIL_HOST = env("GUANGQIN_MAIL_HOST", default="")
EMAIL_HOST_USER = env("GUANGQIN_MAIL_USER", default="")
EMAIL_HOST_PASSWORD = env("GUANGQIN_MAIL_PASSWORD", default="")
EMAIL_TIMEOUT = 20  # seconds for each answer of the server
MAIL_SECURITY = env("GUANGQIN_MAIL_SECURITY", default="ssl")
if MAIL_SECURITY not in ("ssl", "tls", "none"):
    raise ImproperlyConfigured(
        "GUANGQIN_MAIL_SECURITY 只能是 ssl（465 端口）、tls（587 端口）或 none。"
    )
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL_SECURITY == "ssl", MAIL_SECURITY == "tls"
EMAIL_PORT = env.int(
    "GUANGQIN_MAIL_PORT", default={"ssl": 465, "tls": 587, "none": 25}[MAIL_SECURITY]
)
DEFAULT_FROM_EMAIL = env("GUANGQIN_MAIL_FROM", default=EMAIL_HOST_USER)
if EMAIL_HOST and "@" not in DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured(
        "写了 GUANGQIN_MAIL_HOST，还要写发件地址，如 GUANGQIN_MAIL_FROM=dangzhibu@example.edu.cn。"
    )
# Without a server a school sends no e-mail; a demo writes it into its data directory.
HAS_MAIL = bool(EMAIL_HOST) or not IS_PRODUCTION
if HAS_MAIL and not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
    DEFAULT_FROM_EMAIL = "portal@example.com"
ROBOT_SECRET_URL = env("GUANGQIN_ROBOT_SECRET_URL", default="")
ROBOT_SCHEMES = ("https://",) if IS_PRODUCTION else ("https://", "http://")
if ROBOT_SECRET_URL and not ROBOT_SECRET_URL.startswith(ROBOT_SCHEMES):
    raise ImproperlyConfigured(
        "GUANGQIN_ROBOT_SECRET_URL 要以 https:// 开头，请到企业微信群里复制机器人的地址。"
    )

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "branch.accounts.backends.RoleBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"branch.accounts.passwords.{name}"}
    for name in ("NotLikeOwner", "LongEnough", "NotCommon", "NotOnlyDigits", "NotOfTheDemo")
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "portal:desk"
LOGOUT_REDIRECT_URL = "portal:home"

# A school shares one address, so a lock is for the pair (sign-in name, address), never for the address.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "branch.accounts.views.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# Against tries from many addresses: of one account, only one in PAUSE is looked at after so many wrong ones.
SIGN_IN_FREE_TRIES = 20
SIGN_IN_COUNTED = 60 * 60  # seconds for which a wrong password is counted
SIGN_IN_PAUSE = 30  # seconds
DEVICE_COOKIE_NAME = "device"
DEVICE_COOKIE_AGE = 400 * 24 * 60 * 60  # the longest a browser keeps a cookie
AXES_CLIENT_IP_CALLABLE = "branch.accounts.backends.client_address"
AXES_USERNAME_CALLABLE = "branch.accounts.backends.name_to_lock"

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False  # core.middleware extends a session at most once an hour
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "branch.core.messages.OwnMessages"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if IS_PRODUCTION:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sid", "__Host-csrf"
    DEVICE_COOKIE_NAME = "__Secure-device"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    # The one proxy in front (deploy/Caddyfile) sets both headers; nothing else reaches the socket.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True
FIRST_DAY_OF_WEEK = 1

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "static_collected"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "public"
PRIVATE_ROOT = DATA_DIR / "private"
STORAGES = {
    # "default" is private: a file is public only if its field names the storage "public".
    "default": {
        "BACKEND": "branch.core.files.Storage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "public": {
        "BACKEND": "branch.core.files.Storage",
        "OPTIONS": {"location": MEDIA_ROOT, "base_url": MEDIA_URL},
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "guangqin.storage.BundledStaticFilesStorage"
        ),
    },
}

CRISPY_TEMPLATE_PACK = "guangqin_forms"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("guangqin_forms",)
CRISPY_FAIL_SILENTLY = False

ADMIN_PATH = env("GUANGQIN_ADMIN_PATH", default="desk/admin/")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "branch.operations.logs.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "stream": "ext://sys.stdout",
        }
    },
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {
        "django.server": {"level": "ERROR"},
        # a refusal (4xx) is in the line of its request already
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
    },
}
