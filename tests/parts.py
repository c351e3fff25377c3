"""What each app adds to a table of the tests, in a module of its own beside its tests."""

from importlib import import_module
from pathlib import Path

from django.apps import apps

HERE = Path(__file__).parent


def parts(name):
    """The modules `tests/<app>/<name>.py`, those of lower apps first."""
    labels = [config.label for config in apps.get_app_configs()]
    return [
        import_module(f"tests.{label}.{name}")
        for label in labels
        if (HERE / label / f"{name}.py").exists()
    ]
