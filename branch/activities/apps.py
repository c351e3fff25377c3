from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "branch.activities"
    verbose_name = "活动"
