"""The product's settings, with the drill's own kind of job for the worker to find."""

from guangqin.settings import *  # noqa: F403, TID251 (it builds on them)

INSTALLED_APPS = [*INSTALLED_APPS, "drill"]  # noqa: F405 (it comes from there)
