from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "branch.portal"
    verbose_name = "门户"
