from django.apps import AppConfig


class SchoolConfig(AppConfig):
    name = "branch.school"
    verbose_name = "学校"
