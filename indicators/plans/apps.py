from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "indicators.plans"
    verbose_name = "规划"
