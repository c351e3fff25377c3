from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.urls import register_converter
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "branch.core"
    verbose_name = "基础"

    def ready(self):
        """Import what each app contributes, see `contributions`; register the path converter and the triggers."""
        from .changes import unwatch, watch
        from .contributions import MODULES
        from .keys import KeyConverter

        register_converter(KeyConverter, "key")
        for module in MODULES:
            autodiscover_modules(module)
        pre_migrate.connect(unwatch, sender=self)
        post_migrate.connect(watch, sender=self)
