from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "branch.ledgers"
    verbose_name = "台账"
