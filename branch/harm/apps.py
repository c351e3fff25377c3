from django.apps import AppConfig


class HarmConfig(AppConfig):
    name = "branch.harm"
    verbose_name = "强制报告"
