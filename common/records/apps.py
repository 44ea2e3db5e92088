from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "common.records"
    label = "records"
    verbose_name = "变更记录"

    def ready(self) -> None:
        from common import past  # noqa: PLC0415
        from common.records import append_only, checks  # noqa: F401, PLC0415  registers itself
        from common.records.selectors.past import relations  # noqa: PLC0415

        append_only.register("records_historyrow", append_only.Guard(("record_id", "number")))
        past.register(relations, order=3)
