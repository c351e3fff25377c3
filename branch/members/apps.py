from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "branch.members"
    verbose_name = "党员"
