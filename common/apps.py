from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from common import collation, outages


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        # Each subject registers what its enumerations are called (`common.labels`).
        autodiscover_modules("wording")
        outages.listen()
        collation.listen()
