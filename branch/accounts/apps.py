from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "branch.accounts"
    verbose_name = "账号"
