from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "branch.operations"
    verbose_name = "运维"
