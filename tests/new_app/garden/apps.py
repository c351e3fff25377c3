from django.apps import AppConfig


class GardenConfig(AppConfig):
    name = "tests.new_app.garden"
    verbose_name = "花圃"
