from django.apps import AppConfig

from common.stamps.rules import leave_out


class ExchangeConfig(AppConfig):
    name = "siwei.exchange"
    label = "exchange"
    verbose_name = "导入"

    def ready(self) -> None:
        from common.records.rules.doors import DoorKind  # noqa: PLC0415  models are there only now
        from common.records.selectors import doors  # noqa: PLC0415
        from siwei.exchange.selectors.addresses import batch_addresses  # noqa: PLC0415

        doors.register(DoorKind.IMPORT, batch_addresses)
        leave_out(
            {"exchange.importbatch": "files that somebody uploaded; what they wrote is seen itself"}
        )
