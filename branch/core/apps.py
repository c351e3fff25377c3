from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.urls import register_converter
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "branch.core"
    verbose_name = "基础"

    def ready(self):
        """Import what each app contributes, see `contributions`; register path converter, triggers and sentences."""
        from .changes import unwatch, watch
        from .contributions import MODULES
        from .keys import KeyConverter
        from .sentences import say_ours

        say_ours()
        register_converter(KeyConverter, "key")
        for module in MODULES:
            autodiscover_modules(module)
        pre_migrate.connect(unwatch, sender=self)
        post_migrate.connect(watch, sender=self)
