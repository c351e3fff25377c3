from django.apps import AppConfig


class WalkinsConfig(AppConfig):
    name = "branch.walkins"
    verbose_name = "三走进"
