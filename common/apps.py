from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from common.outages import listen


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        # Each subject registers what its enumerations are called (`common.labels`).
        autodiscover_modules("wording")
        listen()
