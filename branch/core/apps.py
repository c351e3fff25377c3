from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "branch.core"
    verbose_name = "基础"
