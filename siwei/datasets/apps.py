from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    name = "siwei.datasets"
    label = "datasets"
    verbose_name = "数据集"
