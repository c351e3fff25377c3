from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "branch.coverage"
    verbose_name = "落实"
