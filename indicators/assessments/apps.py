from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "indicators.assessments"
    verbose_name = "评估"
