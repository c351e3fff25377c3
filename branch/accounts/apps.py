from django.apps import AppConfig
from django.core.checks import register


class AccountsConfig(AppConfig):
    name = "branch.accounts"
    verbose_name = "账号"

    def ready(self):
        from .checks import check_facts, check_role_table

        register(check_role_table)
        register(check_facts)
