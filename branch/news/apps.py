from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "branch.news"
    verbose_name = "动态"
