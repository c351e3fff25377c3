from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "branch.core"
    verbose_name = "基础"

    def ready(self):
        """Import what each app contributes, see `contributions`, and the path converter of their URLs."""
        from . import keys  # noqa: F401 (registers the converter)
        from .contributions import MODULES

        autodiscover_modules(*MODULES)
