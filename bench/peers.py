"""Wagtail with the same article, for comparison: installed where it disappears after the run.

A project as `wagtail start` makes it, in production's settings, with a page type that has a body. The home page lists
its twenty newest children; nothing is cached, as in the rows of the portal's own pages.
"""

import os
import subprocess
import venv
from contextlib import contextmanager
from pathlib import Path

from . import cpu
from .server import Server

CHILDREN = 50
SETTINGS = """
from .base import *

DEBUG, SECRET_KEY, ALLOWED_HOSTS = False, "peer", ["127.0.0.1"]
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL"}}
LANGUAGE_CODE, TIME_ZONE = "zh-hans", "Asia/Shanghai"
LOGGING_CONFIG = None
"""
MODELS = """
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class ArticlePage(Page):
    day, body = models.DateField(null=True), RichTextField()
    content_panels = [*Page.content_panels, FieldPanel("day"), FieldPanel("body")]


class HomePage(Page):
    def get_context(self, request):
        newest = ArticlePage.objects.child_of(self).live().order_by("-day", "-pk")[:20]
        return super().get_context(request) | {"articles": newest}
"""
HOME = """{% extends "base.html" %}{% load wagtailcore_tags %}{% block content %}<h1>{{ page.title }}</h1><ul>
{% for one in articles %}<li><a href="{% pageurl one %}">{{ one.title }}</a> {{ one.day }}</li>{% endfor %}
</ul>{% endblock %}"""
ARTICLE = """{% extends "base.html" %}{% load wagtailcore_tags %}{% block content %}<h1>{{ page.title }}</h1>
<p>{{ page.day }}</p>{{ page.body|richtext }}{% endblock %}"""
FILL = f"""
import sys
from importlib import import_module
from datetime import date, timedelta
from django.conf import settings
from django.contrib import auth
from home.models import ArticlePage, HomePage

home, body = HomePage.objects.get(), sys.stdin.read()
for n in range({CHILDREN}):
    day = date(2026, 11, 28) - timedelta(days=n)
    home.add_child(instance=ArticlePage(title=f"第{{n}}篇文章", slug=f"article-{{n}}", day=day, body=body))
user = auth.get_user_model().objects.create_superuser("peer", "peer@example.cn", "peer")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[auth.SESSION_KEY], session[auth.BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key, home.pk, end="")
"""


@contextmanager
def cases(env, body):
    """The cases of Wagtail with articles of this body; none without PEERS=1."""
    if not os.environ.get("PEERS"):
        yield []
        return
    wagtail = Wagtail(Path(env["GUANGQIN_DATA_DIR"], "wagtail"), env)
    wagtail.fill(body)
    how = {"options": ("--max-requests", "0"), "python": wagtail.python, "folder": wagtail.site}
    with Server("peer.wsgi", wagtail.env, ready="/", **how) as server:
        yield wagtail.cases(server)


class Wagtail:
    """The project below a folder, with its own Python; `session` is a superuser's."""

    def __init__(self, folder, env):
        self.site, self.python = folder / "site", folder / "venv/bin/python"
        self.env = env | {"DJANGO_SETTINGS_MODULE": "peer.settings.bench"}
        venv.create(folder / "venv", with_pip=True)
        self._run("-m", "pip", "install", "--quiet", "wagtail", "gunicorn", folder=folder)
        self.version = self._run("-c", "import wagtail; print(wagtail.__version__)", folder=folder)
        self.site.mkdir()
        start = "from wagtail.bin.wagtail import main; main()"
        self._run("-c", start, "start", "peer", ".")
        self._write()

    def _write(self):
        templates = self.site / "home" / "templates" / "home"
        (self.site / "peer" / "settings" / "bench.py").write_text(SETTINGS)
        (self.site / "home" / "models.py").write_text(MODELS)
        (templates / "home_page.html").write_text(HOME)
        (templates / "article_page.html").write_text(ARTICLE)
        for command in ("makemigrations home", "migrate", "collectstatic --noinput"):
            self._run("manage.py", *command.split())

    def fill(self, body):
        """Store the articles with this body; set `session` and `home`, the key of the home page."""
        shell = ("manage.py", "shell", "--verbosity=0", "-c", FILL)
        self.session, self.home = self._run(*shell, says=body).split()

    def _run(self, *arguments, folder=None, says=""):
        how = {"cwd": folder or self.site, "env": self.env, "stdout": subprocess.PIPE}
        command = [self.python, *arguments]
        done = subprocess.run(command, input=says, text=True, check=True, **how)
        return done.stdout.strip()

    def cases(self, server):
        signed_in, name = {"Cookie": f"sessionid={self.session}"}, f"Wagtail {self.version}"
        listing = f"/admin/pages/{self.home}/"
        return [
            cpu.Case(f"{name}, article of 12 KB", server, "/article-0/", burst=50),
            cpu.Case(f"{name}, home", server, "/", burst=50),
            cpu.Case(f"{name}, dashboard", server, "/admin/", signed_in, burst=20),
            cpu.Case(f"{name}, list of {CHILDREN}", server, listing, signed_in, burst=20),
        ]
