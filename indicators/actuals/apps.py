from django.apps import AppConfig


class ActualsConfig(AppConfig):
    name = "indicators.actuals"
    verbose_name = "年度实际值"
