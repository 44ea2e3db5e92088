from django.apps import AppConfig
from django.contrib.admin import apps as admin


class SiweiConfig(AppConfig):
    name = "siwei"
    default = True

    def ready(self) -> None:
        from siwei.loading import checks  # noqa: F401, PLC0415  registers itself


class AdministrationConfig(admin.AdminConfig):
    default = False
    default_site = "siwei.administration.Administration"
