from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "branch.core"
    verbose_name = "基础"

    def ready(self):
        """Find what each app contributes: its figures, facts, duties and ledgers."""
        autodiscover_modules("figures", "facts", "duties", "ledgers", "imports")
