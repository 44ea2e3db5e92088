from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "common.records"
    label = "records"
    verbose_name = "变更记录"
