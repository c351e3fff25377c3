from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OperationsConfig(AppConfig):
    name = "branch.operations"
    verbose_name = "运维"

    def ready(self):
        """Import each app's `jobs.py`, so that both the portal and the worker know every kind of job."""
        autodiscover_modules("jobs")
