from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "branch.service"
    verbose_name = "志愿服务和家长学校"
