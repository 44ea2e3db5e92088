from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "siwei.reports"
    label = "reports"
    verbose_name = "报告"
