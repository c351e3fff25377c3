from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "branch.demo"
    verbose_name = "演示"
