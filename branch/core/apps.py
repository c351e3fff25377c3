from django.apps import AppConfig
from django.urls import register_converter
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "branch.core"
    verbose_name = "基础"

    def ready(self):
        """Import what each app contributes, see `contributions`, and the path converter of their URLs."""
        from .contributions import MODULES
        from .keys import KeyConverter

        register_converter(KeyConverter, "key")
        for module in MODULES:
            autodiscover_modules(module)
