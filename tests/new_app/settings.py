"""The product's own settings with one app more, on a database that vanishes."""

from tests.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.new_app.garden"]  # noqa: F405
ROOT_URLCONF = "tests.new_app.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
