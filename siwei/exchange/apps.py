from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "siwei.exchange"
    label = "exchange"
    verbose_name = "导入"
