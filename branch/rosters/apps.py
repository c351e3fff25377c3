from django.apps import AppConfig


class RostersConfig(AppConfig):
    name = "branch.rosters"
    verbose_name = "名册"
