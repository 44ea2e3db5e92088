from django.apps import AppConfig


class DevelopersConfig(AppConfig):
    name = "siwei.developers"
    label = "developers"
    verbose_name = "开发者文档"
