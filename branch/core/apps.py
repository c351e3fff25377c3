from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "branch.core"
    verbose_name = "基础"

    def ready(self):
        """Import what each app contributes, see `contributions`."""
        from .contributions import MODULES

        autodiscover_modules(*MODULES)
